import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { WholeAlert } from '../api/alerts.ts'
import type { TimelinePayment } from '../api/picture.ts'
import { instant, type Zone } from '../words/times.ts'
import { money } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Payments.module.css'
import { pathOf } from './path.ts'
import { Sensitive } from './Sensitive.tsx'

/** Everything that the caller may see of one payment, and which reasons it stands behind. */
export function PaymentFacts({
  payment,
  alert,
  homeCurrency,
  countryOf,
  zone,
}: {
  readonly payment: TimelinePayment | undefined
  readonly alert: WholeAlert
  readonly homeCurrency: string
  /** The name of a country by its code. */
  readonly countryOf: (code: string | null) => string | null
  readonly zone: Zone
}) {
  const text = words.alert.payments.facts
  if (payment === undefined)
    return (
      <aside className={styles.facts}>
        <p className={styles.soft}>{text.none}</p>
      </aside>
    )
  const { direction, status } = words.alert.payments
  const path = pathOf(alert)
  // Of payments behind reasons the alert itself says more.
  const more = alert.payments.find(each => each.payment_id === payment.payment_id)
  const reasons = alert.finding.reasons.filter(each => each.payment_ids.includes(payment.payment_id))
  const otherMoney = payment.currency !== homeCurrency && payment.amount_home !== null
  const facts: readonly (readonly [string, ReactNode])[] = [
    [text.amount, money(payment.amount, payment.currency)],
    ...(otherMoney ? ([[text.home, money(payment.amount_home!, homeCurrency)]] as const) : []),
    [text.booked, instant(payment.booked_at, zone, { named: true })],
    [
      text.local,
      more?.local_time || (payment.local_hour === null ? undefined : text.hour(payment.local_hour)),
    ],
    [
      text.how,
      `${direction[payment.direction]}, ${payment.rail.replaceAll('_', ' ')}, ${status[payment.status]}`,
    ],
    [text.counterparty, [payment.counterparty_name, payment.counterparty_id].filter(Boolean).join(' · ')],
    [text.country, countryOf(payment.counterparty_country)],
    [
      text.reference,
      more?.reference_text && <Sensitive key={payment.payment_id} text={more.reference_text} />,
    ],
    [text.customer, payment.customer_id],
    [text.id, payment.payment_id],
  ]
  return (
    <aside className={styles.facts} aria-live="polite">
      <Title order={3}>{text.title}</Title>
      {more?.marks.map(mark => (
        <p key={mark} className={styles.badge}>
          {text.marks[mark]}
        </p>
      ))}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || <span className={styles.soft}>{text.unknown}</span>}</dd>
          </div>
        ))}
      </dl>
      {reasons.length === 0 ? (
        <p className={styles.soft}>{text.none_of[path]}</p>
      ) : (
        <>
          <p className={styles.soft}>{text.reasons[path]}</p>
          <ul>
            {reasons.map(each => (
              <li key={each.indicator}>{each.says}</li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}
