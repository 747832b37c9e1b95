import type { Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { microsPerDay, parseDate, parseInstant } from '../domain/time.ts'
import { evaluateFilter, type FieldValue } from '../typology/filter.ts'
import type { Measure } from '../typology/plan.ts'

const sends = /transfer|instant|remittance|wallet|crypto/

/**
 * What a measure means, by plain loops over the rows and nothing shared with the kernel. Slow on purpose: for every
 * payment it looks at every other. The kernel must give the same numbers.
 */
export function oracle(
  { customers, accounts, payments }: Rows,
  homeCurrency: string,
  measure: Measure,
): number[] {
  const customerOf = new Map(customers.map(customer => [customer.customer_id, customer]))
  const accountOf = new Map(accounts.map(account => [account.account_id, account]))
  const known = payments
    .filter(payment => customerOf.has(accountOf.get(payment.account_id)?.customer_id ?? ''))
    .map(payment => {
      const account = accountOf.get(payment.account_id)!
      return {
        payment,
        account,
        customer: customerOf.get(account.customer_id)!,
        at: parseInstant(payment.booked_at)!,
      }
    })
    .sort(
      (a, b) =>
        a.at - b.at || Buffer.compare(Buffer.from(a.payment.payment_id), Buffer.from(b.payment.payment_id)),
    )

  type Known = (typeof known)[number]
  const earlier = (seen: Known) => known.slice(0, known.indexOf(seen) + 1)

  function fieldOf(seen: Known, field: string): FieldValue {
    const { payment, account, customer, at } = seen
    const day = (instant: number) => new Date(instant / 1000)
    const local =
      payment.utc_offset_minutes === undefined
        ? undefined
        : day(at + Number(payment.utc_offset_minutes) * 60e6)
    switch (field) {
      case 'customer':
        return customer.customer_id
      case 'counterparty':
        return payment.counterparty_id
      case 'product':
        return account.product
      case 'residence_country':
        return customer.residence_country
      case 'amount_home':
        return homeAmount(payment)
      case 'round_amount':
        return Number(payment.amount) % 10 === 0
      case 'local_hour':
        return local?.getUTCHours()
      case 'local_day':
        return local?.toISOString().slice(0, 10)
      case 'tenure_days':
        return (at - parseDate(customer.customer_since)!) / microsPerDay
      case 'customer_age': {
        if (customer.birth_date === undefined) return undefined
        const [birth, now] = [new Date(customer.birth_date), day(at)]
        const years = now.getUTCFullYear() - birth.getUTCFullYear()
        const birthday = Date.UTC(now.getUTCFullYear(), birth.getUTCMonth(), birth.getUTCDate())
        return now.getTime() < birthday ? years - 1 : years
      }
      case 'cross_border':
        return payment.counterparty_country && payment.counterparty_country !== customer.residence_country
      case 'declared_tie':
        if (payment.counterparty_country === undefined || !customer.overseas_ties?.length) return undefined
        return customer.overseas_ties.includes(payment.counterparty_country)
      case 'payee_known_days': {
        if (payment.counterparty_id === undefined) return undefined
        const same = (other: Known) =>
          other.customer === customer && other.payment.counterparty_id === payment.counterparty_id
        return (at - known.find(same)!.at) / microsPerDay
      }
      case 'sent_there_days': {
        const { counterparty_country: country } = payment
        const there = known.filter(
          other => other.customer === customer && other.payment.counterparty_country === country,
        )
        const first = there.find(other => other.payment.direction === 'out' && sends.test(other.payment.rail))
        const sent =
          payment.counterparty_country !== undefined &&
          first !== undefined &&
          known.indexOf(first) <= known.indexOf(seen)
        return sent ? (at - first.at) / microsPerDay : undefined
      }
      default:
        return payment[field as 'rail']
    }
  }

  function homeAmount(payment: Row<'payments'>): number | undefined {
    if (payment.amount_home !== undefined) return Number(payment.amount_home)
    return payment.currency === homeCurrency ? Number(payment.amount) : undefined
  }

  return known.map(seen => {
    const keyOf = (other: Known) => measure.key.map(field => fieldOf(other, field))
    const key = keyOf(seen)
    if (key.some(part => part === undefined || part === '')) return Number.NaN
    const holds = (filter: Measure['where'], other: Known) =>
      evaluateFilter(filter, field => fieldOf(other, field))
    const inWindow = earlier(seen).filter(
      other =>
        other.at > seen.at - measure.windowMicros &&
        keyOf(other).every((part, i) => part === key[i]) &&
        holds(measure.where, other),
    )
    const values = inWindow.map(other => (measure.of === undefined ? 0 : fieldOf(other, measure.of)))
    const numbers = values.filter(value => typeof value === 'number' && !Number.isNaN(value)) as number[]
    const cents = numbers.reduce((total, value) => total + Math.round(value * 100), 0)
    switch (measure.operation) {
      case 'count':
        return inWindow.length
      case 'sum':
        return cents / 100
      case 'mean':
        return numbers.length === 0 ? Number.NaN : cents / (numbers.length * 100)
      case 'min':
        return numbers.length === 0 ? Number.NaN : Math.min(...numbers)
      case 'max':
        return numbers.length === 0 ? Number.NaN : Math.max(...numbers)
      case 'distinct':
        return new Set(values.filter(value => value !== undefined && value !== '')).size
      case 'first':
        return inWindow.length === 0 ? Number.NaN : (seen.at - inWindow[0]!.at) / microsPerDay
      case 'last': {
        const latest = inWindow.filter(other => other !== seen).at(-1)
        return latest === undefined ? Number.NaN : (seen.at - latest.at) / microsPerDay
      }
      case 'gap': {
        const span = (inWindow.at(-1)?.at ?? 0) - (inWindow[0]?.at ?? 0)
        return inWindow.length < 2 ? Number.NaN : span / (inWindow.length - 1) / microsPerDay
      }
      default: {
        const part = inWindow.filter(other => holds(measure.whose!, other)).length
        return inWindow.length === 0 ? Number.NaN : part / inWindow.length
      }
    }
  })
}
