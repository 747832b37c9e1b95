import {
  type Alert,
  assign,
  claim,
  claimSeveral,
  dismissSeveral,
  escalate,
  type Outcome,
  type Result,
  release,
  reopen,
  snoozeSeveral,
} from '../api/alerts.ts'
import { Problem } from '../api/problem.ts'
import { words } from '../words/words.ts'
import type { Row } from './useQueue.ts'

/** What is done with alerts. */
export type Deed =
  | { readonly kind: 'claim' }
  | { readonly kind: 'release' }
  | { readonly kind: 'assign'; readonly assignee: string }
  | { readonly kind: 'snooze'; readonly until: string; readonly reason: string }
  | { readonly kind: 'dismiss'; readonly reason: string; readonly outcome: Outcome }
  | { readonly kind: 'escalate'; readonly title: string; readonly jurisdiction: string }

/** What came of it, alert by alert. */
export interface Done {
  readonly deed: Deed
  /** As they were, for undoing. */
  readonly before: readonly Row[]
  readonly after: readonly Row[]
  readonly refused: readonly { readonly row: Row; readonly message: string }[]
  readonly caseId?: string
}

/** Does it with each; what cannot be done with one leaves the others. @throws Problem where none was tried */
export async function perform(deed: Deed, rows: readonly Row[], me: string): Promise<Done> {
  switch (deed.kind) {
    case 'claim': {
      const { results } = await claimSeveral(rows)
      return sorted(deed, rows, results, { state: 'claimed', assignee: me })
    }
    case 'snooze': {
      const { until, reason } = deed
      const { results } = await snoozeSeveral(rows, { until, reason })
      return sorted(deed, rows, results, {
        state: 'snoozed',
        snoozed_until: until,
        reason,
      })
    }
    case 'dismiss': {
      const { reason, outcome } = deed
      const { results } = await dismissSeveral(rows, { reason, outcome })
      return sorted(deed, rows, results, { state: 'dismissed', reason, outcome })
    }
    case 'assign':
      return each(deed, rows, row => assign(row, deed.assignee))
    case 'release':
      return each(deed, rows, release)
    case 'escalate': {
      const { title, jurisdiction } = deed
      const alert_ids = rows.map(row => row.alert_id)
      const { case_id } = await escalate({ title, jurisdiction, alert_ids })
      const after = rows.map(row => ({
        ...row,
        state: 'escalated' as const,
        case_id,
        version: row.version + 1,
      }))
      return { deed, before: rows, after, refused: [], caseId: case_id }
    }
  }
}

/** Whether the server can take it back. A case that was opened stays. */
export function canUndo({ deed, after }: Done): boolean {
  return deed.kind !== 'escalate' && after.length > 0
}

/** Brings each alert back to how it was, by what the server offers for it. */
export async function undo({ deed, before, after }: Done, me: string): Promise<Done> {
  const earlier = new Map(before.map(row => [row.alert_id, row]))
  return each(deed, after, async row => {
    const was = earlier.get(row.alert_id)!
    let now: Alert = row
    if (row.state === 'dismissed') now = await reopen(now, words.queue.undoReason)
    // One that sleeps wakes when somebody takes it.
    if (was.state === 'claimed' && was.assignee !== null && was.assignee !== me)
      return assign(now, was.assignee)
    if (was.state === 'claimed') return claim(now)
    if (now.state === 'snoozed') now = await claim(now)
    if (now.state === 'claimed' && now.assignee !== me) now = await assign(now, me)
    return now.state === 'claimed' ? release(now) : now
  })
}

async function each(deed: Deed, rows: readonly Row[], work: (row: Row) => Promise<Alert>): Promise<Done> {
  const after: Row[] = []
  const refused: { readonly row: Row; readonly message: string }[] = []
  // One after the other, so that many are no burst.
  for (const row of rows) {
    try {
      after.push(await work(row))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      refused.push({ row, message: error.message })
    }
  }
  return { deed, before: rows, after, refused }
}

function sorted(deed: Deed, rows: readonly Row[], results: readonly Result[], change: Partial<Row>): Done {
  const byId = new Map(results.map(result => [result.alert_id, result]))
  const after: Row[] = []
  const refused: { readonly row: Row; readonly message: string }[] = []
  for (const row of rows) {
    const result = byId.get(row.alert_id)
    if (result?.done) after.push({ ...row, ...change, version: result.version })
    else refused.push({ row, message: result?.message ?? words.queue.noResult })
  }
  return { deed, before: rows, after, refused }
}
