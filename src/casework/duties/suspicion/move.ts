import { defineOperation, type Work } from '../../../access/operation.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant } from '../../../domain/time.ts'
import { eq } from '../../../store/drizzle.ts'
import { caseSuspicions } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { stateAfter } from '../../states/moves.ts'
import { type ReportMove, type ReportState, reportMoves } from '../../states/report-states.ts'
import { changesCase } from '../../walls.ts'
import { requireApproval } from '../approvals/requireApproval.ts'
import { jurisdictionOfCase, refuseAhead } from './form.ts'
import { type Jurisdictions, type SuspicionRow, shownSuspicion, suspicionOf } from './suspicion.ts'

/** What a person may ask for; `approve` follows from an approval alone. */
export type AskedMove =
  | { readonly move: 'draft' | 'redraft' }
  | { readonly move: 'decide_no_report' | 'reconsider'; readonly reason: string }
  | {
      readonly move: 'file'
      /** Of the report as it was filed: it must be the content that was approved. */
      readonly report_id: string
      readonly content_hash: string
      readonly reported_at: number
      /** By which the authority knows it. */
      readonly receipt: string
    }

/**
 * Moves a suspicion towards its report, or to the decision that there is none.
 *
 * @throws LapwingError `changed-meanwhile`, `illegal-move`, `not-approved`, `instant-ahead`, `before-suspicion`
 */
export function moveSuspicion(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'suspicion.move',
    ...changesCase,
    async run(work: Work, given: AskedMove & { readonly case_id: string; readonly version: number }) {
      const old = await suspicionOf(work, given.case_id, { toChange: true })
      requireVersion(old, given.version)
      const row = await move(work, old, given.move, await whatItSets(work, old, given))
      return shownSuspicion(row, await jurisdictionOfCase(work, jurisdictions, given.case_id), work.now)
    },
    detail: ({ move }, { state }) => ({ move, state }),
  })
}

/** After a second person approved the report. @throws LapwingError `no-suspicion`, `illegal-move` */
export async function approveReport(work: Work, caseId: string): Promise<void> {
  await move(work, await suspicionOf(work, caseId, { toChange: true }), 'approve', {})
}

async function move(work: Work, old: SuspicionRow, name: ReportMove, sets: Partial<SuspicionRow>) {
  const state = stateAfter(reportMoves, old.state as ReportState, name)
  const [row] = await work.transaction
    .update(caseSuspicions)
    .set({ ...sets, state, version: old.version + 1 })
    .where(eq(caseSuspicions.caseId, old.caseId))
    .returning()
  const { reason, receipt, reportedAt } = sets
  await recordOfReport(work, old.caseId, `report_${name}`, {
    state,
    ...(reason && { reason }),
    ...(receipt && { receipt, reported_at: formatInstant(reportedAt!) }),
  })
  return row!
}

async function whatItSets(work: Work, old: SuspicionRow, given: AskedMove): Promise<Partial<SuspicionRow>> {
  if (given.move !== 'file') return 'reason' in given ? { reason: given.reason } : {}
  stateAfter(reportMoves, old.state as ReportState, 'file')
  refuseAhead(work, given.reported_at, 'reported_at')
  if (given.reported_at < old.formedAt) {
    throw new LapwingError('before-suspicion', 'The report would be older than the suspicion.', {
      place: 'reported_at',
      remedy: 'Correct the suspicion first, if it was formed earlier than is written here.',
    })
  }
  await requireApproval(work, 'report', given.report_id, given.content_hash, old.caseId)
  return { reportedAt: given.reported_at, receipt: given.receipt }
}
