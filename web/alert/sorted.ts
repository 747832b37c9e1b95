import type { TimelinePayment } from '../api/picture.ts'
import { sizeOf } from './lanes.ts'

export const columns = [
  'booked_at',
  'is_evidence',
  'amount',
  'counterparty',
  'country',
  'local_hour',
  'rail',
] as const
export type Column = (typeof columns)[number]
export interface Sorting {
  readonly column: Column
  readonly isDown: boolean
}

const keyOf: Readonly<Record<Column, (payment: TimelinePayment) => string | number | null>> = {
  booked_at: each => each.booked_at,
  local_hour: each => each.local_hour,
  amount: sizeOf,
  counterparty: each => each.counterparty_name ?? each.counterparty_id,
  country: each => each.counterparty_country,
  rail: each => each.rail,
  is_evidence: each => (each.is_evidence ? 0 : 1),
}

/** Payments by a column; what is not known stands last either way, and equal ones stay in the order of time. */
export function sortedBy(
  payments: readonly TimelinePayment[],
  { column, isDown }: Sorting,
): readonly TimelinePayment[] {
  const key = keyOf[column]
  return payments.toSorted((one, other) => {
    const [a, b] = [key(one), key(other)]
    if (a === b) return 0
    if (a === null) return 1
    if (b === null) return -1
    return (a < b ? -1 : 1) * (isDown ? -1 : 1)
  })
}
