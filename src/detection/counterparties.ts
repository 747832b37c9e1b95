import { type History, makeWholeNumbers, type Numbers, type TextColumn } from '../book/history.ts'
import { microsPerDay } from '../domain/time.ts'

/** What is known of the other side of a payment when it is an account of this institution too. */

/**
 * For each payment, the index of the customer who holds the other account; NaN where it is not an account here, or was not yet
 * opened. An account is opened on a local day, which begins up to a day before the same day does in UTC.
 */
export function holdersOf(history: History, counterparty: TextColumn): Numbers {
  const { holder, opened_on: openedOn } = history.counterparties
  const holders = makeWholeNumbers(history.paymentCount, history.customerCount)
  if (holder?.kind !== 'number' || openedOn?.kind !== 'number') return holders
  for (let row = 0; row < holders.length; row++) {
    const code = counterparty.codes[row]!
    if (history.bookedAt[row]! > openedOn.values[code]! - microsPerDay) holders[row] = holder.values[code]!
  }
  return holders
}

type FillFlags = (rows: Uint32Array, out: Uint32Array) => void

/** 1 (no) or 2 (yes): whether the other side is an account here; 0 where the counterparty is unknown. */
export function isAccountHere({ codes }: TextColumn, holders: Numbers): FillFlags {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      out[i] = codes[row] === 0 ? 0 : Number.isNaN(holders[row]!) ? 1 : 2
    }
  }
}

/** 1 (no) or 2 (yes): whether the other side is an account of the same customer; 0 where the counterparty is unknown. */
export function isOwnAccount({ customer }: History, { codes }: TextColumn, holders: Numbers): FillFlags {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      out[i] = codes[row] === 0 ? 0 : holders[row] === customer[row] ? 2 : 1
    }
  }
}
