import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { newId } from '../../access/secrets.ts'
import { recordOfReport } from '../../casework/cases/events.ts'
import { contentHashOf } from '../../casework/duties/approvals/approval.ts'
import { changesCase } from '../../casework/walls.ts'
import type { Json } from '../../domain/canonical.ts'
import { users } from '../../store/tables/access.ts'
import { reports } from '../../store/tables/reports.ts'
import { faultsOf } from '../drafting/checks.ts'
import { tell } from '../drafting/tell.ts'
import type { Template } from '../drafting/template.ts'
import { type GatherOptions, gather } from '../gather/gather.ts'
import type { Particulars } from '../model/particulars.ts'
import type { Report } from '../model/report.ts'
import { particularsOfCase } from './particulars.ts'
import { shownReport } from './read.ts'

export interface DraftOptions extends GatherOptions {
  readonly template: () => Template
}

export interface DraftAsked {
  readonly case_id: string
  /** Particulars of subjects from elsewhere, used where the case has none of the same subject. */
  readonly subjects?: Particulars['subjects'] | undefined
}

/**
 * Gathers a report from a case as it is now, tells it by the template, and keeps it as a new draft. Its id and hash are what an approval
 * is asked for; whatever changes in the case later is in another draft.
 *
 * @throws LapwingError as `gather`
 */
export function draftReport(options: DraftOptions) {
  return defineOperation({
    action: 'report.draft',
    ...changesCase,
    personal: true,
    async run(work: Work, { case_id: caseId, subjects = [] }: DraftAsked) {
      const own = await particularsOfCase(work, caseId)
      const particulars = { ...own, subjects: [...own.subjects, ...subjects] }
      const reportId = newId(work.random)
      const untold = await gather(work, { reportId, caseId }, particulars, options)
      const told = tell(untold, options.template(), particulars.statements)
      // As the store will have it: what is undefined is not there.
      const report = JSON.parse(JSON.stringify(told)) as Report
      const [row] = await work.transaction
        .insert(reports)
        .values({
          reportId,
          caseId,
          content: report,
          contentHash: contentHashOf(report as unknown as Json),
          draftedAt: work.now,
          draftedBy: actorOf(work.caller),
        })
        .returning()
      await recordOfReport(work, caseId, 'report_gathered', { report_id: reportId })
      return { ...shownReport(row!), faults: faultsOf(report, await officersOf(work)) }
    },
    detail: (_, { report_id, content_hash }) => ({ report_id, content_hash }),
  })
}

/** Full names of those who work here, which stand in no report. */
export async function officersOf({ transaction }: Work): Promise<readonly string[]> {
  const rows = await transaction.select({ name: users.fullName }).from(users)
  return rows.map(each => each.name)
}
