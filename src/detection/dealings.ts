import type { History, TextColumn } from '../book/history.ts'
import { partitionBy } from './partition.ts'

/**
 * For each payment, when its customer first dealt with its counterparty (microseconds; NaN where the counterparty is
 * unknown).
 */
export function firstDealings(history: History, counterparty: TextColumn): Float64Array {
  return firstOf(history, counterparty, undefined)
}

/** Rails on which money is sent to someone, rather than spent at a merchant or a machine. */
export const sendingRails = new Set(['transfer', 'instant', 'remittance', 'wallet', 'crypto'])

/**
 * For each payment, when its customer first sent money to someone in the country of its counterparty (microseconds; NaN where
 * that has not happened by then, or the country is unknown).
 */
export function firstSendings(
  history: History,
  columns: Record<'country' | 'direction' | 'rail', TextColumn>,
): Float64Array {
  const { country, direction, rail } = columns
  const out = direction.dictionary.indexOf('out')
  const sends = rail.dictionary.map(name => sendingRails.has(name))
  return firstOf(history, country, row => direction.codes[row] === out && sends[rail.codes[row]!]!)
}

/**
 * When the customer's first payment of the same code that counts was booked, as known at each payment. Walked customer by
 * customer, so that one entry a code is enough: it holds for the customer whose number stands beside it.
 */
function firstOf(
  history: History,
  { codes, dictionary }: TextColumn,
  counts: ((row: number) => boolean) | undefined,
): Float64Array {
  const first = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  const { order } = partitionBy(history.customer, history.customerCount)
  const since = new Float64Array(dictionary.length)
  const whose = new Int32Array(dictionary.length).fill(-1)
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!
    const code = codes[row]!
    if (code === 0) continue
    const customer = history.customer[row]!
    if (whose[code] !== customer) {
      if (counts !== undefined && !counts(row)) continue
      whose[code] = customer
      since[code] = history.bookedAt[row]!
    }
    first[row] = since[code]!
  }
  return first
}
