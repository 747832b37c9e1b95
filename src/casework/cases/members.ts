import type { Work } from '../../access/operation.ts'
import { eq } from '../../store/drizzle.ts'
import { caseMembers } from '../../store/tables/casework.ts'
import { colleague } from '../colleagues.ts'

/** Those who may know of a restricted case, by user id. */
export async function membersOf({ transaction }: Work, caseId: string): Promise<readonly string[]> {
  const rows = await transaction
    .select()
    .from(caseMembers)
    .where(eq(caseMembers.caseId, caseId))
    .orderBy(caseMembers.userId)
  return rows.map(row => row.userId)
}

/** Makes these, and nobody else, the members. @throws LapwingError `unknown-user` */
export async function keepMembers(work: Work, caseId: string, userIds: readonly string[]): Promise<void> {
  const distinct = [...new Set(userIds)]
  for (const userId of distinct) await colleague(work, userId, 'members')
  await work.transaction.delete(caseMembers).where(eq(caseMembers.caseId, caseId))
  if (distinct.length === 0) return
  await work.transaction.insert(caseMembers).values(distinct.map(userId => ({ caseId, userId })))
}
