import { defineOperation, type Operation, type Work } from '../../access/operation.ts'
import { requireVersion } from '../../access/version.ts'
import { LapwingError } from '../../domain/errors.ts'
import { and, asc, eq, inArray, sql } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { colleague } from '../colleagues.ts'
import { alertIsOpenTo, findAlert, notThere } from '../walls.ts'
import { type AlertRow, alertColumns, type ShownAlert, shownAlert } from './shown.ts'
import { alertAfter, type Outcome, type Triage } from './triage.ts'

/** Of one alert: the version that the person decided on, where it was read before. */
interface One {
  readonly alert_id: string
  readonly version?: number | undefined
}

/** Two people who claim at once: the first has it, and the second is told. @throws those of `alertAfter` */
export const claimAlert = triageOne('claim', (_: One) => ({ move: 'claim' }))

/** @throws LapwingError `unknown-user`, `changed-meanwhile` and those of `alertAfter` */
export const assignAlert = triageOne('assign', ({ assignee }: One & { readonly assignee: string }) => ({
  move: 'assign',
  assignee,
}))

export const releaseAlert = triageOne('release', (_: One) => ({ move: 'release' }))

interface Snooze {
  /** Microseconds since 1970 UTC. */
  readonly until: number
  readonly reason: string
}
export const snoozeAlert = triageOne('snooze', ({ until, reason }: One & Snooze) => ({
  move: 'snooze',
  until,
  reason,
}))

interface Dismissal {
  readonly reason: string
  readonly outcome: Outcome
}
export const dismissAlert = triageOne('dismiss', ({ reason, outcome }: One & Dismissal) => ({
  move: 'dismiss',
  reason,
  outcome,
}))

export const reopenAlert = triageOne('reopen', ({ reason }: One & { readonly reason: string }) => ({
  move: 'reopen',
  reason,
}))

/** Several alerts. Each has its own result; those that cannot be done stay as they are. */
interface Several {
  readonly alerts: readonly One[]
}
export const claimAlerts = triageSeveral('claim', (_: Several) => ({ move: 'claim' }))
export const snoozeAlerts = triageSeveral('snooze', ({ until, reason }: Several & Snooze) => ({
  move: 'snooze',
  until,
  reason,
}))
export const dismissAlerts = triageSeveral('dismiss', ({ reason, outcome }: Several & Dismissal) => ({
  move: 'dismiss',
  reason,
  outcome,
}))

export type Result =
  | { readonly alert_id: string; readonly done: true; readonly version: number }
  | { readonly alert_id: string; readonly done: false; readonly code: string; readonly message: string }

function triageOne<Input extends One>(
  name: Triage['move'],
  triageOf: (input: Input) => Triage,
): Operation<Input, ShownAlert> {
  return defineOperation({
    action: `alert.${name}`,
    resource: 'Alert',
    personal: false,
    changes: true,
    find: findAlert,
    async run(work: Work, input: Input) {
      const triage = triageOf(input)
      if (triage.move === 'assign') await colleague(work, triage.assignee, 'assignee')
      const [row] = await lockAlerts(work, [input.alert_id])
      return shownAlert(await change(work, row!, input, triage))
    },
    detail: (_, { state, outcome }) => ({ state, ...(outcome === null ? {} : { outcome }) }),
  })
}

function triageSeveral<Input extends Several>(
  name: Triage['move'],
  triageOf: (input: Input) => Triage,
): Operation<Input, { readonly results: readonly Result[] }> {
  return defineOperation({
    action: `alert.${name}`,
    resource: 'Alerts',
    personal: false,
    changes: true,
    async run(work: Work, input: Input): Promise<{ readonly results: readonly Result[] }> {
      const triage = triageOf(input)
      const ids = input.alerts.map(each => each.alert_id)
      const rows = new Map((await lockAlerts(work, ids)).map(row => [row.alertId, row]))
      const results: Result[] = []
      for (const one of input.alerts) {
        const result = await resultOf(one.alert_id, async () => {
          const changed = await change(work, rows.get(one.alert_id), one, triage)
          rows.set(one.alert_id, changed)
          return changed
        })
        results.push(result)
      }
      return { results }
    },
    detail: (_, { results }) => ({ alerts: results.filter(each => each.done).map(each => each.alert_id) }),
  })
}

async function resultOf(alert_id: string, work: () => Promise<AlertRow>): Promise<Result> {
  try {
    return { alert_id, done: true, version: (await work()).version }
  } catch (error) {
    if (!(error instanceof LapwingError)) throw error
    return { alert_id, done: false, code: error.code, message: error.message }
  }
}

/** Those that the caller may know of, locked in one order so that two people never wait for each other. */
export function lockAlerts({ transaction, caller }: Work, ids: readonly string[]): Promise<AlertRow[]> {
  return transaction
    .select(alertColumns)
    .from(alerts)
    .where(and(inArray(alerts.alertId, [...ids]), alertIsOpenTo(caller)))
    .orderBy(asc(alerts.alertId))
    .for('update')
}

/** Whatever throws does so before anything is written. */
async function change(
  work: Work,
  row: AlertRow | undefined,
  { version }: Pick<One, 'version'>,
  triage: Triage,
): Promise<AlertRow> {
  if (row === undefined) throw notThere('alert_id')
  requireVersion(row, version)
  const [changed] = await work.transaction
    .update(alerts)
    .set({ ...alertAfter(row, triage, work), changedAt: work.now, version: sql`${alerts.version} + 1` })
    .where(eq(alerts.alertId, row.alertId))
    .returning(alertColumns)
  return changed!
}
