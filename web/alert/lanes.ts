import type { TimelinePayment } from '../api/picture.ts'

/** Payments with one counterparty, or with all that have no lane of their own. */
export interface Lane {
  /** Absent for the others, and for payments whose counterparty is not known. */
  readonly counterparty_id: string | null
  readonly name: string | null
  readonly country: string | null
  readonly payments: readonly TimelinePayment[]
  readonly evidence: number
  /** How many counterparties share it. */
  readonly counterparties: number
}

/**
 * A lane for each of the counterparties that matter most: those with most evidence, then with most payments; and one for all
 * others.
 */
export function lanesOf(payments: readonly TimelinePayment[], most: number): readonly Lane[] {
  const groups = Map.groupBy(payments, each => each.counterparty_id ?? each.counterparty_name ?? '')
  const lanes = [...groups.values()]
    .map(laneOf)
    .sort((one, other) => other.evidence - one.evidence || other.payments.length - one.payments.length)
  if (lanes.length <= most) return lanes
  const others = lanes.slice(most - 1)
  return [
    ...lanes.slice(0, most - 1),
    {
      counterparty_id: null,
      name: null,
      country: null,
      payments: others.flatMap(each => each.payments),
      evidence: others.reduce((sum, each) => sum + each.evidence, 0),
      counterparties: others.length,
    },
  ]
}

function laneOf(payments: readonly TimelinePayment[]): Lane {
  const { counterparty_id } = payments[0]!
  const known = (field: 'counterparty_name' | 'counterparty_country') =>
    payments.findLast(each => each[field] !== null)?.[field] ?? null
  return {
    counterparty_id,
    name: known('counterparty_name'),
    country: known('counterparty_country'),
    payments,
    evidence: payments.filter(each => each.is_evidence).length,
    counterparties: 1,
  }
}

/** The amount to draw by: in the home currency, else as it stands, for want of a rate. */
export function sizeOf({ amount_home, amount }: TimelinePayment): number {
  return Math.abs(Number(amount_home ?? amount))
}

/** The diameter of a mark in pixels: its area goes with the amount, from 6 to 26. */
export function diameterOf(amount: number, largest: number): number {
  return 6 + 20 * Math.sqrt(largest === 0 ? 0 : Math.min(1, amount / largest))
}
