import { defineOperation, type Work } from '../../access/operation.ts'
import { caseIsOpenTo, notThere, readsCase } from '../../casework/walls.ts'
import { formatInstant } from '../../domain/time.ts'
import { and, asc, desc, eq, notInArray } from '../../store/drizzle.ts'
import { cases } from '../../store/tables/casework.ts'
import { approvals, caseSuspicions } from '../../store/tables/obligations.ts'
import { reports } from '../../store/tables/reports.ts'
import type { Report } from '../model/report.ts'

export type ReportRow = typeof reports.$inferSelect

export function shownReport(row: Omit<ReportRow, 'content'>) {
  return {
    report_id: row.reportId,
    case_id: row.caseId,
    content_hash: row.contentHash,
    drafted_at: formatInstant(row.draftedAt),
    drafted_by: row.draftedBy,
  }
}

/** Drafts of a case, newest first, with what was decided on each. */
export const listReports = defineOperation({
  action: 'report.list',
  ...readsCase,
  async run({ transaction }: Work, { case_id }: { readonly case_id: string }) {
    const rows = await transaction
      .select({ report: reports, decision: approvals.decision, approvalId: approvals.approvalId })
      .from(reports)
      .leftJoin(
        approvals,
        and(
          eq(approvals.kind, 'report'),
          eq(approvals.objectId, reports.reportId),
          eq(approvals.contentHash, reports.contentHash),
        ),
      )
      .where(eq(reports.caseId, case_id))
      .orderBy(desc(reports.draftedAt), desc(reports.reportId))
    const items = rows.map(({ report, decision, approvalId }) => ({
      ...shownReport(report),
      approval_id: approvalId,
      decision: decision as 'approved' | 'refused' | 'withdrawn' | null,
    }))
    return { items }
  },
})

/** One draft, whole. @throws LapwingError `not-found` */
export const readReport = defineOperation({
  action: 'report.read',
  ...readsCase,
  async run(
    { transaction }: Work,
    { case_id, report_id }: { readonly case_id: string; readonly report_id: string },
  ) {
    const [row] = await transaction
      .select()
      .from(reports)
      .where(and(eq(reports.caseId, case_id), eq(reports.reportId, report_id)))
    if (row === undefined) throw notThere('report_id')
    return { ...shownReport(row), content: row.content as Report }
  },
  detail: ({ report_id }) => ({ report_id }),
})

/** Cases with a suspicion that was not decided against, whose walls the caller may pass. */
export const listReportable = defineOperation({
  action: 'report.list-cases',
  resource: 'Suspicions',
  personal: true,
  changes: false,
  async run({ transaction, caller }: Work, _: Record<never, never>) {
    const rows = await transaction
      .select({ caseId: cases.caseId })
      .from(caseSuspicions)
      .innerJoin(cases, eq(cases.caseId, caseSuspicions.caseId))
      .where(and(notInArray(caseSuspicions.state, ['no_report']), caseIsOpenTo(caller)))
      .orderBy(asc(caseSuspicions.dueAt), asc(cases.caseId))
    return { items: rows.map(each => ({ case_id: each.caseId })) }
  },
})
