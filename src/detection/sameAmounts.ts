import { type History, makeWholeNumbers, type Numbers, type TextColumn } from '../book/history.ts'
import { sharedUint32 } from '../book/shared-memory.ts'
import { partitionBy } from './partition.ts'

/** Payments of exactly the same amount: what is paid again and again, and what is passed on as it came. */

export interface AmountColumns {
  readonly amount: TextColumn
  readonly direction: TextColumn
}

export interface RelationColumns extends AmountColumns {
  readonly counterparty: TextColumn
}

export interface Repeated {
  /** How many of the same amount and direction came before it between the two; NaN where either is unknown. */
  readonly times: Numbers
  /** The latest of them, as in `History.earlier`; none the first time. */
  readonly last: Uint32Array
}

/** For each payment, those like it between the same two. */
export function repeatedAmounts(history: History, columns: RelationColumns): Repeated {
  const { order, starts } = partitionBy(history.customer, history.customerCount)
  const times = makeWholeNumbers(history.paymentCount, mostOfOne(starts))
  const last = sharedUint32(history.paymentCount)
  const latest = new Map<number, number>()
  for (let customer = 0; customer < history.customerCount; customer++) {
    for (let place = starts[customer]!; place < starts[customer + 1]!; place++) {
      const row = order[place]!
      const relation = relationOf(columns, row)
      if (relation === 0) continue
      const before = latest.get(relation)
      times[row] = before === undefined ? 0 : times[before]! + 1
      if (before !== undefined) last[row] = before + 1
      latest.set(relation, row)
    }
    latest.clear()
  }
  return { times, last }
}

/**
 * For each payment, the last earlier one with which its customer received exactly its amount, as in `History.earlier`; none where
 * that never was.
 */
export function lastReceivedSame(history: History, { amount, direction }: AmountColumns): Uint32Array {
  const last = sharedUint32(history.paymentCount)
  const incoming = direction.dictionary.indexOf('in')
  const { order } = partitionBy(history.customer, history.customerCount)
  // One entry an amount is enough: it holds for the customer whose number stands beside it.
  const received = new Uint32Array(amount.dictionary.length)
  const whose = new Int32Array(amount.dictionary.length).fill(-1)
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!
    const code = amount.codes[row]!
    if (code === 0) continue
    const customer = history.customer[row]!
    if (whose[code] === customer) last[row] = received[code]!
    if (direction.codes[row] !== incoming) continue
    whose[code] = customer
    received[code] = row + 1
  }
  return last
}

/** A number for counterparty, amount and direction together, exact up to 2^53; 0 where one is unknown. */
function relationOf({ counterparty, amount, direction }: RelationColumns, row: number): number {
  const [other, exact, way] = [counterparty.codes[row]!, amount.codes[row]!, direction.codes[row]!]
  if (other === 0 || exact === 0 || way === 0) return 0
  return (other * amount.dictionary.length + exact) * direction.dictionary.length + way
}

/** The most payments of one customer. */
function mostOfOne(starts: Uint32Array): number {
  let most = 0
  for (let place = 1; place < starts.length; place++)
    most = Math.max(most, starts[place]! - starts[place - 1]!)
  return most
}
