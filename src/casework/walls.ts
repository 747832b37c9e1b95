import type { SQL } from 'drizzle-orm'
import type { Caller } from '../access/caller.ts'
import type { Work } from '../access/operation.ts'
import type { Resource } from '../access/policy.ts'
import { LapwingError } from '../domain/errors.ts'
import { eq, sql } from '../store/drizzle.ts'
import { alerts, caseAlerts, caseMembers, cases } from '../store/tables/casework.ts'

/**
 * Need to know. A restricted case is open to its members alone, and its alerts with it: for everyone else neither exists.
 * `policies/limits.cedar` decides on one of them; for lists and counts these conditions say the same in SQL, and a test
 * holds the two together.
 */

/** Whether the caller may know of a row of `cases`. */
export function caseIsOpenTo(caller: Caller): SQL {
  return sql`(NOT ${cases.restricted} OR ${isMember(caller)})`
}

/** Whether the caller may know of a row of `alerts`. */
export function alertIsOpenTo(caller: Caller): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM ${caseAlerts} JOIN ${cases} ON ${cases.caseId} = ${caseAlerts.caseId}
    WHERE ${caseAlerts.alertId} = ${alerts.alertId} AND ${cases.restricted} AND NOT ${isMember(caller)})`
}

function isMember(caller: Caller): SQL {
  const user = caller.kind === 'user' ? caller.id : ''
  return sql`EXISTS (SELECT 1 FROM ${caseMembers}
    WHERE ${caseMembers.caseId} = ${cases.caseId} AND ${caseMembers.userId} = ${user})`
}

/** A case as the policies look at it; absent when there is none. */
export async function findCase(
  { transaction }: Work,
  { case_id }: { readonly case_id: string },
): Promise<Omit<Resource, 'type'> | undefined> {
  const [found] = await transaction
    .select({ restricted: cases.restricted })
    .from(cases)
    .where(eq(cases.caseId, case_id))
  return found && { id: case_id, attributes: await wallOf(transaction, case_id, found.restricted) }
}

/** What operations that read one case declare alike: it is found with its wall, and each read is recorded. */
export const readsCase = { resource: 'Case', personal: true, changes: false, find: findCase } as const

/** The same for those that change one, which is recorded whatever they answer. */
export const changesCase = { resource: 'Case', personal: false, changes: true, find: findCase } as const

/** An alert as the policies look at it, behind the wall of its case; absent when there is none. */
export async function findAlert(
  { transaction }: Work,
  { alert_id }: { readonly alert_id: string },
): Promise<Omit<Resource, 'type'> | undefined> {
  const [found] = await transaction
    .select({ caseId: cases.caseId, restricted: cases.restricted })
    .from(alerts)
    .leftJoin(caseAlerts, eq(caseAlerts.alertId, alerts.alertId))
    .leftJoin(cases, eq(cases.caseId, caseAlerts.caseId))
    .where(eq(alerts.alertId, alert_id))
  if (found === undefined) return undefined
  return {
    id: alert_id,
    attributes: await wallOf(transaction, found.caseId ?? '', found.restricted ?? false),
  }
}

/** Members are asked for only where they matter, so that policies meet the same question for every open case. */
async function wallOf(transaction: Work['transaction'], caseId: string, restricted: boolean) {
  if (!restricted) return { restricted, members: [] }
  const members = await transaction
    .select({ userId: caseMembers.userId })
    .from(caseMembers)
    .where(eq(caseMembers.caseId, caseId))
    .orderBy(caseMembers.userId)
  return { restricted, members: members.map(({ userId }) => ({ __entity: { type: 'User', id: userId } })) }
}

/** For what an operation meets within: said of what is behind a wall and of what is not there alike. */
export function notThere(place: string): LapwingError {
  return new LapwingError('not-found', 'There is no such thing, or it is not for you to see.', {
    place,
    remedy: 'Check its id.',
  })
}
