import type { History, NumberColumn, TextColumn } from '../../book/history.ts'
import { sharedFloat64 } from '../../book/shared-memory.ts'
import { isInForce, type Selector } from '../../domain/selectors.ts'
import { partitionBy } from '../partition.ts'
import type { Named, NamedHolding } from './named.ts'

/**
 * The columns behind the fields about intelligence, as known at each payment: what was received by then and has not expired.
 * Dealings count from the payment on at which they began, so that a customer who dealt with a counterparty before it was
 * named surfaces at the first payment after. Numbers are on shared memory whose untouched pages take no room: nearly all
 * payments have nothing to do with what is named.
 */
export function withIntelligence(history: History, named: Named): History {
  const counterparty = history.payments.counterparty
  if (counterparty?.kind !== 'text')
    throw new TypeError('the history was read without the column counterparty')
  const selectors = selectorsByCode(counterparty, named)
  return {
    ...history,
    payments: {
      ...history.payments,
      counterparty_named_by: numbers(namedBy(history, counterparty, selectors)),
      listed_counterparties: numbers(listedCounterparties(history, counterparty, selectors)),
      listed_identifiers: numbers(listedIdentifiers(history, named.holdings)),
    },
  }
}

/** Whether a history was made with intelligence, be it that nothing of it is named. */
export function hasIntelligence(history: History): boolean {
  return history.payments.listed_counterparties !== undefined
}

type ByCode = ReadonlyMap<number, readonly Selector[]>

/** The selectors that name each counterparty, by its code. */
export function selectorsByCode({ dictionary }: TextColumn, { counterparties }: Named): ByCode {
  const byCode = new Map<number, readonly Selector[]>()
  if (counterparties.size === 0) return byCode
  for (const [code, text] of dictionary.entries()) {
    const selectors = counterparties.get(text)
    if (selectors !== undefined) byCode.set(code, selectors)
  }
  return byCode
}

/** The payments with a named counterparty, oldest first. */
export function namedPayments({ codes, dictionary }: TextColumn, selectors: ByCode): number[] {
  const payments: number[] = []
  if (selectors.size === 0) return payments
  const isNamed = Uint8Array.from(dictionary, (_, code) => (selectors.has(code) ? 1 : 0))
  for (let payment = 0; payment < codes.length; payment++) {
    if (isNamed[codes[payment]!] === 1) payments.push(payment)
  }
  return payments
}

/** How many sources name the counterparty; unknown where the counterparty is. */
function namedBy(history: History, counterparty: TextColumn, selectors: ByCode): Float64Array {
  const values = sharedFloat64(history.paymentCount)
  const { codes } = counterparty
  for (let payment = 0; payment < codes.length; payment++) {
    if (codes[payment] === 0) values[payment] = Number.NaN
  }
  for (const payment of namedPayments(counterparty, selectors)) {
    const at = history.bookedAt[payment]!
    const inForce = selectors.get(codes[payment]!)!.filter(selector => isInForce(selector, at))
    values[payment] = new Set(inForce.map(({ source }) => source)).size
  }
  return values
}

/** How many of the counterparties that the customer has dealt with so far are named. */
function listedCounterparties(history: History, counterparty: TextColumn, selectors: ByCode): Float64Array {
  const values = sharedFloat64(history.paymentCount)
  const dealers = namedPayments(counterparty, selectors).map(payment => history.customer[payment]!)
  eachPaymentOf(history, dealers, () => {
    const dealtWith = new Map<number, readonly Selector[]>()
    return payment => {
      const code = counterparty.codes[payment]!
      const own = selectors.get(code)
      if (own !== undefined) dealtWith.set(code, own)
      values[payment] = countInForce(dealtWith.values(), history.bookedAt[payment]!)
    }
  })
  return values
}

/** How many of the customer's own identifiers, accounts and devices are named, of those known so far. */
function listedIdentifiers(history: History, holdings: readonly NamedHolding[]): Float64Array {
  const values = sharedFloat64(history.paymentCount)
  if (holdings.length === 0) return values
  const indexOf = new Map(history.customerIds.map((id, index) => [id, index]))
  const owned = Map.groupBy(holdings, ({ customerId }) => indexOf.get(customerId) ?? -1)
  owned.delete(-1)
  eachPaymentOf(history, owned.keys(), customer => payment => {
    const at = history.bookedAt[payment]!
    const known = owned.get(customer)!.filter(({ since }) => since <= at)
    values[payment] = countInForce(
      known.map(({ selectors }) => selectors),
      at,
    )
  })
  return values
}

function countInForce(named: Iterable<readonly Selector[]>, at: number): number {
  let count = 0
  for (const selectors of named) if (selectors.some(selector => isInForce(selector, at))) count++
  return count
}

/** Calls what `begin` gives for a customer with each payment of that customer, oldest first. */
function eachPaymentOf(
  history: History,
  customers: Iterable<number>,
  begin: (customer: number) => (payment: number) => void,
): void {
  const wanted = new Uint8Array(history.customerCount)
  for (const customer of customers) wanted[customer] = 1
  if (!wanted.includes(1)) return
  const { order, starts, entities } = partitionBy(history.customer, history.customerCount, wanted)
  for (const [place, customer] of entities.entries()) {
    const visit = begin(customer)
    for (let at = starts[place]!; at < starts[place + 1]!; at++) visit(order[at]!)
  }
}

function numbers(values: Float64Array): NumberColumn {
  return { kind: 'number', values }
}
