import { actorOf } from '../../access/caller.ts'
import type { Work } from '../../access/operation.ts'
import type { Json } from '../../domain/canonical.ts'
import { caseEvents } from '../../store/tables/casework.ts'

/** Puts into the timeline what no other record of the case tells: moves, changes, and what was taken out. */
export async function recordEvent(
  { transaction, caller, now }: Work,
  caseId: string,
  kind: string,
  detail: { readonly [name: string]: Json },
): Promise<void> {
  await transaction
    .insert(caseEvents)
    .values({ caseId, happenedAt: now, actor: actorOf(caller), kind, detail })
}

/** What those who may know of reports did: nobody else is shown it. */
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
