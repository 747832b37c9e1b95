import { exactAmount, homeMinor } from '../../book/memory.ts'
import { merchantRails } from '../../book/payment-fields.ts'
import { decimalsOf, parseMoney } from '../../domain/money.ts'
import type { Row } from '../../domain/tables.ts'
import { formatDate, microsPerDay, parseDate } from '../../domain/time.ts'
import type { Filter, Measure, Operation } from '../../typology/plan.ts'
import { ageBands, ageNames, calendarNumber, microsPerYear, tenureBands, tenureNames } from '../ages.ts'
import { sendingRails } from '../dealings.ts'
import type { LinkField } from '../links.ts'
import { isUnsettled } from '../settling.ts'
import type { Facts, KnownCustomer } from './facts.ts'

/** One payment as it comes, with whose it is. */
export interface Seen {
  readonly payment: Row<'payments'>
  /** When it was booked: microseconds since 1970 UTC. */
  readonly at: number
  readonly account: Row<'accounts'>
  readonly customer: KnownCustomer
  readonly facts: Facts
  /** ISO 4217. */
  readonly homeCurrency: string
  readonly learnt: Learnt
}

/**
 * What is known at the payment from elsewhere, and the payment itself does not tell: the evidence on its payee in bans, how many
 * customers who stood out its customer is linked with, and what intelligence in force names. Unknown where it is not given.
 */
export interface Learnt extends Readonly<Partial<Record<'payee_evidence' | LinkField, number>>> {
  readonly listed_counterparties?: number
  readonly listed_identifiers?: number
  readonly counterparty_named_by?: number
  readonly counterparty_listed?: boolean
}

/**
 * A field of the card vocabulary at one payment; `../fields.ts` has the same over whole columns. Unknown is
 * undefined, the empty text or NaN. Numbers are in stored units: money is whole minor units.
 */
export type Definition =
  | { readonly type: 'text'; readonly read: (seen: Seen) => string | undefined }
  | { readonly type: 'number'; readonly read: (seen: Seen) => number | undefined }
  | { readonly type: 'flag'; readonly read: (seen: Seen) => boolean | undefined }
  /** A number that takes the history to tell. */
  | Remembered

/** A measure over fields of the other types, in its own unit, less so much; at some payments no value of it can be told. */
export interface Remembered {
  readonly type: 'remembered'
  readonly measure: Measure
  readonly less: number
  readonly isUnknown?: (value: number, seen: Seen) => boolean
}

type Read<T> = (seen: Seen) => T | undefined
const text = (read: Read<string>): Definition => ({ type: 'text', read })
const number = (read: Read<number>): Definition => ({ type: 'number', read })
const flag = (read: Read<boolean>): Definition => ({ type: 'flag', read })

const always: Filter = { kind: 'constant', holds: true }
const relation = ['customer', 'counterparty', 'direction', 'exact_amount']

