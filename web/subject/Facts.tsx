import { Title } from '@mantine/core'
import type { Subject } from '../api/search.ts'
import { type Fact, FactList } from '../shell/FactList.tsx'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Subject.module.css'

const adult = 18

/** Who somebody is. What is not known is left out. */
export function Facts({ subject }: { readonly subject: Subject }) {
  const text = words.subject
  const [zone] = useZone()
  const { customer, names, total, first_at, last_at } = subject
  const isMinor = customer?.age != null && customer.age < adult
  const span =
    first_at === null || last_at === null
      ? text.noSpan
      : text.span(total, day(first_at, zone), day(last_at, zone))
  const facts: readonly Fact[] = [
    [text.facts.kind, customer && (text.kinds[customer.kind] ?? customer.kind)],
    [text.facts.age, customer?.age == null ? null : text.years(customer.age)],
    [text.facts.residence, customer?.residence_country],
    [text.facts.since, customer?.customer_since && day(customer.customer_since, 'utc')],
    [text.facts.occupation, customer?.occupation],
    [text.facts.segment, customer?.segment],
    [text.facts.ties, customer?.overseas_ties.join(', ')],
    [text.facts.flags, customer?.flags.join(', ')],
    [text.facts.names, names.join(', ')],
    [text.facts.shared, subject.kind === 'counterparty' ? subject.customers : null],
    [text.facts.span, span],
  ]
  return (
    <section>
      <Title order={2}>{text.who}</Title>
      <FactList facts={facts.filter(([, value]) => value !== '' && value != null)} className={styles.facts} />
      {isMinor && <p className={styles.protect}>{text.minor}</p>}
    </section>
  )
}
