import type { Work } from '../../../access/operation.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant, formatInstantOrNull } from '../../../domain/time.ts'
import { eq } from '../../../store/drizzle.ts'
import { caseSuspicions } from '../../../store/tables/obligations.ts'
import { deadlineOf, type Urgency, urgencyOf } from '../../clocks/deadline.ts'
import type { Jurisdiction, Matter } from '../../clocks/jurisdiction.ts'
import type { ReportState } from '../../states/report-states.ts'

export type Jurisdictions = ReadonlyMap<string, Jurisdiction>
export type SuspicionRow = typeof caseSuspicions.$inferSelect

/** The suspicion of a case and what came of it, for those who may know. */
export interface Suspicion {
  readonly case_id: string
  readonly formed_at: string
  readonly formed_by: string
  readonly matter: Matter
  readonly state: ReportState
  readonly due_at: string
  /** Null once it was decided. */
  readonly urgency: Urgency | null
  /** Who is to have the report, what it is called there, and on what the deadline rests. */
  readonly authority: string
  readonly report: string
  readonly deadline_from: 'law' | 'target'
  readonly deadline_confirmed: boolean
  readonly deadline_source: string
  readonly reported_at: string | null
  readonly reported_in_time: boolean | null
  readonly receipt: string | null
  /** Why it was corrected, or why there is no report. */
  readonly reason: string | null
  /** Of the suspicion alone: the version of the case must not tell of it. */
  readonly version: number
}

/** With the row locked where it is about to be changed. @throws LapwingError `no-suspicion` */
export async function suspicionOf(
  { transaction }: Work,
  caseId: string,
  { toChange = false } = {},
): Promise<SuspicionRow> {
  const query = transaction.select().from(caseSuspicions).where(eq(caseSuspicions.caseId, caseId))
  const [row] = await (toChange ? query.for('update') : query)
  if (row !== undefined) return row
  throw new LapwingError('no-suspicion', 'No suspicion was formed in this case.', {
    place: 'case_id',
    remedy: 'Form one when there are reasonable grounds: the deadline of the report runs from then on.',
  })
}

export function shownSuspicion(row: SuspicionRow, jurisdiction: Jurisdiction, now: number): Suspicion {
  const { rule } = deadlineOf(jurisdiction, row.matter as Matter, row.formedAt)
  return {
    case_id: row.caseId,
    formed_at: formatInstant(row.formedAt),
    formed_by: row.formedBy,
    matter: row.matter as Matter,
    state: row.state as ReportState,
    due_at: formatInstant(row.dueAt),
    urgency: isDecided(row) ? null : urgencyOf(row.formedAt, row.dueAt, now),
    authority: jurisdiction.authority,
    report: jurisdiction.report,
    deadline_from: rule.from,
    deadline_confirmed: rule.confirmed,
    deadline_source: jurisdiction.source,
    reported_at: formatInstantOrNull(row.reportedAt),
    // The deadline is the first instant that is late.
    reported_in_time: row.reportedAt === null ? null : row.reportedAt < row.dueAt,
    receipt: row.receipt,
    reason: row.reason,
    version: row.version,
  }
}

function isDecided({ state }: SuspicionRow): boolean {
  return state === 'reported' || state === 'no_report'
}