/** Every field of the vocabulary, by name. A new field of the vocabulary is added here. */
export const definitions: Readonly<Record<string, Definition>> = {
  direction: text(({ payment }) => payment.direction),
  rail: text(({ payment }) => payment.rail),
  status: text(({ payment }) => payment.status),
  currency: text(({ payment }) => payment.currency),
  counterparty: text(({ payment }) => payment.counterparty_id),
  counterparty_country: text(({ payment }) => payment.counterparty_country),
  counterparty_institution: text(({ payment }) => payment.counterparty_institution),
  merchant_category_code: text(({ payment }) => payment.merchant_category_code),
  merchant_name: text(({ payment }) =>
    merchantRails.includes(payment.rail) ? payment.counterparty_name : undefined,
  ),
  reference_text: text(({ payment }) => payment.reference_text),
  purpose_code: text(({ payment }) => payment.purpose_code),
  payout_method: text(({ payment }) => payment.payout_method),
  device_id: text(({ payment }) => payment.device_id),
  ip_country: text(({ payment }) => payment.ip_country),
  product: text(({ account }) => account.product),
  customer: text(({ customer }) => customer.row.customer_id),
  customer_kind: text(({ customer }) => customer.row.kind),
  residence_country: text(({ customer }) => customer.row.residence_country),
  segment: text(({ customer }) => customer.row.segment),
  occupation: text(({ customer }) => customer.row.occupation),
  booked_day: text(({ at }) => calendarDay(Math.floor(at / microsPerDay)).text),
  local_day: text(localDay),
  tenure_band: text(seen => banded(tenure(seen) / microsPerYear, tenureBands, tenureNames)),
  age_band: text(seen => banded(ageAt(seen.at, seen.customer), ageBands, ageNames)),
  amount_home: number(({ payment, homeCurrency }) => homeMinor(payment, homeCurrency)),
  local_hour: number(localHour),
  customer_age: number(({ at, customer }) => ageAt(at, customer)),
  tenure_days: number(seen => tenure(seen) / microsPerDay),
  session_anonymiser: text(seen => sessionOf(seen)?.anonymiser),
  session_country: text(seen => sessionOf(seen)?.ip_country),
  account_age_days: number(({ at, account }) => (at - parseDate(account.opened_on)!) / microsPerDay),
  counterparty_age: number(seen => ageAt(seen.at, holderOf(seen))),
  counterparty_is_customer: flag(seen =>
    seen.payment.counterparty_id === undefined ? undefined : holderOf(seen) !== undefined,
  ),
  own_account: flag(seen =>
    seen.payment.counterparty_id === undefined ? undefined : holderOf(seen) === seen.customer,
  ),
  /** No field of the vocabulary, but part of the keys below. */
  exact_amount: text(({ payment }) => exactAmount(payment)),
  device_customers: remembered('distinct', ['device_id'], always, { of: 'customer' }),
  same_amount_times: remembered('count', relation, always, { less: 1 }),
  same_amount_days: remembered('last', relation, always),
  same_amount_received_days: remembered('last', ['customer', 'exact_amount'], {
    kind: 'text',
    field: 'direction',
    cel: 'direction == "in"',
    holds: true,
  }),
  payee_known_days: {
    ...remembered('first', ['customer', 'counterparty'], always),
    isUnknown: (days, seen) => isUnsettled(days, tenure(seen) / microsPerDay),
  },
  sent_there_days: remembered('first', ['customer', 'counterparty_country'], {
    kind: 'all',
    of: [
      { kind: 'text', field: 'direction', cel: 'direction == "out"', holds: true },
      { kind: 'text', field: 'rail', cel: `rail in ${JSON.stringify([...sendingRails])}`, holds: true },
    ],
  }),
  payee_evidence: number(({ learnt }) => learnt.payee_evidence),
  payee_links: number(({ learnt }) => learnt.payee_links),
  device_links: number(({ learnt }) => learnt.device_links),
  identifier_links: number(({ learnt }) => learnt.identifier_links),
  listed_counterparties: number(({ learnt }) => learnt.listed_counterparties),
  listed_identifiers: number(({ learnt }) => learnt.listed_identifiers),
  counterparty_named_by: number(({ learnt }) => learnt.counterparty_named_by),
  counterparty_listed: flag(({ learnt }) => learnt.counterparty_listed),
  identifier_sharers: number(({ facts, customer }) => facts.sharersOf(customer.row.customer_id)),
  cross_border: flag(({ payment, customer }) => {
    const there = payment.counterparty_country
    return there === undefined ? undefined : there !== customer.row.residence_country
  }),
  declared_tie: flag(({ payment, customer }) => {
    const there = payment.counterparty_country
    return there === undefined ? undefined : customer.ties?.has(there)
  }),
  round_amount: flag(({ payment }) => {
    const money = parseMoney(payment.amount, payment.currency)
    return money && money.minor % (10 * 10 ** decimalsOf(money.currency)) === 0
  }),
}

function remembered(
  operation: Operation,
  key: readonly string[],
  where: Filter,
  { of, less = 0 }: { readonly of?: string; readonly less?: number } = {},
): Remembered {
  const measure: Measure = {
    id: operation,
    operation,
    key,
    where,
    windowMicros: Number.POSITIVE_INFINITY,
    of,
    whose: undefined,
    unit: '',
  }
  return { type: 'remembered', measure, less }
}

/** Who holds the other account: nobody where it is not an account here, or was not yet opened on any clock. */
function holderOf({ payment, at, facts }: Seen): KnownCustomer | undefined {
  const other = payment.counterparty_id === undefined ? undefined : facts.account(payment.counterparty_id)
  return other !== undefined && at > other.openedOn - microsPerDay ? other.customer : undefined
}

function sessionOf({ at, customer, facts }: Seen): Row<'sessions'> | undefined {
  return facts.sessionBefore(customer.row.customer_id, at)
}

const microsPerMinute = 60_000_000
const minutesPerDay = 1_440

/** Minutes since 1970 on the clock of the payer. */
function localMinute({ payment, at }: Seen): number {
  return at / microsPerMinute + Number(payment.utc_offset_minutes)
}

function localHour(seen: Seen): number {
  const minute = localMinute(seen)
  return Math.floor((minute - Math.floor(minute / minutesPerDay) * minutesPerDay) / 60)
}

function localDay(seen: Seen): string {
  const day = Math.floor(localMinute(seen) / minutesPerDay)
  return Number.isNaN(day) ? '' : calendarDay(day).text
}

/** Age in whole years on the UTC day of the payment, by calendar and not by days divided. */
function ageAt(at: number, customer: KnownCustomer | undefined): number {
  if (customer === undefined) return Number.NaN
  return Math.floor((calendarDay(Math.floor(at / microsPerDay)).number - customer.birth) / 10_000)
}

function tenure({ at, customer }: Seen): number {
  return at - customer.since
}

function banded(years: number, bounds: readonly number[], names: readonly string[]): string {
  let band = 0
  while (band < bounds.length && years >= bounds[band]!) band++
  return Number.isNaN(years) ? '' : names[band + 1]!
}

/** Days are few and asked for at every payment, so what is made of one is kept. */
const calendarDays = new Map<number, { readonly text: string; readonly number: number }>()

function calendarDay(day: number) {
  let known = calendarDays.get(day)
  if (known === undefined) {
    const midnight = day * microsPerDay
    known = { text: formatDate(midnight), number: calendarNumber(midnight) }
    calendarDays.set(day, known)
  }
  return known
}
