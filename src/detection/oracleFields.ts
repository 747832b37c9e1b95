import type { Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { microsPerDay, parseDate, parseInstant } from '../domain/time.ts'
import type { FieldValue } from '../typology/filter.ts'

const sends = /transfer|instant|remittance|wallet|crypto/

/** A payment of a known customer, with what it belongs to. */
export interface Known {
  readonly payment: Row<'payments'>
  readonly account: Row<'accounts'>
  readonly customer: Row<'customers'>
  /** Microseconds since 1970 UTC. */
  readonly at: number
}

/**
 * The payments that detection sees, in its order, and what each field is at them: by plain loops over the rows and nothing
 * shared with the kernel.
 */
export function knownPayments({ customers, accounts, payments, sessions = [] }: Rows, homeCurrency: string) {
  const customerOf = new Map(customers.map(customer => [customer.customer_id, customer]))
  const accountOf = new Map(accounts.map(account => [account.account_id, account]))
  const known = payments
    .filter(payment => customerOf.has(accountOf.get(payment.account_id)?.customer_id ?? ''))
    .map((payment): Known => {
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

  const before = (seen: Known) => known.slice(0, known.indexOf(seen))

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
      case 'booked_day':
        return day(at).toISOString().slice(0, 10)
      case 'local_day':
        return local?.toISOString().slice(0, 10)
      case 'tenure_days':
        return (at - parseDate(customer.customer_since)!) / microsPerDay
      case 'customer_age':
        return ageOf(customer.birth_date, day(at))
      case 'counterparty_age':
        return ageOf(holderOf(seen)?.birth_date, day(at))
      case 'counterparty_is_customer':
        return payment.counterparty_id === undefined ? undefined : holderOf(seen) !== undefined
      case 'own_account':
        return payment.counterparty_id === undefined ? undefined : holderOf(seen) === customer
      case 'account_age_days':
        return (at - parseDate(account.opened_on)!) / microsPerDay
      case 'session_country':
        return sessionOf(seen)?.ip_country
      case 'session_anonymiser':
        return sessionOf(seen)?.anonymiser
      case 'device_customers': {
        if (payment.device_id === undefined) return undefined
        const same = [...before(seen), seen].filter(other => other.payment.device_id === payment.device_id)
        return new Set(same.map(other => other.customer)).size
      }
      case 'same_amount_times':
        return payment.counterparty_id === undefined ? undefined : alike(seen).length
      case 'same_amount_days': {
        const latest = alike(seen).at(-1)
        return latest && (at - latest.at) / microsPerDay
      }
      case 'same_amount_received_days': {
        const latest = before(seen).findLast(
          other =>
            other.customer === customer && other.payment.direction === 'in' && isSameAmount(other, seen),
        )
        return latest && (at - latest.at) / microsPerDay
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
        const days = (at - known.find(same)!.at) / microsPerDay
        const tenure = (at - parseDate(customer.customer_since)!) / microsPerDay
        return days < 45 && tenure - days < 45 ? undefined : days
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

  function holderOf({ payment, at }: Known): Row<'customers'> | undefined {
    const other = accountOf.get(payment.counterparty_id ?? '')
    const isOpen = other !== undefined && parseDate(other.opened_on)! - microsPerDay < at
    return isOpen ? customerOf.get(other.customer_id) : undefined
  }

  function sessionOf({ customer, at }: Known): Row<'sessions'> | undefined {
    return sessions
      .filter(session => session.customer_id === customer.customer_id)
      .map(session => ({ session, age: at - parseInstant(session.started_at)! }))
      .filter(({ age }) => age >= 0 && age < microsPerDay)
      .sort((a, b) => a.age - b.age || (a.session.session_id < b.session.session_id ? 1 : -1))[0]?.session
  }

  function isSameAmount(one: Known, other: Known): boolean {
    const { payment } = other
    return one.payment.currency === payment.currency && Number(one.payment.amount) === Number(payment.amount)
  }

  /** Earlier payments of the same customer, counterparty, direction and amount. */
  function alike(seen: Known): Known[] {
    const { counterparty_id: other, direction } = seen.payment
    return before(seen).filter(
      ({ customer, payment }, i) =>
        other !== undefined &&
        customer === seen.customer &&
        payment.counterparty_id === other &&
        payment.direction === direction &&
        isSameAmount(known[i]!, seen),
    )
  }

  function homeAmount(payment: Row<'payments'>): number | undefined {
    if (payment.amount_home !== undefined) return Number(payment.amount_home)
    return payment.currency === homeCurrency ? Number(payment.amount) : undefined
  }

  return { known, fieldOf }
}

/** Age in whole years, by counting from birthday to birthday. */
function ageOf(birthDate: string | undefined, now: Date): number | undefined {
  if (birthDate === undefined) return undefined
  const birth = new Date(birthDate)
  const years = now.getUTCFullYear() - birth.getUTCFullYear()
  const birthday = Date.UTC(now.getUTCFullYear(), birth.getUTCMonth(), birth.getUTCDate())
  return now.getTime() < birthday ? years - 1 : years
}
