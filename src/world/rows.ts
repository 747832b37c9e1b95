import { formatDecimal } from '../domain/money.ts'
import type { Account } from './accounts.ts'
import type { Calendar } from './calendar.ts'
import type { Outcome } from './casework.ts'
import type { Customer } from './customers.ts'
import type { Identifier, Session } from './footprints.ts'
import type { Payment } from './payment.ts'
import type { TruthLine } from './truth.ts'

/** One row as cells in the order of the canonical columns; empty where nothing is known. */
export type Cells = readonly string[]

export function customerCells(customer: Customer, calendar: Calendar): Cells {
  const { person } = customer
  const organisation = person.living === 'organisation'
  const birthDay = -Math.round(person.ageYears * 365.2425) - person.birthdayDaysAgo
  const segment = organisation ? 'business' : person.living === 'child' ? 'youth' : 'retail'
  return [
    customer.customerId,
    organisation ? 'organisation' : 'person',
    organisation ? '' : calendar.date(birthDay),
    'AU',
    calendar.date(customer.sinceDay),
    person.occupation ?? '',
    segment,
    customer.declaredTies.join(';'),
    '',
  ]
}

export const accountCells = (account: Account, calendar: Calendar): Cells => [
  account.accountId,
  account.customerId,
  account.product,
  calendar.date(account.openedDay),
  '',
]

export const paymentCells = (payment: Payment): Cells => {
  const { party } = payment
  return [
    payment.paymentId,
    instant(payment.bookedAt),
    payment.accountId,
    payment.direction,
    decimal(payment.amountMinor, payment.currency),
    payment.currency,
    decimal(payment.homeMinor, 'AUD'),
    payment.rail,
    payment.status,
    party?.id ?? '',
    payment.named && party !== undefined ? party.name : '',
    party?.country ?? '',
    party?.institution ?? '',
    payment.merchantCategoryCode ?? '',
    payment.reference ?? '',
    payment.purpose ?? '',
    payment.direction === 'out' ? (party?.payout ?? '') : '',
    payment.device ?? '',
    payment.ipCountry ?? '',
    payment.offsetMinutes === undefined ? '' : String(payment.offsetMinutes),
    payment.externalReference ?? '',
  ]
}

export const sessionCells = (session: Session): Cells => [
  session.sessionId,
  session.customerId,
  instant(session.startedAt),
  session.device,
  session.ip,
  session.ipCountry,
  session.anonymiser ?? '',
]

export const identifierCells = (identifier: Identifier): Cells => [
  identifier.customerId,
  identifier.type,
  identifier.value,
]

export const outcomeCells = (outcome: Outcome): Cells => [
  outcome.customerId,
  instant(outcome.decidedAt),
  outcome.typology,
  outcome.outcome,
  'synthetic casework',
]

export const groupColumns = ['customer_id', 'gender', 'diaspora', 'look_alike'] as const

/** Groupings that none of the tables holds; organisations belong to none. `look_alike` lists the habits, or says none. */
export function groupCells({ customerId, person }: Customer, lookAlikes: readonly string[]): Cells {
  return [customerId, person.gender ?? 'none', person.origin?.code ?? 'none', lookAlikes.join('+') || 'none']
}

export const peopleColumns = ['person', 'institution', 'customer_id'] as const

/** Who is who across institutions; no institution has this. */
export const peopleCells = ({ customerId, person }: Customer, institution: string): Cells => [
  `SYN-H-${String(person.index).padStart(6, '0')}`,
  institution,
  customerId,
]

export const truthColumns = ['subject_kind', 'subject_id', 'typology', 'first_at', 'last_at'] as const

export const truthCells = (line: TruthLine): Cells => [
  line.kind,
  line.id,
  line.typology,
  instant(line.firstAt),
  instant(line.lastAt),
]

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
const dates = new Map<number, string>()

/** RFC 3339 from whole seconds; the date's text is made once a day. */
function instant(seconds: number): string {
  const day = Math.floor(seconds / 86_400)
  let date = dates.get(day)
  if (date === undefined) {
    date = new Date(day * 86_400_000).toISOString().slice(0, 10)
    dates.set(day, date)
  }
  const rest = seconds - day * 86_400
  const minutes = Math.floor(rest / 60)
  return `${date}T${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[rest % 60]}Z`
}

/** The usual two decimals without a search for the currency's. */
function decimal(minor: number, currency: string): string {
  return currency === 'AUD'
    ? `${Math.floor(minor / 100)}.${twoDigits[minor % 100]}`
    : formatDecimal({ minor, currency })
}
