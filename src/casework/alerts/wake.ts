import { defineOperation, type Work } from '../../access/operation.ts'
import { and, eq, lte, sql } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'

/**
 * Alerts that were put off, and whose time has come, are new again. Not recorded: whoever put them off was, with the time.
 * Answers how many woke.
 */
export const wakeAlerts = defineOperation({
  action: 'alert.arrive',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run({ transaction, now }: Work, _: Record<never, never>) {
    const woken = await transaction
      .update(alerts)
      .set({
        state: 'new',
        assignee: null,
        snoozedUntil: null,
        reason: null,
        changedAt: now,
        version: sql`${alerts.version} + 1`,
      })
      .where(and(eq(alerts.state, 'snoozed'), lte(alerts.snoozedUntil, now)))
      .returning({ alertId: alerts.alertId })
    return { woken: woken.length }
  },
})
