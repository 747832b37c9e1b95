import { Button, Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { addTask, changeTask, readCase, type Task } from '../api/cases.ts'
import { fieldOf, instantOf, useAsk } from '../shell/AskDialog.tsx'
import { Due } from '../shell/Due.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** What is to be done: on the path of care the plan that the case began with, and whatever was added. */
export function Tasks({ whole, refresh, mayChange }: InCase) {
  const text = words.cases.tasks
  const add = useAddTask({ whole, refresh, mayChange })
  const done = whole.tasks.filter(task => task.done_at !== null).length
  const inOrder = [...whole.tasks].sort(
    (one, other) =>
      Number(one.done_at !== null) - Number(other.done_at !== null) ||
      (one.due_at ?? '9').localeCompare(other.due_at ?? '9'),
  )
  return (
    <Section
      id="tasks"
      title={whole.path === 'protection' ? text.carePlan : text.title}
      actions={
        mayChange &&
        whole.state !== 'closed' && (
          <Button variant="subtle" onClick={add}>
            {text.addShort}
          </Button>
        )
      }
    >
      {whole.tasks.length === 0 ? (
        <Empty>{text.none}</Empty>
      ) : (
        <div className={styles.progress}>
          <progress
            value={done}
            max={whole.tasks.length}
            aria-label={text.progress(done, whole.tasks.length)}
          />
          <span>{text.progress(done, whole.tasks.length)}</span>
        </div>
      )}
      <ul className={styles.tasks}>
        {inOrder.map(task => (
          <TaskRow key={task.task_id} task={task} whole={whole} refresh={refresh} mayChange={mayChange} />
        ))}
      </ul>
    </Section>
  )
}

export function useAddTask({ whole, refresh }: InCase) {
  const ask = useAsk()
  const { options } = useNames()
  const text = words.cases.tasks
  return () =>
    ask({
      title: text.add,
      fields: [
        { name: 'what', label: text.what, kind: 'text' },
        { name: 'assignee', label: text.assignee, kind: 'choice', options, optional: true },
        { name: 'due_at', label: text.due, kind: 'instant', optional: true },
      ],
      do: text.addDo,
      submit: async ({ what, assignee, due_at }) => {
        await addTask(whole.case_id, {
          what: what!,
          ...(assignee ? { assignee } : {}),
          ...(due_at ? { due_at: instantOf(due_at) } : {}),
        })
        await refresh()
      },
    })
}

function TaskRow({ task, whole, refresh, mayChange }: InCase & { readonly task: Task }) {
  const ask = useAsk()
  const [zone] = useZone()
  const [purpose] = usePurpose()
  const { nameOf, options } = useNames()
  const text = words.cases.tasks
  const tick = useMutation({
    async mutationFn() {
      await changeTask(whole.case_id, task, { done: task.done_at === null })
      await refresh()
    },
    onError: () => void refresh(),
  })
  const change = () =>
    ask({
      title: text.change,
      explains: task.what,
      fields: [
        {
          name: 'assignee',
          label: text.assignee,
          kind: 'choice',
          options,
          optional: true,
          initial: task.assignee ?? '',
        },
        {
          name: 'due_at',
          label: text.due,
          kind: 'instant',
          optional: true,
          initial: task.due_at === null ? '' : fieldOf(task.due_at),
        },
      ],
      do: text.changeDo,
      version: task.version,
      submit: async ({ assignee, due_at }, version) => {
        await changeTask(
          whole.case_id,
          { task_id: task.task_id, version },
          { ...(assignee ? { assignee } : {}), ...(due_at ? { due_at: instantOf(due_at) } : {}) },
        )
        await refresh()
      },
      meanwhile: async () => {
        const now = (await readCase(whole.case_id, purpose)).tasks.find(
          each => each.task_id === task.task_id,
        )!
        return {
          version: now.version,
          shown: (
            <p className={styles.note}>
              {text.isNow(
                now.assignee === null ? words.people.nobody : nameOf(now.assignee),
                now.due_at === null ? text.noDate : instant(now.due_at, zone, { named: true }),
                now.done_at !== null,
              )}
            </p>
          ),
        }
      },
    })
  const isDone = task.done_at !== null
  return (
    <li data-done={isDone || undefined}>
      <Checkbox
        aria-label={text.tick(task.what)}
        checked={isDone}
        disabled={!mayChange || tick.isPending}
        onChange={() => tick.mutate()}
      />
      <div>
        <div>{task.what}</div>
        <div className={styles.small}>
          {isDone ? (
            text.done(nameOf(task.done_by), instant(task.done_at!, zone))
          ) : (
            <>
              {task.due_at === null ? text.noDate : <Due at={task.due_at} urgency={pressOf(task)} />}
              {' · '}
              {task.assignee === null ? text.nobody : nameOf(task.assignee)}
            </>
          )}
        </div>
        {tick.isError && <ProblemNote problem={tick.error} />}
      </div>
      {mayChange && !isDone && (
        <Button
          className="no-print"
          variant="subtle"
          size="compact-xs"
          aria-label={`${text.changeShort}: ${task.what}`}
          onClick={change}
        >
          {text.changeShort}
        </Button>
      )}
    </li>
  )
}

/** The last third of the time that there was presses. */
export function pressOf({ added_at, due_at }: Pick<Task, 'added_at' | 'due_at'>, now = Date.now()) {
  if (due_at === null) return null
  const [from, to] = [Date.parse(added_at), Date.parse(due_at)]
  if (now >= to) return 'late'
  return to - now <= (to - from) / 3 ? 'soon' : 'in_time'
}
