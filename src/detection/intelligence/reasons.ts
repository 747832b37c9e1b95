import type { History, TextColumn } from '../../book/history.ts'
import { isInForce, type Selector, type SelectorType, type Tlp } from '../../domain/selectors.ts'
import { formatInstant, microsPerDay } from '../../domain/time.ts'
import type { Engine } from '../engine.ts'
import type { Finding, FoundReason } from '../finding.ts'
import { fieldsOfMeasure } from '../program.ts'
import { namedPayments, selectorsByCode } from './columns.ts'
import type { Named } from './named.ts'
import { readsIntelligence } from './unbind.ts'

/** One piece of intelligence behind a reason. The shape other programs read. */
export interface NamedBy {
  readonly source: string
  readonly selector_type: SelectorType
  /** RFC 3339. */
  readonly received_at: string
  /** Days from its receipt to the payment at which the evidence was strongest. */
  readonly age_days: number
  readonly tlp: Tlp | null
  readonly typology: string | null
  readonly reference: string | null
  /** What it names: the other side of payments, or something of the customer's own; as the institution's book has it. */
  readonly names: 'counterparty' | 'own identifier'
  readonly value: string
  /** The customer's first and last payment with the counterparty up to then, RFC 3339. */
  readonly first_dealing_at: string | null
  readonly last_dealing_at: string | null
}

/**
 * Findings whose reasons tell on which intelligence they rest. A customer's payments with named counterparties take the place of
 * the payments that the measure looked at, which are only those at which the count was read.
 */
export function withReasonsNamed(engine: Engine, named: Named, findings: readonly Finding[]): Finding[] {
  const { history } = engine.binding
  const counterparty = history.payments.counterparty as TextColumn
  const selectors = selectorsByCode(counterparty, named)
  const payments = Map.groupBy(namedPayments(counterparty, selectors), payment => history.customer[payment]!)
  return findings.map(finding => {
    const { plan } = engine.programs[finding.program]!.plans[finding.plan]!
    const reasons = finding.reasons.map((reason): FoundReason => {
      const measure = plan.measures[plan.indicators[reason.indicator]!.measure]!
      if (!readsIntelligence(measure) || reason.value === 0) return reason
      const at = history.bookedAt[finding.strongest]!
      const fields = fieldsOfMeasure(measure)
      if (fields.has('listed_identifiers')) {
        return { ...reason, intelligence: ownNamed(history, named, finding.entity, at) }
      }
      if (plan.subject === 'counterparty') {
        const own = (selectors.get(finding.entity) ?? []).filter(selector => isInForce(selector, at))
        const value = counterparty.dictionary[finding.entity]!
        return { ...reason, intelligence: own.map(selector => namedBy(selector, at, 'counterparty', value)) }
      }
      const dealings = (payments.get(finding.entity) ?? []).filter(payment => payment <= finding.strongest)
      const known = dealtWithNamed(history, counterparty, selectors, dealings, at)
      return fields.has('listed_counterparties')
        ? { ...reason, ...known }
        : { ...reason, intelligence: known.intelligence }
    })
    return { ...finding, reasons }
  })
}

function dealtWithNamed(
  history: History,
  { codes, dictionary }: TextColumn,
  selectors: ReadonlyMap<number, readonly Selector[]>,
  dealings: readonly number[],
  at: number,
): { intelligence: NamedBy[]; payments: number[] } {
  const known = dealings.filter(payment => {
    return selectors.get(codes[payment]!)!.some(selector => isInForce(selector, at))
  })
  const byCode = Map.groupBy(known, payment => codes[payment]!)
  const intelligence = [...byCode].flatMap(([code, own]) =>
    selectors
      .get(code)!
      .filter(selector => isInForce(selector, at))
      .map(selector => namedBy(selector, at, 'counterparty', dictionary[code]!, history, own)),
  )
  return { payments: known, intelligence }
}

function ownNamed(history: History, named: Named, customer: number, at: number): NamedBy[] {
  const id = history.customerIds[customer]
  return named.holdings
    .filter(({ customerId, since }) => customerId === id && since <= at)
    .flatMap(({ value, selectors }) =>
      selectors
        .filter(selector => isInForce(selector, at))
        .map(selector => namedBy(selector, at, 'own identifier', value)),
    )
}

function namedBy(
  { source, type, receivedAt, tlp, typology, reference }: Selector,
  at: number,
  names: NamedBy['names'],
  value: string,
  history?: History,
  dealings: readonly number[] = [],
): NamedBy {
  const bookedAt = (payment: number | undefined) =>
    payment === undefined || history === undefined ? null : formatInstant(history.bookedAt[payment]!)
  return {
    source,
    selector_type: type,
    received_at: formatInstant(receivedAt),
    age_days: Number(((at - receivedAt) / microsPerDay).toFixed(3)),
    tlp: tlp ?? null,
    typology: typology ?? null,
    reference: reference ?? null,
    names,
    value,
    first_dealing_at: bookedAt(dealings[0]),
    last_dealing_at: bookedAt(dealings.at(-1)),
  }
}
