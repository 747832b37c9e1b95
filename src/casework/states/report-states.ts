import type { Moves } from './moves.ts'

/**
 * How a suspicion comes to a report, or to the decision that there is none. Kept apart from the states of the case, since
 * others who may read the case must not learn of it (tipping off).
 */
export type ReportState = 'formed' | 'report_drafted' | 'report_approved' | 'reported' | 'no_report'
export type ReportMove = 'draft' | 'approve' | 'redraft' | 'file' | 'decide_no_report' | 'reconsider'

export const reportMoves: Moves<ReportState, ReportMove> = {
  draft: { from: ['formed'], to: 'report_drafted' },
  /** By the approval of a second person alone. */
  approve: { from: ['report_drafted'], to: 'report_approved' },
  redraft: { from: ['report_approved'], to: 'report_drafted' },
  /** Only the content that was approved, and with the authority's receipt. */
  file: { from: ['report_approved'], to: 'reported' },
  decide_no_report: { from: ['formed', 'report_drafted', 'report_approved'], to: 'no_report' },
  reconsider: { from: ['no_report'], to: 'formed' },
}
