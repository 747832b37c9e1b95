import type { Column, History } from '../book/history.ts'
import { scannableFields } from '../book/payment-fields.ts'
import type { Period } from './score.ts'

/** How a field was filled over a period: what it held, and how often it held nothing. */
export interface FieldUse {
  /** Column of payments, or of customers, by its name in the history. */
  readonly field: string
  /** Payments of the period, and those of them on which it is unknown. */
  readonly payments: number
  readonly unknown: number
  /** Every value that was seen, of fields whose values are codes and name nobody. */
  readonly values?: readonly string[]
}

/** Fields of few values that name nobody: countries, products, merchant codes. */
const coded = new Set([
  'counterparty_country',
  'ip_country',
  'residence_country',
  'product',
  'merchant_category_code',
  'rail',
  'currency',
  'payout_method',
  'customer_kind',
])

/** The use of each column that the history was read with, over the payments of a period. */
export function fieldUses(history: History, period: Period): FieldUse[] {
  const from = firstAtOrAfter(history.bookedAt, period.from)
  const to = firstAtOrAfter(history.bookedAt, period.until)
  const payments = Object.entries(history.payments)
    // Not what detection derives from others and adds.
    .filter(([name]) => scannableFields.includes(name))
    .map(([name, column]) => useOf(name, column, from, to, undefined))
  const customers = Object.entries(history.customers).map(([name, column]) =>
    useOf(name, column, from, to, history.customer),
  )
  return [...payments, ...customers].sort((a, b) => (a.field < b.field ? -1 : 1))
}

function useOf(
  field: string,
  column: Column,
  from: number,
  to: number,
  customer: Uint32Array | undefined,
): FieldUse {
  let unknown = 0
  if (column.kind === 'number') {
    for (let payment = from; payment < to; payment++) {
      const place = customer === undefined ? payment : customer[payment]!
      if (Number.isNaN(column.values[place]!)) unknown++
    }
    return { field, payments: to - from, unknown }
  }
  const { codes, dictionary } = column
  const seen = new Uint8Array(dictionary.length)
  for (let payment = from; payment < to; payment++) {
    const code = codes[customer === undefined ? payment : customer[payment]!]!
    if (code === 0) unknown++
    seen[code] = 1
  }
  const use = { field, payments: to - from, unknown }
  if (!coded.has(field)) return use
  return { ...use, values: dictionary.filter((_, code) => code !== 0 && seen[code] === 1) }
}

/** The first payment booked at or after an instant. */
function firstAtOrAfter(bookedAt: Float64Array, at: number): number {
  let low = 0
  let high = bookedAt.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (bookedAt[middle]! < at) low = middle + 1
    else high = middle
  }
  return low
}
