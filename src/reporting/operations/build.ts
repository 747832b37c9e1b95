import { defineOperation, type Work } from '../../access/operation.ts'
import { contentHashOf } from '../../casework/duties/approvals/approval.ts'
import { requireApproval } from '../../casework/duties/approvals/requireApproval.ts'
import { readsCase } from '../../casework/walls.ts'
import type { Json } from '../../domain/canonical.ts'
import { LapwingError } from '../../domain/errors.ts'
import { sha256 } from '../../domain/hash.ts'
import { desc, eq } from '../../store/drizzle.ts'
import { reports } from '../../store/tables/reports.ts'
import { faultsOf } from '../drafting/checks.ts'
import { type FormatName, formatOf } from '../formats/formats.ts'
import type { Report } from '../model/report.ts'
import type { SchemaPack } from '../packs/pack.ts'
import { officersOf } from './draft.ts'
import { shownReport } from './read.ts'

export interface BuildAsked {
  readonly case_id: string
  /** Without one, the newest draft. */
  readonly report_id?: string | undefined
  readonly format: FormatName
  /** Marked as not for lodging, and without an approval. */
  readonly draft: boolean
}

/**
 * Makes the file of a report, from what was drafted and approved alone. It is given out only when its genuine schema found it valid and
 * no rule of good reporting stands against it; else the answer says what a person can do.
 *
 * @throws LapwingError `no-draft`, `report-changed`, `not-approved`, `pack-missing`
 */
export function buildReport(readPacks: () => readonly SchemaPack[]) {
  return defineOperation({
    action: 'report.build',
    ...readsCase,
    async run(work: Work, { case_id, report_id, format: name, draft }: BuildAsked) {
      const rows = await work.transaction
        .select()
        .from(reports)
        .where(eq(reports.caseId, case_id))
        .orderBy(desc(reports.draftedAt), desc(reports.reportId))
      const row = report_id === undefined ? rows[0] : rows.find(each => each.reportId === report_id)
      if (row === undefined) {
        throw new LapwingError('no-draft', 'No report was drafted in this case.', {
          place: case_id,
          remedy: 'Draft one first: "lapwing reports build --draft", or in the workbench.',
        })
      }
      const report = row.content as Report
      if (contentHashOf(report as unknown as Json) !== row.contentHash) {
        throw new LapwingError('report-changed', 'This draft is no longer what was drafted.', {
          place: row.reportId,
          remedy: 'Restore the store from a backup, or draft the report anew.',
        })
      }
      if (!draft) await requireApproval(work, 'report', row.reportId, row.contentHash, case_id)
      const format = formatOf(name)
      const pack = format.packFor(report, readPacks())
      const faults = faultsOf(report, await officersOf(work))
      const written = await format.write(report, { pack, at: work.now, draft })
      const refused = faults.filter(each => each.severity === 'refuse')
      const offered = written.valid && (draft || refused.length === 0)
      const files = written.valid && offered ? written.files : []
      return {
        ...shownReport(row),
        format: name,
        draft,
        offered,
        schema: pack === undefined ? null : { edition: pack.edition, sha256: pack.hash },
        files: files.map(({ suffix, content }) => ({
          name: `${fileName(row.reportId, name, draft)}${suffix}`,
          sha256: sha256(content),
          content,
        })),
        problems: written.valid ? [] : written.problems,
        notices: written.notices,
        faults,
      }
    },
    detail: ({ format, draft }, { report_id, content_hash, offered, files, schema }) => ({
      report_id,
      content_hash,
      format,
      draft,
      offered,
      schema_sha256: schema?.sha256 ?? null,
      files: files.map(each => each.sha256),
    }),
  })
}

/** Names nobody, and says of a draft that it is one. */
function fileName(reportId: string, format: FormatName, draft: boolean): string {
  return `${draft ? 'DRAFT-not-for-lodging-' : ''}${format}-${reportId.slice(0, 12)}`
}
