import { actorOf } from '../../access/caller.ts'
import type { Work } from '../../access/operation.ts'
import type { Json } from '../../domain/canonical.ts'
import { caseEvents } from '../../store/tables/casework.ts'

/** Puts into the timeline of a case what those who may know of reports did; nobody else is shown it. */
export async function recordOfReport(
  { transaction, caller, now }: Work,
  caseId: string,
  kind: string,
  detail: { readonly [name: string]: Json } = {},
): Promise<void> {
  await transaction
    .insert(caseEvents)
    .values({ caseId, happenedAt: now, actor: actorOf(caller), kind, ofReport: true, detail })
}
