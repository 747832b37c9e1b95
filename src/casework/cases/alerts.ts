import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { and, eq, inArray, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, caseSubjects } from '../../store/tables/casework.ts'
import { lockAlerts } from '../alerts/decide.ts'
import type { AlertRow } from '../alerts/shown.ts'
import { type AlertMove, type AlertState, alertMoves } from '../states/alert-states.ts'
import type { CasePath } from '../states/case-states.ts'
import { stateAfter } from '../states/moves.ts'
import { changesCase, notThere } from '../walls.ts'
import { isToProtect } from '../words.ts'
import { recordEvent } from './events.ts'
import { lockOpenCase, type OneCase } from './one.ts'
import { shownCase } from './shown.ts'

/** Escalates alerts into a case that exists. @throws LapwingError `case-closed`, `wrong-path`, `illegal-move`, `not-found` */
export const addAlerts = defineOperation({
  action: 'case.add-alerts',
  ...changesCase,
  async run(work: Work, given: OneCase & { readonly alert_ids: readonly string[] }) {
    const row = await lockOpenCase(work, given)
    await escalate(work, row.caseId, row.path as CasePath, await alertsToEscalate(work, given.alert_ids))
    return shownCase(row)
  },
  detail: ({ alert_ids }) => ({ alerts: alert_ids }),
})

/** The alert is new again. Its subject stays in the case until somebody takes it out. @throws LapwingError `not-found` */
export const removeAlert = defineOperation({
  action: 'case.remove-alert',
  ...changesCase,
  async run(work: Work, given: OneCase & { readonly alert_id: string; readonly why: string }) {
    const row = await lockOpenCase(work, given)
    const isIt = and(eq(caseAlerts.caseId, row.caseId), eq(caseAlerts.alertId, given.alert_id))
    const [removed] = await work.transaction.delete(caseAlerts).where(isIt).returning()
    if (removed === undefined) throw notThere('alert_id')
    const locked = await lockAlerts(work, [given.alert_id])
    await moveAlerts(work, locked, 'return')
    await recordEvent(work, row.caseId, 'alert_removed', { alert_id: given.alert_id, why: given.why })
    return shownCase(row)
  },
  detail: ({ alert_id }) => ({ alert_id }),
})

/** Locked, and all of them there. @throws LapwingError `not-found` */
export async function alertsToEscalate(work: Work, ids: readonly string[]): Promise<readonly AlertRow[]> {
  const found = ids.length === 0 ? [] : await lockAlerts(work, ids)
  if (found.length < new Set(ids).size) throw notThere('alert_ids')
  return found
}

/** Which path an alert belongs to: whoever may be harmed is cared for, never suspected. */
export function pathOf(alert: AlertRow): CasePath {
  return isToProtect(alert) ? 'protection' : 'suspicion'
}

/** Puts alerts and their subjects into a case. @throws LapwingError `wrong-path`, `illegal-move` */
export async function escalate(
  work: Work,
  caseId: string,
  path: CasePath,
  found: readonly AlertRow[],
): Promise<void> {
  if (found.length === 0) return
  const astray = found.find(each => pathOf(each) !== path)
  if (astray !== undefined) {
    throw new LapwingError('wrong-path', 'Alerts about people to protect have cases of their own.', {
      place: astray.alertId,
      remedy: 'Open a case for it by itself, and link the two cases where they belong together.',
    })
  }
  await moveAlerts(work, found, 'escalate')
  await work.transaction.insert(caseAlerts).values(found.map(({ alertId }) => ({ caseId, alertId })))
  const subjects = found.map(each => ({
    caseId,
    kind: each.subjectKind,
    subjectId: each.subjectId,
    role: each.role,
    addedAt: work.now,
    addedBy: actorOf(work.caller),
  }))
  await work.transaction.insert(caseSubjects).values(subjects).onConflictDoNothing()
  for (const { alertId } of found) await recordEvent(work, caseId, 'alert_added', { alert_id: alertId })
}

async function moveAlerts(work: Work, rows: readonly AlertRow[], move: AlertMove): Promise<void> {
  const [state] = rows.map(row => stateAfter(alertMoves, row.state as AlertState, move))
  if (state === undefined) return
  await work.transaction
    .update(alerts)
    .set({
      state,
      snoozedUntil: null,
      reason: null,
      changedAt: work.now,
      ...(move === 'return' ? { assignee: null } : {}),
      version: sql`${alerts.version} + 1`,
    })
    .where(
      inArray(
        alerts.alertId,
        rows.map(row => row.alertId),
      ),
    )
}
