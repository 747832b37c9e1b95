import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { newId } from '../../access/secrets.ts'
import { requireVersion } from '../../access/version.ts'
import { formatInstant, formatInstantOrNull } from '../../domain/time.ts'
import { and, eq, sql } from '../../store/drizzle.ts'
import { caseTasks } from '../../store/tables/casework.ts'
import { colleague } from '../colleagues.ts'
import { changesCase, notThere } from '../walls.ts'
import { recordEvent } from './events.ts'
import { lockCase, lockOpenCase } from './one.ts'

/** @throws LapwingError `unknown-user`, `case-closed` */
export const addTask = defineOperation({
  action: 'case.add-task',
  ...changesCase,
  async run(
    work: Work,
    given: {
      readonly case_id: string
      readonly what: string
      readonly assignee?: string | undefined
      /** Microseconds since 1970 UTC. */
      readonly due_at?: number | undefined
    },
  ) {
    const { caseId } = await lockOpenCase(work, { case_id: given.case_id })
    if (given.assignee !== undefined) await colleague(work, given.assignee, 'assignee')
    const [task] = await work.transaction
      .insert(caseTasks)
      .values({
        taskId: newId(work.random),
        caseId,
        what: given.what,
        assignee: given.assignee ?? null,
        dueAt: given.due_at ?? null,
        addedAt: work.now,
        addedBy: actorOf(work.caller),
      })
      .returning()
    return shownTask(task!)
  },
  detail: (_, { task_id }) => ({ task_id }),
})

/** Gives it to somebody, puts it off, or says that it is done or not. @throws LapwingError `changed-meanwhile`, `unknown-user` */
export const changeTask = defineOperation({
  action: 'case.change-task',
  ...changesCase,
  async run(
    work: Work,
    given: {
      readonly case_id: string
      readonly task_id: string
      /** Of the task. */
      readonly version?: number | undefined
      readonly assignee?: string | undefined
      readonly due_at?: number | undefined
      readonly done?: boolean | undefined
    },
  ) {
    await lockCase(work, { case_id: given.case_id })
    const isIt = and(eq(caseTasks.caseId, given.case_id), eq(caseTasks.taskId, given.task_id))
    const [old] = await work.transaction.select().from(caseTasks).where(isIt)
    if (old === undefined) throw notThere('task_id')
    requireVersion(old, given.version)
    if (given.assignee !== undefined) await colleague(work, given.assignee, 'assignee')
    const done =
      given.done === undefined || given.done === (old.doneAt !== null)
        ? {}
        : given.done
          ? { doneAt: work.now, doneBy: actorOf(work.caller) }
          : { doneAt: null, doneBy: null }
    const [changed] = await work.transaction
      .update(caseTasks)
      .set({
        ...done,
        assignee: given.assignee ?? old.assignee,
        dueAt: given.due_at ?? old.dueAt,
        version: sql`${caseTasks.version} + 1`,
      })
      .where(isIt)
      .returning()
    await recordChange(work, old, changed!)
    return shownTask(changed!)
  },
  detail: ({ task_id, done }) => ({ task_id, ...(done === undefined ? {} : { done }) }),
})

/** Who has it, until when, and that it is not done after all: that it is done stands with the task. */
async function recordChange(work: Work, old: TaskRow, changed: TaskRow): Promise<void> {
  const [was, is] = [shownTask(old), shownTask(changed)]
  const fields = (['assignee', 'due_at'] as const).filter(name => was[name] !== is[name])
  const isReopened = was.done_at !== null && is.done_at === null
  if (fields.length === 0 && !isReopened) return
  const only = (of: typeof is) => Object.fromEntries(fields.map(name => [name, of[name]]))
  const { task_id, what } = is
  const detail = { task_id, what, was: only(was), is: only(is), ...(isReopened ? { reopened: true } : {}) }
  await recordEvent(work, old.caseId, 'task_changed', detail)
}

type TaskRow = typeof caseTasks.$inferSelect

export function shownTask(row: typeof caseTasks.$inferSelect) {
  return {
    task_id: row.taskId,
    what: row.what,
    assignee: row.assignee,
    due_at: formatInstantOrNull(row.dueAt),
    added_at: formatInstant(row.addedAt),
    added_by: row.addedBy,
    done_at: formatInstantOrNull(row.doneAt),
    done_by: row.doneBy,
    version: row.version,
  }
}
