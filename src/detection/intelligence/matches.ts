import type { Dealings } from '../../book/footprints.ts'
import { formatDecimal, parseMoney } from '../../domain/money.ts'
import { isInForce, type Selector, type SelectorType, type Tlp } from '../../domain/selectors.ts'
import { formatInstant, microsPerDay } from '../../domain/time.ts'
import type { Named } from './named.ts'

/** A customer who has dealt with something that intelligence names, or is named. The shape other programs read. */
export interface CustomerMatch {
  readonly rank: number
  readonly customer_id: string
  /** Different counterparties and own identifiers that are named, and different sources that name them. */
  readonly named_values: number
  readonly sources: number
  /** Payments with named counterparties, each once. */
  readonly payments: number
  readonly first_dealing_at: string | null
  readonly last_dealing_at: string | null
  /** Completed payments with named counterparties, decimal text in the home currency. */
  readonly paid_out: string
  readonly paid_in: string
  readonly home_currency: string
  readonly named: readonly NamedValue[]
}

/** One value and one piece of intelligence that names it. */
export interface NamedValue {
  readonly names: 'counterparty' | 'own identifier'
  /** As the institution's own book has it. */
  readonly value: string
  readonly selector_type: SelectorType
  readonly source: string
  readonly received_at: string
  readonly expires_at: string | null
  /** Days from receipt to the instant asked about. */
  readonly age_days: number
  readonly tlp: Tlp | null
  readonly typology: string | null
  readonly reference: string | null
  readonly first_dealing_at: string | null
  readonly last_dealing_at: string | null
  readonly payments: number
  readonly payments_before_receipt: number
  readonly payments_after_receipt: number
  readonly paid_out: string
  readonly paid_in: string
  readonly payments_without_amount: number
  /** Latest first. */
  readonly payment_ids: readonly string[]
  /** Of an own identifier: since when it is known to be the customer's; `null` where that is not known. */
  readonly known_since: string | null
}

/** A counterparty and one selector that names it: what `dealingsWith` is asked about. */
export interface Entry {
  readonly counterparty: string
  readonly at: number
  readonly selector: Selector
}

/** Every named counterparty with each piece of intelligence in force at the instant. */
export function entriesOf({ counterparties }: Named, at: number): Entry[] {
  return [...counterparties].flatMap(([counterparty, selectors]) =>
    selectors
      .filter(selector => isInForce(selector, at))
      .map(selector => ({ counterparty, at: selector.receivedAt, selector })),
  )
}

/**
 * Customers in the order in which a desk should look: who has most to do with what is named first, by the number of different
 * named values, of sources, of payments, then the latest dealing. `at` in microseconds since 1970 UTC.
 */
export function rankMatches(
  named: Named,
  entries: readonly Entry[],
  dealings: readonly Dealings[],
  homeCurrency: string,
  at: number,
): CustomerMatch[] {
  const found = new Map<string, NamedValue[]>()
  const add = (customer: string, value: NamedValue) => {
    const own = found.get(customer)
    if (own === undefined) found.set(customer, [value])
    else own.push(value)
  }
  for (const each of dealings) {
    if (each.customerId === undefined) continue
    const { selector } = entries[each.asked]!
    add(each.customerId, { ...told(selector, at), ...dealt(each, homeCurrency) })
  }
  for (const { customerId, value, since, selectors } of named.holdings) {
    for (const selector of selectors.filter(each => isInForce(each, at)))
      add(customerId, {
        ...told(selector, at),
        ...withoutDealings(homeCurrency),
        names: 'own identifier',
        value,
        known_since: Number.isFinite(since) ? formatInstant(since) : null,
      })
  }
  return [...found]
    .map(([customer, values]) => matchOf(customer, values, homeCurrency))
    .sort(mostFirst)
    .map((match, index) => ({ ...match, rank: index + 1 }))
}

function matchOf(customer: string, named: readonly NamedValue[], homeCurrency: string): CustomerMatch {
  const dealtWith = named.filter(({ payments }) => payments > 0)
  // A counterparty that several sources name was paid once.
  const each = [...new Map(dealtWith.map(value => [value.value, value])).values()]
  const total = (amounts: readonly string[]) =>
    decimal(
      amounts.reduce((sum, text) => sum + minorOf(text, homeCurrency), 0),
      homeCurrency,
    )
  return {
    rank: 0,
    customer_id: customer,
    named_values: new Set(named.map(({ names, value }) => `${names} ${value}`)).size,
    sources: new Set(named.map(({ source }) => source)).size,
    payments: each.reduce((sum, { payments }) => sum + payments, 0),
    first_dealing_at: each.map(({ first_dealing_at: first }) => first!).sort()[0] ?? null,
    last_dealing_at:
      each
        .map(({ last_dealing_at: last }) => last!)
        .sort()
        .at(-1) ?? null,
    paid_out: total(each.map(({ paid_out }) => paid_out)),
    paid_in: total(each.map(({ paid_in }) => paid_in)),
    home_currency: homeCurrency,
    named,
  }
}

function mostFirst(one: CustomerMatch, other: CustomerMatch): number {
  const latest = (match: CustomerMatch) => match.last_dealing_at ?? ''
  return (
    other.named_values - one.named_values ||
    other.sources - one.sources ||
    other.payments - one.payments ||
    compareTexts(latest(other), latest(one)) ||
    compareTexts(one.customer_id, other.customer_id)
  )
}

function told({ type, source, receivedAt, expiresAt, tlp, typology, reference }: Selector, at: number) {
  return {
    selector_type: type,
    source,
    received_at: formatInstant(receivedAt),
    expires_at: expiresAt === undefined ? null : formatInstant(expiresAt),
    age_days: Number(((at - receivedAt) / microsPerDay).toFixed(3)),
    tlp: tlp ?? null,
    typology: typology ?? null,
    reference: reference ?? null,
  }
}

function dealt(dealings: Dealings, homeCurrency: string) {
  const { counterparty, firstAt, lastAt, payments, paymentsBefore, paidOut, paidIn } = dealings
  return {
    names: 'counterparty' as const,
    value: counterparty,
    first_dealing_at: formatInstant(firstAt),
    last_dealing_at: formatInstant(lastAt),
    payments,
    payments_before_receipt: paymentsBefore,
    payments_after_receipt: payments - paymentsBefore,
    paid_out: decimal(minorOf(paidOut, homeCurrency), homeCurrency),
    paid_in: decimal(minorOf(paidIn, homeCurrency), homeCurrency),
    payments_without_amount: dealings.withoutAmount,
    payment_ids: dealings.paymentIds,
    known_since: null,
  }
}

function withoutDealings(homeCurrency: string) {
  return {
    first_dealing_at: null,
    last_dealing_at: null,
    payments: 0,
    payments_before_receipt: 0,
    payments_after_receipt: 0,
    paid_out: decimal(0, homeCurrency),
    paid_in: decimal(0, homeCurrency),
    payments_without_amount: 0,
    payment_ids: [],
  }
}

function minorOf(text: string, currency: string): number {
  return parseMoney(text, currency)!.minor
}

function decimal(minor: number, currency: string): string {
  return formatDecimal({ minor, currency })
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
