import type { History, TextColumn } from '../book/history.ts'

/**
 * For each payment, when its customer first dealt with its counterparty (microseconds; NaN where the counterparty is
 * unknown).
 */
export function firstDealings(history: History, counterparty: TextColumn): Float64Array {
  return firstOf(history, counterparty, undefined)
}

/** Rails on which money is sent to someone, rather than spent at a merchant or a machine. */
const sendingRails = new Set(['transfer', 'instant', 'remittance', 'wallet', 'crypto'])

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

/** When the customer's first payment of the same code that counts was booked, as known at each payment. */
function firstOf(
  history: History,
  { codes, dictionary }: TextColumn,
  counts: ((row: number) => boolean) | undefined,
): Float64Array {
  const first = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  const seen = new Map<number, number>()
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code === 0) continue
    const pair = history.customer[row]! * dictionary.length + code
    let since = seen.get(pair)
    if (since === undefined && (counts === undefined || counts(row))) {
      since = history.bookedAt[row]!
      seen.set(pair, since)
    }
    if (since !== undefined) first[row] = since
  }
  return first
}
