import { Button, NativeSelect, SegmentedControl, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type CaseFilter, type ListedCase, readCases } from '../api/cases.ts'
import { readDueReports } from '../api/duties.ts'
import { useMe } from '../session/me.ts'
import { ColumnHeads } from '../shell/ColumnHeads.tsx'
import { Due } from '../shell/Due.tsx'
import { useKeys } from '../shell/keys.ts'
import { useNow } from '../shell/now.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { age, day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Cases.module.css'

const unclosed = 'open,investigating,deciding,caring,watching'
const views = ['open', 'mine', 'due', 'protect', 'closed'] as const
type View = (typeof views)[number] | 'reports'

/** Every case that this person may know of: whose it is, how far it is, and what presses. */
export default function CasesPage() {
  const me = useMe()
  const [view, setView] = useState<View>('open')
  const [lead, setLead] = useState('')
  const [state, setState] = useState('')
  const { options } = useNames()
  const mayKnow = me.may.includes('suspicion.list-due')
  const text = words.cases.list
  const shown: readonly View[] = mayKnow ? [...views.slice(0, 3), 'reports', ...views.slice(3)] : views
  const filter = filterOf(view, me.user_id)
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Title order={1}>{words.cases.title}</Title>
        <SegmentedControl
          size="xs"
          className={styles.views ?? ''}
          aria-label={text.views}
          value={view}
          onChange={value => setView(value as View)}
          data={shown.map(value => ({ value, label: text.view[value] }))}
        />
        {view !== 'reports' && (
          <div className={styles.filters}>
            <NativeSelect
              aria-label={text.state}
              data={[
                { value: '', label: text.anyState },
                ...Object.entries(words.cases.states).map(([value, label]) => ({ value, label })),
              ]}
              value={state}
              onChange={event => setState(event.currentTarget.value)}
              disabled={view === 'closed'}
            />
            <NativeSelect
              aria-label={text.lead}
              data={[{ value: '', label: text.anyLead }, ...options]}
              value={view === 'mine' ? me.user_id : lead}
              onChange={event => setLead(event.currentTarget.value)}
              disabled={view === 'mine'}
            />
          </div>
        )}
      </div>
      {view === 'reports' ? (
        <DueReports />
      ) : (
        <List
          filter={{
            ...filter,
            ...(state === '' || view === 'closed' ? {} : { states: state }),
            ...(lead === '' || view === 'mine' ? {} : { lead }),
          }}
        />
      )}
    </div>
  )
}

function filterOf(view: View, me: string): CaseFilter {
  switch (view) {
    case 'mine':
      return { states: unclosed, lead: me }
    case 'due':
      return { states: unclosed, order: 'due' }
    case 'protect':
      return { states: unclosed, path: 'protection', order: 'opened' }
    case 'closed':
      return { states: 'closed' }
    default:
      return { states: unclosed }
  }
}

function List({ filter }: { readonly filter: CaseFilter }) {
  const navigate = useNavigate()
  const [at, setAt] = useState(0)
  const list = useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam, signal }) => readCases(filter, pageParam, 50, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const cases = list.data?.pages.flatMap(page => page.items) ?? []
  const go = (to: number) => {
    const next = Math.max(0, Math.min(cases.length - 1, to))
    setAt(next)
    document.getElementById(`case-${next}`)?.focus()
  }
  const text = words.cases.list
  useKeys(words.cases.title, [
    {
      keys: ['j', 'ArrowDown'],
      says: text.keys.next,
      run: () => go(document.activeElement?.id.startsWith('case-') ? at + 1 : at),
    },
    { keys: ['k', 'ArrowUp'], says: text.keys.previous, run: () => go(at - 1) },
    {
      keys: ['o'],
      says: text.keys.open,
      run: () => {
        const chosen = cases[at]
        if (chosen !== undefined) void navigate({ to: '/cases/$id', params: { id: chosen.case_id } })
      },
    },
  ])
  if (list.isError) return <ProblemNote problem={list.error} again={list.refetch} />
  if (list.data === undefined) return <PageSkeleton />
  if (cases.length === 0) return <p className={styles.empty}>{text.none}</p>
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <ColumnHeads columns={text.columns} />
        <tbody>
          {cases.map((each, place) => (
            <Row key={each.case_id} listed={each} id={`case-${place}`} focused={() => setAt(place)} />
          ))}
        </tbody>
      </table>
      <div className={styles.more}>
        <span>{text.count(cases.length, list.hasNextPage)}</span>
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {text.further}
          </Button>
        )}
      </div>
    </div>
  )
}

function Row({
  listed,
  id,
  focused,
}: {
  readonly listed: ListedCase
  readonly id: string
  readonly focused: () => void
}) {
  const now = useNow(60_000)
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases
  return (
    <tr>
      <td>
        <Link id={id} to="/cases/$id" params={{ id: listed.case_id }} onFocus={focused}>
          {listed.title}
        </Link>
        <div className={styles.soft}>
          {text.list.alerts(listed.alert_count)} · {listed.jurisdiction}
          {listed.restricted && ` · ${text.walled}`}
        </div>
      </td>
      <td>
        <span className={styles.path} data-path={listed.path}>
          {text.paths[listed.path]}
        </span>
        <div className={styles.soft}>{text.states[listed.state]}</div>
      </td>
      <td>{listed.lead === null ? text.noLead : nameOf(listed.lead)}</td>
      <td>
        {listed.next_task === null ? (
          <span className={styles.soft}>{listed.closed_at === null ? text.list.nothingDue : '–'}</span>
        ) : (
          <>
            <Due at={listed.next_task.due_at} urgency={listed.next_task.urgency} />
            <div className={styles.what} title={listed.next_task.what}>
              {listed.next_task.what}
            </div>
          </>
        )}
      </td>
      <td className={styles.number}>
        {listed.task_count === 0 ? '–' : text.list.tasks(listed.tasks_done, listed.task_count)}
      </td>
      <td className={styles.nowrap} title={day(listed.opened_at, zone)}>
        {listed.closed_at === null
          ? text.list.openFor(age(listed.opened_at, now))
          : text.list.closedOn(day(listed.closed_at, zone))}
      </td>
    </tr>
  )
}

/** For whoever may know of reports: which are due, the most pressing first. */
function DueReports() {
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', 'reports'],
    queryFn: () => readDueReports(),
  })
  const text = words.cases.list
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  if (data.items.length === 0) return <p className={styles.empty}>{text.noReports}</p>
  return (
    <>
      <p className={styles.soft}>
        {text.press(data.counts.late ?? 0, data.counts.soon ?? 0, data.counts.in_time ?? 0)}
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <ColumnHeads columns={text.reportColumns} />
          <tbody>
            {data.items.map(each => (
              <tr key={each.case_id}>
                <td>
                  <Link to="/cases/$id" params={{ id: each.case_id }}>
                    {each.title}
                  </Link>
                </td>
                <td>
                  <Due at={each.due_at} urgency={each.urgency} />
                </td>
                <td>{words.cases.report.states[each.state]}</td>
                <td>{words.cases.report.toWhom(each.report, each.authority)}</td>
                <td>
                  {text.deadline[each.deadline_from]}
                  {!each.deadline_confirmed && `, ${text.unconfirmed}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.next !== null && <p className={styles.soft}>{text.moreReports}</p>}
    </>
  )
}
