import { byteOrder } from '../../book/memory.ts'
import { LapwingError } from '../../domain/errors.ts'
import type { Row } from '../../domain/tables.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Measure, Plan } from '../../typology/plan.ts'
import { gateOf } from '../engine.ts'
import { meaningOf } from '../program.ts'
import type { Learnt, Seen } from './definitions.ts'
import { openEvaluation } from './evaluation.ts'
import { type FactRows, openFacts } from './facts.ts'
import { openGroupings } from './groups.ts'
import { openValues } from './values.ts'

/** The live evaluation of plans: payments one by one, as they come. */
export interface Live {
  /** Every measure of the plans once, whichever of them read it. */
  readonly measures: readonly Measure[]
  /** For each plan, where its own measures stand among them. */
  readonly places: readonly (readonly number[])[]
  /** Adds customers, accounts, identifiers and sessions as they come. */
  know(rows: FactRows): void
  /**
   * Takes the next payment in, a row that passed the checks of the table. What is answered holds until the next one.
   *
   * @throws LapwingError, and nothing is changed: `payment-late` where it comes before the last one in the order of
   *   `(booked_at, payment_id)`, `payment-repeated`, `account-unknown`, `customer-unknown`, `payment-unreadable`
   */
  observe(payment: Row<'payments'>, learnt?: Learnt): Observed
}

export interface Observed {
  /** One value a measure, NaN where it has none at the payment. */
  readonly values: Float64Array
  /** One a plan: 1 where its gate holds, so that its typology may be found at the payment. */
  readonly gates: Uint8Array
}

/**
 * Opens the live evaluation. It gives at each payment what the look-back gives there over the same history, at an amortised
 * constant cost a measure: windows are kept as state, and a payment enters and leaves each of them once.
 *
 * - A payment that is late is refused, because windows have moved on: whoever calls evaluates its subjects by look-back. The
 *   state is built anew by observing the history in order.
 * - `homeCurrency` (ISO 4217) must be that of the book.
 * - A customer, an account or an identifier that changes counts as it is now from the next payment on; a look-back sees it so throughout.
 * - Memory holds the payments of the longest finite window, and of each customer, counterparty and other key a record for
 *   good, as do the distinct texts of the fields that are read.
 */
export function openLive(
  plans: readonly Plan[],
  { homeCurrency, ...facts }: FactRows & { readonly homeCurrency: string },
): Live {
  const known = openFacts()
  known.add(facts)
  const { measures, places } = measuresOf(plans)
  const values = openValues(homeCurrency)
  const groupings = openGroupings(values)
  const found = openEvaluation(measures, plans.map(gateOf), values, groupings)
  // Fields that take the history to tell are measures too, and found first, because conditions ask for them.
  const remembered = [...values.remembered].map(([field, definition]) => ({
    place: values.placeOf(field),
    ...definition,
  }))
  const memory = openEvaluation(
    remembered.map(({ measure }) => measure),
    [],
    values,
    groupings,
  )
  const gateBits = plans.map(plan => found.conditions.bitOf(gateOf(plan)))
  const gates = new Uint8Array(plans.length)
  const observed: Observed = { values: found.values, gates }
  let last: { readonly at: number; readonly id: string } = { at: Number.NEGATIVE_INFINITY, id: '' }

  function seenOf(payment: Row<'payments'>, learnt: Learnt): Seen {
    const place = payment.payment_id
    const at = parseInstant(payment.booked_at)
    if (at === undefined) throw unreadable(place)
    if (at < last.at || (at === last.at && byteOrder(place, last.id) <= 0)) throw outOfOrder(place, last.id)
    const account = known.account(payment.account_id)
    if (account === undefined) throw unknown('account', place)
    const { row, customer } = account
    if (customer === undefined) throw unknown('customer', place)
    return { payment, at, account: row, customer, facts: known, homeCurrency, learnt }
  }

  return {
    measures,
    places,
    know: rows => known.add(rows),
    observe(payment, learnt = {}) {
      const seen = seenOf(payment, learnt)
      last = { at: seen.at, id: payment.payment_id }
      values.read(seen)
      groupings.find()
      memory.observe(seen.at)
      for (let i = 0; i < remembered.length; i++) {
        const { place, less, isUnknown } = remembered[i]!
        const value = memory.values[i]! - less
        values.numbers[place] = isUnknown?.(value, seen) ? Number.NaN : value
      }
      found.observe(seen.at)
      const { words } = found.conditions
      for (let i = 0; i < gates.length; i++) gates[i] = (words[gateBits[i]!.word]! >>> gateBits[i]!.bit) & 1
      return observed
    },
  }
}

function measuresOf(plans: readonly Plan[]) {
  const measures: Measure[] = []
  const known = new Map<string, number>()
  const places = plans.map(plan =>
    plan.measures.map(measure => {
      const meaning = meaningOf(measure)
      const place = known.get(meaning) ?? measures.push(measure) - 1
      known.set(meaning, place)
      return place
    }),
  )
  return { measures, places }
}

function outOfOrder(payment: string, last: string): LapwingError {
  if (payment === last) {
    return new LapwingError('payment-repeated', 'the payment was observed already', { place: payment })
  }
  return new LapwingError('payment-late', 'the payment comes before one that was observed already', {
    place: payment,
    remedy: 'Evaluate its customer and counterparty by look-back.',
  })
}

function unknown(what: 'account' | 'customer', place: string): LapwingError {
  return new LapwingError(`${what}-unknown`, `the ${what} of the payment is not known`, {
    place,
    remedy: `Make the ${what} known first.`,
  })
}

function unreadable(place: string): LapwingError {
  return new LapwingError('payment-unreadable', 'booked_at is not a date and time', {
    place,
    remedy: 'Check rows against the table of payments before they are observed.',
  })
}
