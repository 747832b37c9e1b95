import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { and, eq, or } from '../../store/drizzle.ts'
import { caseLinks, cases } from '../../store/tables/casework.ts'
import { caseIsOpenTo, changesCase, notThere } from '../walls.ts'
import { recordEvent } from './events.ts'
import type { OneCase } from './one.ts'

interface Linked extends OneCase {
  readonly other_case_id: string
}

/** Links two cases; both show it. @throws LapwingError `not-found`, also for one that the caller may not know of; `same-case` */
export const linkCase = defineOperation({
  action: 'case.link',
  ...changesCase,
  async run(work: Work, { case_id, other_case_id, why }: Linked & { readonly why: string }) {
    if (case_id === other_case_id) {
      throw new LapwingError('same-case', 'A case cannot be linked to itself.', {
        place: 'other_case_id',
        remedy: 'Name the other case.',
      })
    }
    await refuseUnknown(work, other_case_id)
    const link = {
      caseId: case_id,
      otherCaseId: other_case_id,
      why,
      addedAt: work.now,
      addedBy: actorOf(work.caller),
    }
    await work.transaction.insert(caseLinks).values(link).onConflictDoNothing()
    return shownLink(link, case_id)
  },
  detail: ({ other_case_id }) => ({ other_case_id }),
})

/** @throws LapwingError `not-found` */
export const unlinkCase = defineOperation({
  action: 'case.unlink',
  ...changesCase,
  async run(work: Work, { case_id, other_case_id }: Linked) {
    await refuseUnknown(work, other_case_id)
    const between = (one: string, other: string) =>
      and(eq(caseLinks.caseId, one), eq(caseLinks.otherCaseId, other))
    const [removed] = await work.transaction
      .delete(caseLinks)
      .where(or(between(case_id, other_case_id), between(other_case_id, case_id)))
      .returning()
    if (removed === undefined) throw notThere('other_case_id')
    await recordEvent(work, case_id, 'unlinked', { case_id: other_case_id, why: removed.why })
    return shownLink(removed, case_id)
  },
  detail: ({ other_case_id }) => ({ other_case_id }),
})

/** Links of the case, whichever of the two made them, to cases that the caller may know of. */
export async function linksOf({ transaction, caller }: Work, caseId: string) {
  const rows = await transaction
    .select({ link: caseLinks })
    .from(caseLinks)
    .innerJoin(
      cases,
      or(
        and(eq(caseLinks.caseId, caseId), eq(cases.caseId, caseLinks.otherCaseId)),
        and(eq(caseLinks.otherCaseId, caseId), eq(cases.caseId, caseLinks.caseId)),
      ),
    )
    .where(and(or(eq(caseLinks.caseId, caseId), eq(caseLinks.otherCaseId, caseId)), caseIsOpenTo(caller)))
    .orderBy(caseLinks.addedAt, cases.caseId)
  return rows.map(({ link }) => shownLink(link, caseId))
}

/** Nothing of the other case but its id: a case of care says nothing of what the other is about. */
function shownLink(row: typeof caseLinks.$inferSelect, seenFrom: string) {
  return {
    case_id: row.caseId === seenFrom ? row.otherCaseId : row.caseId,
    why: row.why,
    added_at: formatInstant(row.addedAt),
    added_by: row.addedBy,
  }
}

async function refuseUnknown({ transaction, caller }: Work, caseId: string): Promise<void> {
  const [found] = await transaction
    .select({ id: cases.caseId })
    .from(cases)
    .where(and(eq(cases.caseId, caseId), caseIsOpenTo(caller)))
  if (found === undefined) throw notThere('other_case_id')
}
