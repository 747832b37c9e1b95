import { defineOperation, type Work } from '../../access/operation.ts'
import { type EdgeKind, type NodeName, nodeKey } from '../../book/network.ts'
import { sha256 } from '../../domain/hash.ts'
import { and, eq, inArray, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, caseSubjects } from '../../store/tables/casework.ts'
import { alertIsOpenTo, findAlert, readsCase } from '../walls.ts'
import { isToProtect } from '../words.ts'

/** Asks to see what lies one step from some nodes; what is there, the book says. */
export const readNetwork = defineOperation({
  action: 'network.read',
  resource: 'Network',
  personal: true,
  changes: false,
  run: async (_: Work, asked: { readonly from: readonly NodeName[]; readonly by: readonly EdgeKind[] }) =>
    asked,
  detail: ({ from, by }) => ({ from: from.map(recorded), by }),
})

/** The subject of an alert, to begin from. */
export const subjectOfAlert = defineOperation({
  action: 'alert.read',
  resource: 'Alert',
  personal: true,
  changes: false,
  find: findAlert,
  async run(
    { transaction }: Work,
    { alert_id }: { readonly alert_id: string },
  ): Promise<readonly NodeName[]> {
    const rows = await transaction
      .select({ kind: alerts.subjectKind, id: alerts.subjectId })
      .from(alerts)
      .where(eq(alerts.alertId, alert_id))
    return rows as readonly NodeName[]
  },
})

/** The subjects of a case and of its alerts, each once. */
export const subjectsOfCase = defineOperation({
  action: 'case.read',
  ...readsCase,
  async run({ transaction }: Work, { case_id }: { readonly case_id: string }): Promise<readonly NodeName[]> {
    const ofAlerts = await transaction
      .select({ kind: alerts.subjectKind, id: alerts.subjectId })
      .from(alerts)
      .innerJoin(caseAlerts, eq(caseAlerts.alertId, alerts.alertId))
      .where(eq(caseAlerts.caseId, case_id))
    const own = await transaction
      .select({ kind: caseSubjects.kind, id: caseSubjects.subjectId })
      .from(caseSubjects)
      .where(eq(caseSubjects.caseId, case_id))
    const distinct = new Map([...ofAlerts, ...own].map(each => [nodeKey(each), each]))
    return [...distinct.values()] as readonly NodeName[]
  },
})

/** How many alerts each of some subjects has, of those that the caller may know of. */
export const alertsOnSubjects = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run(work: Work, { subjects }: { readonly subjects: readonly NodeName[] }) {
    const ids = subjects.filter(({ kind }) => kind === 'customer' || kind === 'counterparty')
    if (ids.length === 0) return []
    const counted = await work.transaction
      .select({
        kind: alerts.subjectKind,
        id: alerts.subjectId,
        count: sql<number>`count(*)::int`,
        clock: alerts.clock,
        role: alerts.role,
      })
      .from(alerts)
      .where(
        and(
          inArray(
            alerts.subjectId,
            ids.map(({ id }) => id),
          ),
          alertIsOpenTo(work.caller),
        ),
      )
      .groupBy(alerts.subjectKind, alerts.subjectId, alerts.clock, alerts.role)
    return [...Map.groupBy(counted, nodeKey).values()].map(own => ({
      kind: own[0]!.kind,
      id: own[0]!.id,
      count: own.reduce((sum, each) => sum + each.count, 0),
      to_protect: own.some(isToProtect),
    }))
  },
})

/** Values of devices and identifiers are a person's own: the chain keeps what they are known by again, and not what they are. */
export function recorded({ kind, id }: NodeName) {
  if (kind === 'customer') return { kind, id }
  return { kind, sha256: sha256(id) }
}
