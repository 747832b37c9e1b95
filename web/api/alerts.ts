import type { z } from 'zod'
import type { inWords } from '../../src/casework/alerts/inWords.ts'
import type { ShownPayment } from '../../src/casework/payment.ts'
import type {
  alertSchema,
  colleaguesSchema,
  countsSchema,
  outlineSchema,
  queuePageSchema,
  resultsSchema,
  wholeAlertSchema,
} from '../../src/server/queue.ts'
import { change, type Purpose, read } from './ask.ts'

export type Alert = z.output<typeof alertSchema>
export type AlertState = Alert['state']
export type QueuePage = z.output<typeof queuePageSchema>
export type Outline = z.output<typeof outlineSchema>
export type Counts = z.output<typeof countsSchema>
export type Result = z.output<typeof resultsSchema>['results'][number]
export type Colleague = z.output<typeof colleaguesSchema>['items'][number]
export type Finding = ReturnType<typeof inWords>
export type Payment = ShownPayment
/** With its reasons and payments. The schema says less of them than the server gives. */
export type WholeAlert = Omit<z.output<typeof wholeAlertSchema>, 'finding' | 'payments'> & {
  readonly finding: Finding
  readonly payments: readonly Payment[]
}
export type Outcome = 'cleared' | 'confirmed' | 'victim'

/** As the address of the interface has it; absent is any. */
export interface QueueFilter {
  readonly states?: string | undefined
  readonly typology?: string | undefined
  readonly role?: string | undefined
  readonly clock?: string | undefined
  readonly assignee?: string | undefined
  readonly arrived_until?: string | undefined
}

const one = (id: string) => `/api/alerts/${encodeURIComponent(id)}`

export const readOutline = (filter: QueueFilter, signal?: AbortSignal) =>
  read<Outline>('/api/alerts/outline', { query: { ...filter }, ...(signal && { signal }) })
export const readQueuePage = (
  filter: QueueFilter,
  after: string | undefined,
  limit: number,
  signal?: AbortSignal,
) => read<QueuePage>('/api/alerts', { query: { ...filter, after, limit }, ...(signal && { signal }) })
export const readCounts = () => read<Counts>('/api/alerts/counts')
export const readAlert = (id: string, purpose: Purpose = 'triage') => read<WholeAlert>(one(id), { purpose })
export const readColleagues = () => read<{ readonly items: readonly Colleague[] }>('/api/colleagues')

/** An alert as it was seen, so that a change others made meanwhile is told. */
export type Seen = Pick<Alert, 'alert_id' | 'version'>

export const claim = ({ alert_id }: Seen) => change<Alert>('POST', `${one(alert_id)}/claim`)
export const release = ({ alert_id, version }: Seen) =>
  change<Alert>('POST', `${one(alert_id)}/release`, { version })
export const assign = ({ alert_id, version }: Seen, assignee: string) =>
  change<Alert>('POST', `${one(alert_id)}/assignment`, { version, body: { assignee } })
export const reopen = ({ alert_id, version }: Seen, reason: string) =>
  change<Alert>('POST', `${one(alert_id)}/reopening`, { version, body: { reason } })

interface Results {
  readonly results: readonly Result[]
}
const several = (alerts: readonly Seen[]) => alerts.map(({ alert_id, version }) => ({ alert_id, version }))
/** Whatever else was changed meanwhile: what counts is that nobody has it. */
export const claimSeveral = (alerts: readonly Seen[]) =>
  change<Results>('POST', '/api/alerts/claims', {
    body: { alerts: alerts.map(({ alert_id }) => ({ alert_id })) },
  })
export const snoozeSeveral = (
  alerts: readonly Seen[],
  given: { readonly until: string; readonly reason: string },
) => change<Results>('POST', '/api/alerts/snoozes', { body: { alerts: several(alerts), ...given } })
export const dismissSeveral = (
  alerts: readonly Seen[],
  given: { readonly reason: string; readonly outcome: Outcome },
) => change<Results>('POST', '/api/alerts/dismissals', { body: { alerts: several(alerts), ...given } })

/** Opens a case from alerts. */
export const escalate = (given: {
  readonly title: string
  readonly jurisdiction: string
  readonly alert_ids: readonly string[]
}) => change<{ readonly case_id: string }>('POST', '/api/cases', { body: given })
