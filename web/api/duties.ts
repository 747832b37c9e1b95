import type { z } from 'zod'
import type { approvalSchema } from '../../src/server/approvals.ts'
import type { exitSchema, requestSchema } from '../../src/server/exits.ts'
import type { holdSchema } from '../../src/server/retention.ts'
import type { suspicionSchema } from '../../src/server/suspicions.ts'
import { change, type Purpose, read } from './ask.ts'

export type Approval = z.output<typeof approvalSchema>
export type ApprovalKind = Approval['kind']
export type Exit = z.output<typeof exitSchema>
export type KeepOpen = z.output<typeof requestSchema>
export type Hold = z.output<typeof holdSchema>
export type Suspicion = z.output<typeof suspicionSchema>
export type Urgency = 'in_time' | 'soon' | 'late'

interface Items<Item> {
  readonly items: readonly Item[]
}
const inCase = (id: string, ...parts: readonly string[]) =>
  ['/api/cases', id, ...parts].map((part, at) => (at === 0 ? part : encodeURIComponent(part))).join('/')

export interface DueReports {
  readonly items: readonly (Suspicion & { readonly title: string })[]
  readonly counts: Readonly<Record<Urgency, number>>
  readonly next: string | null
}
export const readDueReports = (after?: string) =>
  read<DueReports>('/api/suspicions', { query: { after, limit: 100 } })
export const readSuspicion = (id: string, purpose: Purpose) =>
  read<Suspicion>(inCase(id, 'suspicion'), { purpose })
export const formSuspicion = (id: string, body: { readonly formed_at: string; readonly matter: string }) =>
  change<Suspicion>('POST', inCase(id, 'suspicion'), { body })
export const correctSuspicion = (
  id: string,
  version: number,
  body: { readonly formed_at?: string; readonly matter?: string; readonly reason: string },
) => change<Suspicion>('PATCH', inCase(id, 'suspicion'), { version, body })
export const moveSuspicion = (
  id: string,
  version: number,
  body: { readonly move: string } & Readonly<Record<string, string>>,
) => change<Suspicion>('POST', inCase(id, 'suspicion', 'moves'), { version, body })

export const readApprovals = (
  kind: ApprovalKind,
  given: { readonly waiting: boolean; readonly case_id?: string; readonly after?: string },
) =>
  read<Items<Approval> & { readonly next: string | null }>('/api/approvals', {
    query: { ...given, kind, waiting: String(given.waiting), limit: 100 },
  })
export const askApproval = (body: {
  readonly kind: string
  readonly object_id: string
  readonly content_hash: string
  readonly case_id: string
  readonly why: string
}) => change<Approval>('POST', '/api/approvals', { body })
const ofApproval = (id: string) => `/api/approvals/${encodeURIComponent(id)}`
export const decideApproval = (
  { approval_id, version }: Approval,
  body: { readonly decision: 'approved' | 'refused'; readonly reason: string },
) => change<Approval>('POST', `${ofApproval(approval_id)}/decision`, { version, body })
export const withdrawApproval = ({ approval_id, version }: Approval) =>
  change<Approval>('DELETE', ofApproval(approval_id), { version })

export const readExits = (id: string, purpose: Purpose) => read<Items<Exit>>(inCase(id, 'exits'), { purpose })
export const proposeExit = (
  id: string,
  body: {
    readonly customer_id: string
    readonly why: string
    readonly police_contact: string
    readonly police_contact_note: string
  },
) => change<Exit>('POST', inCase(id, 'exits'), { body })

export const readKeepOpen = (id: string, purpose: Purpose) =>
  read<Items<KeepOpen>>(inCase(id, 'keep-open-requests'), { purpose })
export const addKeepOpen = (
  id: string,
  body: {
    readonly customer_id: string
    readonly authority: string
    readonly reference: string
    readonly begins_at: string
    readonly ends_at: string
  },
) => change<KeepOpen>('POST', inCase(id, 'keep-open-requests'), { body })
export const extendKeepOpen = (
  { case_id, keep_open_id, version }: KeepOpen,
  body: { readonly ends_at: string; readonly reference: string },
) => change<KeepOpen>('PATCH', inCase(case_id, 'keep-open-requests', keep_open_id), { version, body })
export const endKeepOpen = ({ case_id, keep_open_id, version }: KeepOpen) =>
  change<KeepOpen>('DELETE', inCase(case_id, 'keep-open-requests', keep_open_id), { version })

export const readHolds = (id: string, purpose: Purpose) => read<Items<Hold>>(inCase(id, 'holds'), { purpose })
export const placeHold = (id: string, why: string) =>
  change<Hold>('POST', inCase(id, 'holds'), { body: { why } })
export const releaseHold = ({ case_id, hold_id, version }: Hold, reason: string) =>
  change<Hold>('POST', inCase(case_id, 'holds', hold_id, 'release'), { version, body: { reason } })
