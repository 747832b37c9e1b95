import { LapwingError } from '../domain/errors.ts'
import { microsPerDay } from '../domain/time.ts'
import { and, eq, lt } from '../store/drizzle.ts'
import { answeredRequests } from '../store/tables/answeredRequests.ts'
import { actorOf } from './caller.ts'
import type { Work } from './operation.ts'

/** A request that its sender may send again (the Idempotency-Key of HTTP). */
export interface Repeatable {
  readonly key: string
  /** Of everything that was asked, so that one key stands for one request. */
  readonly requestHash: string
}

const kept = microsPerDay

/**
 * What was answered to this request within a day; absent the first time. The key is then taken: the same request at the
 * same time waits here until the first one commits.
 *
 * @throws LapwingError `key-used`, `told-once`
 */
export async function answerBefore<Output>(
  { transaction, caller, now }: Work,
  { key, requestHash }: Repeatable,
): Promise<{ readonly answer: Output } | undefined> {
  await transaction.delete(answeredRequests).where(lt(answeredRequests.answeredAt, now - kept))
  const row = { caller: actorOf(caller), idempotencyKey: key, requestHash, answeredAt: now }
  const taken = await transaction.insert(answeredRequests).values(row).onConflictDoNothing().returning()
  if (taken.length > 0) return undefined
  const [before] = await transaction.select().from(answeredRequests).where(isOf(row.caller, key))
  if (before?.requestHash !== requestHash) {
    throw new LapwingError('key-used', 'This Idempotency-Key was used for another request.', {
      place: 'Idempotency-Key',
      remedy: 'Make a new key for each new request.',
    })
  }
  if (before.answer === null) {
    throw new LapwingError('told-once', 'This was done already, and its answer is told only once.', {
      place: 'Idempotency-Key',
      remedy: 'If the answer was lost, revoke or reset what was made, and make it anew.',
    })
  }
  return { answer: before.answer as Output }
}

export async function keepAnswer(
  { transaction, caller }: Work,
  { key }: Repeatable,
  answer: unknown,
): Promise<void> {
  await transaction
    .update(answeredRequests)
    .set({ answer })
    .where(isOf(actorOf(caller), key))
}

function isOf(caller: string, key: string) {
  return and(eq(answeredRequests.caller, caller), eq(answeredRequests.idempotencyKey, key))
}
