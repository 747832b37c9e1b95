import type { PaymentRecord } from '../../book/evidence.ts'
import type { Flow, ReportedPayment, Sum, Totals } from '../model/report.ts'
import { decimalOf, tenThousandths } from '../model/sum.ts'

/** So many flows are told one by one; what is beyond them is told together. */
export const flowsMax = 40

/** The amount in the home currency; undefined where it is not known. */
export function homeAmount(copy: PaymentRecord, homeCurrency: string): bigint | undefined {
  const text = copy.amount_home || (copy.currency === homeCurrency ? copy.amount : undefined)
  return text === undefined ? undefined : tenThousandths(text)
}

/** Sums both ways, from the payments themselves. */
export function totalsOf(payments: readonly ReportedPayment[], homeCurrency: string): Totals {
  const of = (direction: string) =>
    sumOf(
      payments.filter(({ copy }) => copy.direction === direction),
      homeCurrency,
    )
  return {
    out: of('out'),
    in: of('in'),
    first_at: payments[0]?.copy.booked_at ?? null,
    last_at: payments.at(-1)?.copy.booked_at ?? null,
  }
}

export function sumOf(payments: readonly ReportedPayment[], homeCurrency: string): Sum {
  const completed = payments.filter(({ copy }) => copy.status === 'completed')
  const amounts = completed
    .map(({ copy }) => homeAmount(copy, homeCurrency))
    .filter(each => each !== undefined)
  return {
    payments: completed.length,
    amount: decimalOf(
      amounts.reduce((sum, each) => sum + each, 0n),
      homeCurrency,
    ),
    without_amount: completed.length - amounts.length,
    not_completed: payments.length - completed.length,
  }
}

/** Payments by account, counterparty and direction, the largest sum first. */
export function flowsOf(payments: readonly ReportedPayment[], homeCurrency: string): readonly Flow[] {
  const groups = Map.groupBy(payments, ({ copy }) =>
    JSON.stringify([copy.account_id, copy.direction, copy.counterparty_id ?? copy.counterparty_name ?? '']),
  )
  const flows = [...groups.values()]
    .map(group => flowOf(group, homeCurrency, 1))
    .sort(
      (one, other) =>
        compare(tenThousandths(other.amount)!, tenThousandths(one.amount)!) || byFirst(one, other),
    )
  const beyond = flows.slice(flowsMax)
  if (beyond.length === 0) return flows
  const ids = new Set(beyond.flatMap(flow => flow.payment_ids))
  const rest = payments.filter(({ payment_id }) => ids.has(payment_id))
  const together = (['out', 'in'] as const).flatMap(direction => {
    const group = rest.filter(({ copy }) => copy.direction === direction)
    if (group.length === 0) return []
    return [flowOf(group, homeCurrency, beyond.filter(flow => flow.direction === direction).length)]
  })
  return [...flows.slice(0, flowsMax), ...together]
}

function flowOf(group: readonly ReportedPayment[], homeCurrency: string, counterparties: number): Flow {
  const { copy } = group[0]!
  const one = counterparties === 1
  const amounts = group
    .filter(each => each.copy.status === 'completed')
    .map(each => homeAmount(each.copy, homeCurrency))
    .filter(each => each !== undefined)
    .sort(compare)
  const amount = (value: bigint | undefined) => (value === undefined ? null : decimalOf(value, homeCurrency))
  const newest = (field: string) => (one && group.findLast(each => each.copy[field])?.copy[field]) || null
  return {
    ...sumOf(group, homeCurrency),
    customer_id: one ? copy.customer_id || null : null,
    account_id: one ? (copy.account_id ?? null) : null,
    direction: copy.direction as 'in' | 'out',
    counterparty_id: newest('counterparty_id'),
    counterparty_name: newest('counterparty_name'),
    counterparty_country: newest('counterparty_country'),
    counterparties,
    rails: [...new Set(group.map(each => each.copy.rail ?? ''))].filter(each => each !== '').sort(),
    first_at: copy.booked_at!,
    last_at: group.at(-1)!.copy.booked_at!,
    smallest: amount(amounts[0]),
    largest: amount(amounts.at(-1)),
    payment_ids: group.map(each => each.payment_id),
  }
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function byFirst(one: Flow, other: Flow): number {
  const [a, b] = [one.first_at + one.payment_ids[0], other.first_at + other.payment_ids[0]]
  return a < b ? -1 : a > b ? 1 : 0
}
