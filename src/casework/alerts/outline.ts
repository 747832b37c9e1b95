import { defineOperation, type Work } from '../../access/operation.ts'
import { asc, count, desc, sql } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { writeCursor } from '../cursor.ts'
import { openAndLike, type QueueFilter } from './queue.ts'

/** Rows between two cursors of an outline. */
export const outlineStep = 100

/**
 * How long the queue is, where each hundred rows of it begin, and what it holds: so that a list can be scrolled to any place
 * without reading what lies before. `starts` are cursors for `listAlerts`, the first row's being none.
 */
export const outlineAlerts = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run(work: Work, filter: QueueFilter) {
    const { transaction } = work
    const condition = openAndLike(work, filter)
    const numbered = transaction
      .select({
        urgency: alerts.urgency,
        alertId: alerts.alertId,
        place: sql<number>`row_number() OVER (ORDER BY ${alerts.urgency} DESC, ${alerts.alertId})`.as(
          'place',
        ),
      })
      .from(alerts)
      .where(condition)
      .as('numbered')
    const ends = await transaction
      .select({ value: numbered.urgency, id: numbered.alertId })
      .from(numbered)
      .where(sql`${numbered.place} % ${outlineStep} = 0`)
      .orderBy(asc(numbered.place))
    const held = await transaction
      .select({
        typology: alerts.typology,
        title: sql<string>`min(${alerts.summary} ->> 'title')`,
        role: alerts.role,
        clock: sql<'suspicion' | 'protection'>`${alerts.clock}`,
        count: count(),
      })
      .from(alerts)
      .where(condition)
      .groupBy(alerts.typology, alerts.role, alerts.clock)
      .orderBy(desc(count()), asc(alerts.typology), asc(alerts.role))
    return {
      total: held.reduce((sum, each) => sum + each.count, 0),
      step: outlineStep,
      starts: ends.map(writeCursor),
      held,
    }
  },
})
