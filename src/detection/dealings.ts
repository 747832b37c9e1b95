import type { History, TextColumn } from '../book/history.ts'
import { sharedUint32 } from '../book/shared-memory.ts'
import { partitionBy } from './partition.ts'

/**
 * For each payment, the first of its customer with its counterparty, as in `History.earlier`; none where the counterparty is
 * unknown.
 */
export function firstDealings(history: History, counterparty: TextColumn): Uint32Array {
  return firstOf(history, counterparty, undefined)
}

/** Rails on which money is sent to someone, rather than spent at a merchant or a machine. */
export const sendingRails = new Set(['transfer', 'instant', 'remittance', 'wallet', 'crypto'])

/**
 * For each payment, the first with which its customer sent money to someone in the country of its counterparty, as in
 * `History.earlier`; none where that has not happened by then, or the country is unknown.
 */
export function firstSendings(
  history: History,
  columns: Record<'country' | 'direction' | 'rail', TextColumn>,
): Uint32Array {
  const { country, direction, rail } = columns
  const out = direction.dictionary.indexOf('out')
  const sends = rail.dictionary.map(name => sendingRails.has(name))
  return firstOf(history, country, row => direction.codes[row] === out && sends[rail.codes[row]!]!)
}

/**
 * The customer's first payment of the same code that counts, as known at each payment. Walked customer by
 * customer, so that one entry a code is enough: it holds for the customer whose number stands beside it.
 */
function firstOf(
  history: History,
  { codes, dictionary }: TextColumn,
  counts: ((row: number) => boolean) | undefined,
): Uint32Array {
  const first = sharedUint32(history.paymentCount)
  const { order } = partitionBy(history.customer, history.customerCount)
  const firstOfCode = new Uint32Array(dictionary.length)
  const whose = new Int32Array(dictionary.length).fill(-1)
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!
    const code = codes[row]!
    if (code === 0) continue
    const customer = history.customer[row]!
    if (whose[code] !== customer) {
      if (counts !== undefined && !counts(row)) continue
      whose[code] = customer
      firstOfCode[code] = row + 1
    }
    first[row] = firstOfCode[code]!
  }
  return first
}
