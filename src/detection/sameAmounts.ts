import type { History, TextColumn } from '../book/history.ts'
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
  readonly times: Float64Array
  /** When the latest of them was booked, microseconds; NaN the first time. */
  readonly last: Float64Array
}

/** For each payment, those like it between the same two. */
export function repeatedAmounts(history: History, columns: RelationColumns): Repeated {
  const times = unknown(history.paymentCount)
  const last = unknown(history.paymentCount)
  const { order, starts } = partitionBy(history.customer, history.customerCount)
  const latest = new Map<number, number>()
  for (let customer = 0; customer < history.customerCount; customer++) {
    for (let place = starts[customer]!; place < starts[customer + 1]!; place++) {
      const row = order[place]!
      const relation = relationOf(columns, row)
      if (relation === 0) continue
      const before = latest.get(relation)
      times[row] = before === undefined ? 0 : times[before]! + 1
      if (before !== undefined) last[row] = history.bookedAt[before]!
      latest.set(relation, row)
    }
    latest.clear()
  }
  return { times, last }
}

/** For each payment, when its customer last received exactly its amount, earlier than it; NaN where that never was. */
export function lastReceivedSame(history: History, { amount, direction }: AmountColumns): Float64Array {
  const last = unknown(history.paymentCount)
  const incoming = direction.dictionary.indexOf('in')
  const { order } = partitionBy(history.customer, history.customerCount)
  // One entry an amount is enough: it holds for the customer whose number stands beside it.
  const receivedAt = new Float64Array(amount.dictionary.length)
  const whose = new Int32Array(amount.dictionary.length).fill(-1)
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!
    const code = amount.codes[row]!
    if (code === 0) continue
    const customer = history.customer[row]!
    if (whose[code] === customer) last[row] = receivedAt[code]!
    if (direction.codes[row] !== incoming) continue
    whose[code] = customer
    receivedAt[code] = history.bookedAt[row]!
  }
  return last
}

/** A number for counterparty, amount and direction together, exact up to 2^53; 0 where one is unknown. */
function relationOf({ counterparty, amount, direction }: RelationColumns, row: number): number {
  const [other, exact, way] = [counterparty.codes[row]!, amount.codes[row]!, direction.codes[row]!]
  if (other === 0 || exact === 0 || way === 0) return 0
  return (other * amount.dictionary.length + exact) * direction.dictionary.length + way
}

function unknown(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8)).fill(Number.NaN)
}
