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

/** For each payment, how many of the same amount and direction came before it between the two; NaN where either is unknown. */
export function timesSame(history: History, columns: RelationColumns): Float64Array {
  const times = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  const before = new Map<number, number>()
  eachOfCustomer(history, before, row => {
    const relation = relationOf(columns, row)
    if (relation === 0) return
    times[row] = before.get(relation) ?? 0
    before.set(relation, times[row] + 1)
  })
  return times
}

/** For each payment, when the latest of the same amount and direction between the two was booked; NaN the first time. */
export function lastSame(history: History, columns: RelationColumns): Float64Array {
  const last = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  const before = new Map<number, number>()
  eachOfCustomer(history, before, row => {
    const relation = relationOf(columns, row)
    if (relation === 0) return
    last[row] = before.get(relation) ?? Number.NaN
    before.set(relation, history.bookedAt[row]!)
  })
  return last
}

/** For each payment, when its customer last received exactly its amount, earlier than it; NaN where that never was. */
export function lastReceivedSame(history: History, { amount, direction }: AmountColumns): Float64Array {
  const last = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  const incoming = direction.dictionary.indexOf('in')
  const received = new Map<number, number>()
  eachOfCustomer(history, received, row => {
    const code = amount.codes[row]!
    last[row] = received.get(code) ?? Number.NaN
    if (code !== 0 && direction.codes[row] === incoming) received.set(code, history.bookedAt[row]!)
  })
  return last
}

/** A number for counterparty, amount and direction together, exact up to 2^53; 0 where one is unknown. */
function relationOf({ counterparty, amount, direction }: RelationColumns, row: number): number {
  const [other, exact, way] = [counterparty.codes[row]!, amount.codes[row]!, direction.codes[row]!]
  if (other === 0 || exact === 0 || way === 0) return 0
  return (other * amount.dictionary.length + exact) * direction.dictionary.length + way
}

/** Visits the payments customer by customer, oldest first, and empties what was remembered between two customers. */
function eachOfCustomer(
  history: History,
  remembered: Map<number, number>,
  visit: (row: number) => void,
): void {
  const { order, starts } = partitionBy(history.customer, history.customerCount)
  for (let customer = 0; customer < history.customerCount; customer++) {
    for (let place = starts[customer]!; place < starts[customer + 1]!; place++) visit(order[place]!)
    remembered.clear()
  }
}
