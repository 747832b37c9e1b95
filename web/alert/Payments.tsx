import { Button, SegmentedControl, Skeleton, Switch, Title } from '@mantine/core'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { WholeAlert } from '../api/alerts.ts'
import type { Timeline } from '../api/picture.ts'
import { day, type Zone } from '../words/times.ts'
import { words } from '../words/words.ts'
import type { Reason } from './Indicators.tsx'
import { PaymentFacts } from './PaymentFacts.tsx'
import styles from './Payments.module.css'
import { PaymentTable } from './PaymentTable.tsx'
import { pathOf } from './path.ts'
import type { Arrangement, Span } from './TimelineChart.tsx'

// With its library in a chunk of its own.
const TimelineChart = lazy(() => import('./TimelineChart.tsx'))

/** The payments of the subject: drawn over time, listed, and one of them with all its facts. */
export function Payments({
  alert,
  timeline,
  arrangement,
  onArrangement,
  reason,
  onReason,
  zone,
}: {
  readonly alert: WholeAlert
  readonly timeline: Timeline
  readonly arrangement: Arrangement
  readonly onArrangement: (arrangement: Arrangement) => void
  /** When only the payments behind one reason are wanted. */
  readonly reason: Reason | undefined
  readonly onReason: (reason: Reason | undefined) => void
  readonly zone: Zone
}) {
  const text = words.alert.payments
  const path = pathOf(alert)
  const [chosen, setChosen] = useState<string>()
  const [onlyEvidence, setOnlyEvidence] = useState(false)
  const whole = useMemo(() => wholeOf(timeline), [timeline])
  const [span, setSpan] = useState<Span>()
  // Another picture begins with its whole period.
  const [drawn, setDrawn] = useState(0)

  const payments = useMemo(() => {
    if (reason !== undefined) {
      const ids = new Set(reason.payment_ids)
      return timeline.items.filter(each => ids.has(each.payment_id))
    }
    return onlyEvidence ? timeline.items.filter(each => each.is_evidence) : timeline.items
  }, [timeline, reason, onlyEvidence])
  const within = useMemo(() => {
    if (span === undefined) return payments
    return payments.filter(({ booked_at }) => {
      const at = Date.parse(booked_at)
      return at >= span.from && at <= span.until
    })
  }, [payments, span])

  // The payment at which the evidence was strongest is where one begins to look.
  useEffect(() => setChosen(alert.finding.strongest_payment_id), [alert.finding.strongest_payment_id])

  const evidence = timeline.items.filter(each => each.is_evidence).length
  const withoutHour = payments.filter(each => each.local_hour === null).length
  if (timeline.items.length === 0) {
    return (
      <section>
        <Title order={2}>{text.title}</Title>
        <p className={styles.soft}>{text.none}</p>
      </section>
    )
  }
  return (
    <section>
      <div className={styles.bar}>
        <Title order={2}>{text.title}</Title>
        <span className={styles.soft}>
          {text.period(day(timeline.from, zone), day(timeline.until, zone))} ·{' '}
          {text.count(within.length, timeline.total)},{' '}
          {path === 'protection' ? text.signs(evidence) : text.evidence(evidence)}
        </span>
        <div className={styles.tools}>
          {span !== undefined && (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => {
                setSpan(undefined)
                setDrawn(drawn + 1)
              }}
            >
              {text.whole}
            </Button>
          )}
          <Switch
            size="xs"
            label={text.only[path]}
            checked={onlyEvidence}
            disabled={reason !== undefined}
            onChange={event => setOnlyEvidence(event.currentTarget.checked)}
          />
          <SegmentedControl
            size="xs"
            aria-label={text.view}
            value={arrangement}
            onChange={value => onArrangement(value as Arrangement)}
            data={[
              { value: 'lanes', label: text.views.lanes },
              { value: 'hour', label: text.views.hour },
            ]}
          />
        </div>
      </div>
      {reason !== undefined && (
        <p className={styles.only}>
          {text.of(reason.says)}
          <Button variant="subtle" size="compact-xs" onClick={() => onReason(undefined)}>
            {text.clear}
          </Button>
        </p>
      )}
      {timeline.left_out > 0 && <p className={styles.soft}>{text.leftOut(timeline.left_out)}</p>}
      <div className={styles.picture}>
        <div className={styles.main}>
          <Legend path={path} arrangement={arrangement} />
          <Suspense fallback={<Skeleton height={360} />}>
            <TimelineChart
              key={drawn}
              payments={payments}
              whole={whole}
              arrangement={arrangement}
              chosen={chosen}
              zone={zone}
              onChoose={setChosen}
              onSpan={setSpan}
            />
          </Suspense>
          <p className={styles.soft}>
            {text.zoom} {arrangement === 'hour' && withoutHour > 0 && text.noHour(withoutHour)}
          </p>
        </div>
        <PaymentTable payments={within} chosen={chosen} path={path} zone={zone} onChoose={setChosen} />
        <PaymentFacts
          payment={timeline.items.find(each => each.payment_id === chosen)}
          alert={alert}
          homeCurrency={timeline.home_currency}
          countryOf={code => timeline.corridors.find(each => each.country === code)?.country_name ?? code}
          zone={zone}
        />
      </div>
    </section>
  )
}

function Legend({
  path,
  arrangement,
}: {
  readonly path: 'suspicion' | 'protection'
  readonly arrangement: Arrangement
}) {
  const text = words.alert.payments.legend
  return (
    <ul className={styles.legend}>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M6 0l6 6-6 6-6-6z" className={styles.evidence} />
        </svg>
        {text.evidence[path]}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" />
        </svg>
        {text.out}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M6 1l5 10H1z" />
        </svg>
        {text.in}
      </li>
      <li>{text.size}</li>
      {arrangement === 'hour' && (
        <li>
          <span className={styles.night} />
          {text.night}
        </li>
      )}
    </ul>
  )
}

/** The whole period with a little room, so that no mark is cut at an end. */
function wholeOf({ items, from, until }: Timeline): Span {
  const [first, last] = [items[0]?.booked_at ?? from, items.at(-1)?.booked_at ?? until].map(Date.parse)
  const room = Math.max(43_200_000, (last! - first!) * 0.015)
  return { from: first! - room, until: last! + room }
}
