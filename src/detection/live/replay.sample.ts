import type { History } from '../../book/history.ts'
import type { Rows } from '../../book/memory.ts'
import { byteOrder } from '../../book/memory.ts'
import type { Row } from '../../domain/tables.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Measure } from '../../typology/plan.ts'
import { bind } from '../binding.ts'
import { valuesEverywhere } from '../lookback.ts'

/** What tests of the live evaluation share: payments in their order, and the look-back's values to hold against. */

/** The payments of known customers in the order of `(booked_at, payment_id)`. */
export function inOrder({ customers, accounts, payments }: Rows): Row<'payments'>[] {
  const people = new Set(customers.map(row => row.customer_id))
  const known = new Set(accounts.filter(row => people.has(row.customer_id)).map(row => row.account_id))
  return payments
    .filter(row => known.has(row.account_id))
    .map(row => ({ row, at: parseInstant(row.booked_at)! }))
    .sort((a, b) => a.at - b.at || byteOrder(a.row.payment_id, b.row.payment_id))
    .map(({ row }) => row)
}

/** The look-back's values of measures of any keys, one column a measure. */
export function lookBack(history: History, measures: readonly Measure[]): Float64Array[] {
  const binding = bind(history)
  const columns: Float64Array[] = []
  for (const own of Map.groupBy(measures.keys(), i => measures[i]!.key[0]!).values()) {
    const found = valuesEverywhere(
      binding,
      own.map(i => measures[i]!),
    )
    for (const [n, i] of own.entries()) columns[i] = found[n]!
  }
  return columns
}
