import { Button, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WholeAlert } from '../api/alerts.ts'
import type { Neighbours } from '../api/picture.ts'
import { pages } from '../pages.ts'
import { ClockMark } from '../queue/ClockMark.tsx'
import type { View } from '../queue/filter.ts'
import { isIn } from '../queue/useQueue.ts'
import { useMe } from '../session/me.ts'
import { instant, type Zone } from '../words/times.ts'
import { count } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './AlertHead.module.css'

/** Always in view: the clock, who it is, with whom, and the way to the alerts beside it. */
export function AlertHead({
  alert,
  view,
  neighbours,
  onGo,
  now,
  zone,
  nameOf,
}: {
  readonly alert: WholeAlert
  readonly view: View
  readonly neighbours: Neighbours | undefined
  readonly onGo: (id: string) => void
  /** Milliseconds since 1970. */
  readonly now: number
  readonly zone: Zone
  readonly nameOf: (user: string) => string
}) {
  const text = words.alert
  const me = useMe()
  return (
    <header className={styles.head} data-protect={alert.to_protect || undefined}>
      <ClockMark row={alert} now={now} zone={zone} />
      <div className={styles.who}>
        <strong>{alert.subject}</strong>
        <span>
          {alert.role} · {alert.title}
        </span>
      </div>
      <div className={styles.state}>
        <strong data-state={alert.state}>{words.states[alert.state]}</strong>
        <span>
          {alert.assignee === null ? text.nobody : text.with(nameOf(alert.assignee))}
          {alert.snoozed_until !== null && ` · ${words.queue.until(instant(alert.snoozed_until, zone))}`}
          {alert.case_id !== null && <CaseOf id={alert.case_id} />}
        </span>
      </div>
      <nav className={styles.way} aria-label={words.queue.title}>
        <Link to="/network" search={{ of: `alert:${alert.alert_id}` } as never}>
          {words.network.title}
        </Link>
        <Link to="/alerts" search={view as never}>
          {text.back}
        </Link>
        <span>{placeOf(neighbours, isIn(alert, view, me.user_id))}</span>
        {(
          [
            ['k', '↑', neighbours?.previous, text.keys.previous],
            ['j', '↓', neighbours?.next, text.keys.next],
          ] as const
        ).map(([key, arrow, to, says]) => (
          <Button
            key={key}
            variant="default"
            size="compact-sm"
            disabled={!to}
            onClick={() => to && onGo(to)}
            title={says}
          >
            <VisuallyHidden>{says}</VisuallyHidden>
            <span aria-hidden="true">
              {arrow} <kbd>{key}</kbd>
            </span>
          </Button>
        ))}
      </nav>
    </header>
  )
}

function placeOf(neighbours: Neighbours | undefined, isInView: boolean): string {
  if (neighbours === undefined) return ''
  const { before, total } = neighbours
  const text = words.alert
  if (before === null || !isInView) return text.outside(count(total))
  return text.place(count(before + 1), count(total))
}

function CaseOf({ id }: { readonly id: string }) {
  const name = words.alert.inCase(id.slice(0, 8))
  if (!pages.some(page => page.path === '/cases/$id')) return ` · ${name}`
  return (
    <>
      {' · '}
      <Link to="/cases/$id" params={{ id } as never}>
        {name}
      </Link>
    </>
  )
}
