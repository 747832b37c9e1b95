import type { SQL } from 'drizzle-orm'
import type { Work } from '../../../access/operation.ts'
import { and, eq, gt, isNull, lte, sql } from '../../../store/drizzle.ts'
import { keepOpenRequests } from '../../../store/tables/obligations.ts'

/** Of a query on `keep_open_requests`: those in force at an instant. The instant at which one ends is no longer in it. */
export function stands(now: number): SQL {
  const { beginsAt, endsAt, endedAt } = keepOpenRequests
  return and(isNull(endedAt), lte(beginsAt, now), gt(endsAt, now))!
}

export async function isKeptOpen({ transaction, now }: Work, customerId: string): Promise<boolean> {
  const [found] = await transaction
    .select({ id: keepOpenRequests.keepOpenId })
    .from(keepOpenRequests)
    .where(and(eq(keepOpenRequests.customerId, customerId), stands(now)))
    .limit(1)
  return found !== undefined
}

/** So that a request and an exit of one customer are not written past each other. Held until the transaction ends. */
export async function lockCustomer({ transaction }: Work, customerId: string): Promise<void> {
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(4711002, hashtext(${customerId}))`)
}
