import { createHash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import { defineOperation, type Work } from '../../access/operation.ts'
import { and, asc, count, desc, eq, gt, gte, inArray, lt, lte, or, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts } from '../../store/tables/casework.ts'
import { type Cursor, pageOf, readCursor } from '../cursor.ts'
import type { AlertState } from '../states/alert-states.ts'
import { alertIsOpenTo } from '../walls.ts'
import { alertColumns, shownAlert } from './shown.ts'

export interface QueueFilter {
  /** Those that wait for somebody, unless told. */
  readonly states?: readonly AlertState[] | undefined
  readonly typology?: string | undefined
  readonly role?: string | undefined
  readonly clock?: 'suspicion' | 'protection' | undefined
  /** A user, or `nobody`. */
  readonly assignee?: string | undefined
  readonly subject_id?: string | undefined
  /** First arrived at this instant or before, in microseconds since 1970 UTC. */
  readonly arrived_until?: number | undefined
}

const waiting = ['new', 'claimed'] as const

/**
 * The queue. First those who may be harmed, the latest payment first of all: help is of use while it goes on. Then the others
 * by evidence and age: thirty days of waiting count as much as evidence that is ten times rarer, so that nothing is left lying
 * for ever.
 *
 * @throws LapwingError `bad-cursor`
 */
export const listAlerts = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: true,
  changes: false,
  async run(
    work: Work,
    given: QueueFilter & { readonly after?: string | undefined; readonly limit: number },
  ) {
    const rows = await work.transaction
      .select({ ...alertColumns, caseId: caseAlerts.caseId })
      .from(alerts)
      .leftJoin(caseAlerts, eq(caseAlerts.alertId, alerts.alertId))
      .where(
        and(
          openAndLike(work, given),
          given.after === undefined ? undefined : isAfter(readCursor(given.after)),
        ),
      )
      .orderBy(desc(alerts.urgency), asc(alerts.alertId))
      .limit(given.limit + 1)
    return pageOf(rows, given.limit, {
      shown: ({ caseId, ...row }) => shownAlert(row, caseId),
      cursor: row => ({ value: row.urgency, id: row.alertId }),
    })
  },
  detail: (_, { items }) => ({ alerts: items.map(each => each.alert_id) }),
})

/** How many alerts there are in each state, of those that the caller may know of. */
export const countAlerts = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run(work: Work, _: Record<never, never>) {
    const items = await work.transaction
      .select({
        state: sql<AlertState>`${alerts.state}`,
        clock: sql<'suspicion' | 'protection'>`${alerts.clock}`,
        count: count(),
      })
      .from(alerts)
      .where(alertIsOpenTo(work.caller))
      .groupBy(alerts.state, alerts.clock)
      .orderBy(alerts.state, alerts.clock)
    return { items }
  },
})

/** Another text after each change to an alert that the caller may know of; costs one look into an index. */
export const markOfQueue = defineOperation({
  action: 'alert.watch',
  resource: 'Alerts',
  personal: false,
  changes: false,
  async run(work: Work, _: Record<never, never>) {
    const isOpen = alertIsOpenTo(work.caller)
    const [newest] = await work.transaction
      .select({ at: alerts.changedAt })
      .from(alerts)
      .where(isOpen)
      .orderBy(desc(alerts.changedAt))
      .limit(1)
    // All of that instant: two changes can fall into one.
    const [latest] = await work.transaction
      .select({ count: count(), versions: sql<string>`sum(${alerts.version})::text` })
      .from(alerts)
      .where(and(eq(alerts.changedAt, newest?.at ?? -1), isOpen))
    // A hash, so that whoever reads the mark learns only that it is another.
    return {
      mark: createHash('sha256')
        .update(JSON.stringify([newest, latest]))
        .digest('base64url'),
    }
  },
})

/** Those that the caller may know of and the filter lets through. */
export function openAndLike({ caller }: Work, filter: QueueFilter): SQL | undefined {
  return and(conditionOf(filter), alertIsOpenTo(caller))
}

function conditionOf(filter: QueueFilter): SQL | undefined {
  const { states = waiting, typology, role, clock, assignee, subject_id, arrived_until } = filter
  return and(
    // Written out, and not as parameters, so that the index of waiting alerts serves it.
    states === waiting ? sql`${alerts.state} IN ('new', 'claimed')` : inArray(alerts.state, [...states]),
    typology === undefined ? undefined : eq(alerts.typology, typology),
    role === undefined ? undefined : eq(alerts.role, role),
    clock === undefined ? undefined : eq(alerts.clock, clock),
    assignee === undefined
      ? undefined
      : assignee === 'nobody'
        ? sql`${alerts.assignee} IS NULL`
        : eq(alerts.assignee, assignee),
    subject_id === undefined ? undefined : eq(alerts.subjectId, subject_id),
    arrived_until === undefined ? undefined : lte(alerts.firstArrivedAt, arrived_until),
  )
}

/** Those that stand after a place in the queue. */
export function isAfter({ value, id }: Cursor): SQL | undefined {
  return and(lte(alerts.urgency, value), or(lt(alerts.urgency, value), gt(alerts.alertId, id)))
}

/** Those that stand before it. */
export function isBefore({ value, id }: Cursor): SQL | undefined {
  return and(gte(alerts.urgency, value), or(gt(alerts.urgency, value), lt(alerts.alertId, id)))
}
