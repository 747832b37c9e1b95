import type { SQL } from 'drizzle-orm'
import { defineOperation, type Work } from '../../access/operation.ts'
import { formatInstant } from '../../domain/time.ts'
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from '../../store/drizzle.ts'
import { caseAlerts, caseSubjects, cases, caseTasks } from '../../store/tables/casework.ts'
import { urgencyOf } from '../clocks/deadline.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { CasePath, CaseState } from '../states/case-states.ts'
import { caseIsOpenTo } from '../walls.ts'
import { type CaseRow, shownCase } from './shown.ts'

export interface CaseFilter {
  readonly states?: readonly CaseState[] | undefined
  readonly path?: CasePath | undefined
  readonly lead?: string | undefined
  /** Cases that have a subject of this id, of whatever kind. */
  readonly subject_id?: string | undefined
}

interface Asked extends CaseFilter {
  /** `opened`: last opened first. `due`: those with a task that has a date and is not done, the next due first. */
  readonly order?: 'opened' | 'due' | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Cases that the caller may know of, with how far their tasks are. @throws LapwingError `bad-cursor` */
export const listCases = defineOperation({
  action: 'case.list',
  resource: 'Cases',
  personal: true,
  changes: false,
  async run(work: Work, given: Asked) {
    const isDue = given.order === 'due'
    const rows = await work.transaction
      // Within another expression: of one that is selected by itself the query builder takes the names of the tables away.
      .select({ ofCase: cases, nextDue: isDue ? sql<number>`(${nextDue})` : sql<null>`NULL` })
      .from(cases)
      .where(
        and(
          conditionOf(given),
          caseIsOpenTo(work.caller),
          isDue ? and(isNull(cases.closedAt), sql`${nextDue} IS NOT NULL`) : undefined,
          isAfter(given),
        ),
      )
      .orderBy(isDue ? asc(nextDue) : desc(cases.openedAt), asc(cases.caseId))
      .limit(given.limit + 1)
    const { items, next } = pageOf(rows, given.limit, {
      shown: ({ ofCase }) => ofCase,
      cursor: ({ ofCase, nextDue: due }) => ({
        value: isDue ? Number(due) : ofCase.openedAt,
        id: ofCase.caseId,
      }),
    })
    return { items: await withProgress(work, items), next }
  },
  detail: (_, { items }) => ({ cases: items.map(each => each.case_id) }),
})

/** When the next task of the case is due that is not done; null where none has a date. */
const nextDue = sql`(SELECT min(${caseTasks.dueAt}) FROM ${caseTasks}
  WHERE ${caseTasks.caseId} = ${cases.caseId} AND ${caseTasks.doneAt} IS NULL)`

async function withProgress(work: Work, rows: readonly CaseRow[]) {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.caseId)
  const tasks = await work.transaction.select().from(caseTasks).where(inArray(caseTasks.caseId, ids))
  const alerts = await work.transaction
    .select({ caseId: caseAlerts.caseId })
    .from(caseAlerts)
    .where(inArray(caseAlerts.caseId, ids))
  const tasksOf = Map.groupBy(tasks, task => task.caseId)
  const alertsOf = Map.groupBy(alerts, alert => alert.caseId)
  return rows.map(row => {
    const own = tasksOf.get(row.caseId) ?? []
    return {
      ...shownCase(row),
      alert_count: alertsOf.get(row.caseId)?.length ?? 0,
      task_count: own.length,
      tasks_done: own.filter(task => task.doneAt !== null).length,
      next_task: row.closedAt === null ? nextOf(own, work.now) : null,
    }
  })
}

function nextOf(tasks: readonly (typeof caseTasks.$inferSelect)[], now: number) {
  const [next] = tasks
    .filter(task => task.doneAt === null && task.dueAt !== null)
    .sort((one, other) => one.dueAt! - other.dueAt!)
  if (next === undefined) return null
  const { what, addedAt, dueAt } = next
  return { what, due_at: formatInstant(dueAt!), urgency: urgencyOf(addedAt, dueAt!, now) }
}

function conditionOf({ states, path, lead, subject_id }: CaseFilter): SQL | undefined {
  return and(
    states === undefined ? undefined : inArray(cases.state, [...states]),
    path === undefined ? undefined : eq(cases.path, path),
    lead === undefined ? undefined : eq(cases.lead, lead),
    subject_id === undefined
      ? undefined
      : sql`EXISTS (SELECT 1 FROM ${caseSubjects}
          WHERE ${caseSubjects.caseId} = ${cases.caseId} AND ${caseSubjects.subjectId} = ${subject_id})`,
  )
}

function isAfter({ order, after }: Asked): SQL | undefined {
  if (after === undefined) return undefined
  const { value, id } = readCursor(after)
  if (order === 'due') return sql`(${nextDue}, ${cases.caseId}) > (${value}, ${id})`
  return and(lte(cases.openedAt, value), or(lt(cases.openedAt, value), gt(cases.caseId, id)))
}
