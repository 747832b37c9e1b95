import { Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { WholeAlert } from '../api/alerts.ts'
import { readPicture, readTimeline } from '../api/picture.ts'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { words } from '../words/words.ts'
import { Against } from './Against.tsx'
import styles from './AlertPage.module.css'
import { Corridors } from './Corridors.tsx'
import { Families } from './Families.tsx'
import { Indicators, type Reason } from './Indicators.tsx'
import { LookAlikes } from './LookAlikes.tsx'
import { Payments } from './Payments.tsx'
import { pathOf } from './path.ts'
import { placesOf, Sources } from './Sources.tsx'
import { Strength } from './Strength.tsx'
import type { Arrangement } from './TimelineChart.tsx'

/** What there is to read, in the order in which one judges: how strong and why, the payments, where, who else, published where. */
export function Parts({ alert }: { readonly alert: WholeAlert }) {
  const text = words.alert
  const path = pathOf(alert)
  const [zone] = useZone()
  const [arrangement, setArrangement] = useState<Arrangement>('lanes')
  const [reason, setReason] = useState<Reason>()
  const { alert_id: id } = alert
  const picture = useQuery({ queryKey: ['alert', id, 'picture'], queryFn: () => readPicture(id) })
  const timeline = useQuery({ queryKey: ['alert', id, 'timeline'], queryFn: () => readTimeline(id) })

  const sections = [
    ['evidence', text.sections.evidence[path]],
    ['payments', text.sections.payments],
    ['countries', text.sections.countries],
    ['alike', text.sections.alike],
    ['sources', text.sections.sources],
  ] as const
  useKeys(text.sections.label, [
    ...sections.map(([part, name], at) => ({ keys: [String(at + 1)], says: name, run: () => goTo(part) })),
    {
      keys: ['v'],
      says: text.keys.payments,
      run: () => setArrangement(arrangement === 'lanes' ? 'hour' : 'lanes'),
    },
  ])
  // Another alert is read from its beginning.
  useEffect(() => {
    document.getElementById('content')?.scrollTo(0, 0)
  }, [])

  return (
    <article className={styles.parts}>
      <div className={styles.lead}>
        <Title order={1}>{alert.headline}</Title>
        <p className={styles.caveat}>{alert.finding.caveat}</p>
        {alert.reason !== null && (
          <p className={styles.decided}>
            <strong>{words.states[alert.state]}</strong> {alert.reason}
          </p>
        )}
        <nav className={styles.sections} aria-label={text.sections.label}>
          {sections.map(([part, name], at) => (
            <a
              key={part}
              href={`#${part}`}
              onClick={event => {
                event.preventDefault()
                goTo(part)
              }}
            >
              {name} <kbd>{at + 1}</kbd>
            </a>
          ))}
        </nav>
      </div>
      <div id="evidence" tabIndex={-1} className={styles.evidence}>
        <div className={styles.side}>
          <Strength alert={alert} picture={picture.data} />
          {picture.error ? (
            <ProblemNote problem={picture.error} again={picture.refetch} />
          ) : picture.data === undefined ? (
            <Skeleton height={220} />
          ) : (
            <Families families={picture.data.families} path={path} />
          )}
          <Against finding={alert.finding} />
        </div>
        <Indicators
          reasons={alert.finding.reasons}
          path={path}
          placeOf={placesOf(alert)}
          onShow={wanted => {
            setReason(wanted)
            goTo('payments')
          }}
        />
      </div>
      {timeline.error && <ProblemNote problem={timeline.error} again={timeline.refetch} />}
      <div id="payments" tabIndex={-1}>
        {timeline.data === undefined ? (
          !timeline.error && <Skeleton height={420} />
        ) : (
          <Payments
            alert={alert}
            timeline={timeline.data}
            arrangement={arrangement}
            onArrangement={setArrangement}
            reason={reason}
            onReason={setReason}
            zone={zone}
          />
        )}
      </div>
      <div id="countries" tabIndex={-1}>
        {timeline.data === undefined ? (
          !timeline.error && <Skeleton height={330} />
        ) : (
          <Corridors timeline={timeline.data} />
        )}
      </div>
      <div id="alike" tabIndex={-1}>
        <LookAlikes alert={alert} />
      </div>
      <div id="sources" tabIndex={-1}>
        <Sources alert={alert} />
      </div>
    </article>
  )
}

/** Shows a part, and puts the focus there, so that keys and screen readers go on from it. */
function goTo(part: string): void {
  const found = document.getElementById(part)
  found?.scrollIntoView({ block: 'start' })
  found?.focus({ preventScroll: true })
}
