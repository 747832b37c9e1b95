import type { SQL } from 'drizzle-orm'
import { defineOperation, type Work } from '../../access/operation.ts'
import { and, asc, count, desc, eq, sql } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { alertIsOpenTo } from '../walls.ts'
import { isAfter, isBefore, openAndLike, type QueueFilter } from './queue.ts'

/**
 * Which alerts stand before and after one in the queue, so that whoever has decided goes on to the next. Its place is told by
 * its rank, so that it has one also where the filter no longer lets it through. Nothing but nulls where the caller may know of
 * no such alert.
 */
export const neighboursOfAlert = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run(work: Work, { alert_id, ...filter }: QueueFilter & { readonly alert_id: string }) {
    const { transaction } = work
    const like = openAndLike(work, filter)
    const [here] = await transaction
      .select({ urgency: alerts.urgency })
      .from(alerts)
      .where(and(eq(alerts.alertId, alert_id), alertIsOpenTo(work.caller)))
    const total = await countOf(work, like)
    if (here === undefined) return { previous: null, next: null, before: null, total }
    const place = { value: here.urgency, id: alert_id }
    const nearest = async (side: SQL | undefined, ...order: SQL[]) => {
      const [found] = await transaction
        .select({ id: alerts.alertId })
        .from(alerts)
        .where(and(like, side))
        .orderBy(...order)
        .limit(1)
      return found?.id ?? null
    }
    return {
      previous: await nearest(isBefore(place), asc(alerts.urgency), desc(alerts.alertId)),
      next: await nearest(isAfter(place), desc(alerts.urgency), asc(alerts.alertId)),
      before: await countOf(work, and(like, isBefore(place))),
      total,
    }
  },
})

async function countOf({ transaction }: Work, condition: SQL | undefined): Promise<number> {
  const [row] = await transaction
    .select({ count: count(sql`*`) })
    .from(alerts)
    .where(condition)
  return row!.count
}
