import type { History } from '../book/history.ts'

/**
 * For each payment, when its customer first dealt with its counterparty (microseconds; NaN where the counterparty is
 * unknown). One pass over the pairs, kept in a map by customer and counterparty.
 */
export function firstDealings(history: History): Float64Array {
  const column = history.payments.counterparty
  const first = new Float64Array(new SharedArrayBuffer(history.paymentCount * 8)).fill(Number.NaN)
  if (column?.kind !== 'text') return first
  const { codes, dictionary } = column
  const seen = new Map<number, number>()
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code === 0) continue
    const pair = history.customer[row]! * dictionary.length + code
    let since = seen.get(pair)
    if (since === undefined) {
      since = history.bookedAt[row]!
      seen.set(pair, since)
    }
    first[row] = since
  }
  return first
}
