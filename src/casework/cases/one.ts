import type { Work } from '../../access/operation.ts'
import { requireVersion } from '../../access/version.ts'
import { LapwingError } from '../../domain/errors.ts'
import { eq, sql } from '../../store/drizzle.ts'
import { cases } from '../../store/tables/casework.ts'
import type { CaseRow } from './shown.ts'

/** What every change of a case names: the case, and the version that was read where the change rests on it. */
export interface OneCase {
  readonly case_id: string
  readonly version?: number | undefined
}

/** The row, locked until the operation ends. @throws LapwingError `changed-meanwhile` */
export async function lockCase({ transaction }: Work, { case_id, version }: OneCase): Promise<CaseRow> {
  const [row] = await transaction.select().from(cases).where(eq(cases.caseId, case_id)).for('update')
  requireVersion(row!, version)
  return row!
}

/** As `lockCase`, for what may be added to open cases alone. @throws LapwingError `case-closed`, `changed-meanwhile` */
export async function lockOpenCase(work: Work, given: OneCase): Promise<CaseRow> {
  const row = await lockCase(work, given)
  if (row.state !== 'closed') return row
  throw new LapwingError('case-closed', 'This case is closed.', {
    place: 'state',
    remedy: 'Reopen it first, or open another case and link the two.',
  })
}

/** Writes what changed, under the next version. */
export async function changeRow(
  { transaction }: Work,
  caseId: string,
  next: Partial<CaseRow>,
): Promise<CaseRow> {
  const [row] = await transaction
    .update(cases)
    .set({ ...next, version: sql`${cases.version} + 1` })
    .where(eq(cases.caseId, caseId))
    .returning()
  return row!
}
