import { useQuery } from '@tanstack/react-query'
import type { WholeCase } from '../api/cases.ts'
import { readKeepOpen, readSuspicion } from '../api/duties.ts'
import { Due } from '../shell/Due.tsx'
import { useNow } from '../shell/now.ts'
import { usePurpose } from '../shell/purpose.ts'
import { age } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { pressOf } from './Tasks.tsx'
import { useTimeline } from './useCase.ts'

/** Every clock of the case, always in view. Those of reports only for whoever may know of them. */
export function Clocks({ whole, mayKnow }: { readonly whole: WholeCase; readonly mayKnow: boolean }) {
  const now = useNow(60_000)
  const text = words.cases.clocks
  const [next] = whole.tasks
    .filter(task => task.done_at === null && task.due_at !== null)
    .sort((one, other) => one.due_at!.localeCompare(other.due_at!))
  const isClosed = whole.closed_at !== null
  return (
    <dl className={styles.clocks} aria-label={text.label}>
      <div data-path={whole.path}>
        <dt>{text.path[whole.path]}</dt>
        <dd>
          {isClosed
            ? text.closedAfter(age(whole.opened_at, Date.parse(whole.closed_at!)))
            : text.since(age(whole.opened_at, now))}
        </dd>
      </div>
      {!isClosed && (
        <div>
          <dt>{text.task}</dt>
          <dd>{next === undefined ? text.noTask : <Due at={next.due_at!} urgency={pressOf(next, now)} />}</dd>
        </div>
      )}
      {mayKnow && whole.path === 'suspicion' && <ReportClock caseId={whole.case_id} />}
      {mayKnow && <KeepOpenClock caseId={whole.case_id} />}
    </dl>
  )
}

/** The suspicion of the case; null where none was formed, as its history tells whoever may know. */
export function useSuspicion(caseId: string) {
  const [purpose] = usePurpose()
  const timeline = useTimeline(caseId)
  const isFormed = timeline.data?.items.some(({ kind }) => kind === 'suspicion_formed')
  const suspicion = useQuery({
    queryKey: ['case', caseId, 'suspicion', purpose],
    queryFn: () => readSuspicion(caseId, purpose),
    enabled: isFormed === true,
  })
  return { ...suspicion, data: isFormed === false ? null : suspicion.data }
}

export function useKeepOpen(caseId: string) {
  const [purpose] = usePurpose()
  return useQuery({
    queryKey: ['case', caseId, 'keep-open', purpose],
    queryFn: () => readKeepOpen(caseId, purpose),
  })
}

function ReportClock({ caseId }: { readonly caseId: string }) {
  const { data } = useSuspicion(caseId)
  const text = words.cases.clocks
  if (data === undefined) return null
  return (
    <div>
      <dt>{text.report}</dt>
      <dd>
        {data === null ? (
          text.noSuspicion
        ) : data.urgency === null ? (
          words.cases.report.states[data.state]
        ) : (
          <Due at={data.due_at} urgency={data.urgency} />
        )}
      </dd>
    </div>
  )
}

function KeepOpenClock({ caseId }: { readonly caseId: string }) {
  const { data } = useKeepOpen(caseId)
  const [standing] = data?.items.filter(({ stands }) => stands) ?? []
  if (standing === undefined) return null
  return (
    <div>
      <dt>{words.cases.clocks.keepOpen}</dt>
      <dd>
        <Due at={standing.ends_at} urgency={standing.urgency} />
      </dd>
    </div>
  )
}
