import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { requireVersion } from '../../access/version.ts'
import { recordOfReport } from '../../casework/cases/events.ts'
import { changesCase, readsCase } from '../../casework/walls.ts'
import { formatInstantOrNull } from '../../domain/time.ts'
import { eq } from '../../store/drizzle.ts'
import { reportParticulars } from '../../store/tables/reports.ts'
import { noParticulars, type Particulars, particularsSchema } from '../model/particulars.ts'

/** What people added to a case for its report, for those who may know of it. */
export const readParticulars = defineOperation({
  action: 'report.read-particulars',
  ...readsCase,
  async run(work: Work, { case_id }: { readonly case_id: string }) {
    const row = await rowOf(work, case_id)
    return {
      case_id,
      particulars: particularsOf(row),
      changed_at: formatInstantOrNull(row?.changedAt ?? null),
      changed_by: row?.changedBy ?? null,
      version: row?.version ?? 0,
    }
  },
})

/** Replaces all of it. @throws LapwingError `changed-meanwhile` */
export const changeParticulars = defineOperation({
  action: 'report.change-particulars',
  ...changesCase,
  async run(
    work: Work,
    given: { readonly case_id: string; readonly version: number; readonly particulars: Particulars },
  ) {
    const { case_id: caseId, particulars } = given
    const old = await rowOf(work, caseId, { toChange: true })
    requireVersion({ version: old?.version ?? 0 }, given.version)
    const version = given.version + 1
    const row = { caseId, particulars, changedAt: work.now, changedBy: actorOf(work.caller), version }
    await work.transaction
      .insert(reportParticulars)
      .values(row)
      .onConflictDoUpdate({ target: reportParticulars.caseId, set: row })
    await recordOfReport(work, caseId, 'report_particulars_changed', {})
    return {
      case_id: caseId,
      particulars,
      changed_at: formatInstantOrNull(work.now),
      changed_by: row.changedBy,
      version,
    }
  },
  detail: ({ particulars }) => ({
    subjects: particulars.subjects.length,
    statements: particulars.statements.length,
  }),
})

/** As they stand now; nothing where nobody wrote any. */
export async function particularsOfCase(work: Work, caseId: string): Promise<Particulars> {
  return particularsOf(await rowOf(work, caseId))
}

function particularsOf(row: typeof reportParticulars.$inferSelect | undefined): Particulars {
  return row === undefined ? noParticulars : particularsSchema.parse(row.particulars)
}

async function rowOf({ transaction }: Work, caseId: string, { toChange = false } = {}) {
  const query = transaction.select().from(reportParticulars).where(eq(reportParticulars.caseId, caseId))
  const [row] = await (toChange ? query.for('update') : query)
  return row
}
