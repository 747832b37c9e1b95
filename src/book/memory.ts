import { decimalsOf, parseMoney } from '../domain/money.ts'
import type { Row } from '../domain/tables.ts'
import { microsPerDay, parseDate, parseInstant } from '../domain/time.ts'
import {
  type History,
  makeCodes,
  type NumberColumn,
  type SharedIdentifiers,
  type TextColumn,
} from './history.ts'
import { merchantRails } from './payment-fields.ts'
import { sharedFloat64, sharedUint32 } from './shared-memory.ts'

/** Canonical rows, as files have them. */
export interface Rows {
  readonly customers: readonly Row<'customers'>[]
  readonly accounts: readonly Row<'accounts'>[]
  readonly payments: readonly Row<'payments'>[]
  readonly identifiers?: readonly Row<'identifiers'>[]
  readonly sessions?: readonly Row<'sessions'>[]
}

/**
 * The history of rows already in memory, every column included: for small books, examples and tests. It equals what a
 * book with the same rows gives, except for `places`, which number the rows as given here.
 */
export function historyOf(
  { customers, accounts, payments, sessions = [], identifiers = [] }: Rows,
  homeCurrency: string,
): History {
  const people = [...customers].sort((a, b) => byteOrder(a.customer_id, b.customer_id))
  const personOf = new Map(people.map((person, i) => [person.customer_id, i]))
  const accountOf = new Map(accounts.map(account => [account.account_id, account]))
  const rows = payments
    .map((payment, place) => ({ payment, place, at: parseInstant(payment.booked_at)! }))
    .filter(({ payment }) => personOf.has(accountOf.get(payment.account_id)?.customer_id ?? ''))
    .sort((a, b) => a.at - b.at || byteOrder(a.payment.payment_id, b.payment.payment_id))
  const texts = (value: (payment: Row<'payments'>) => string | undefined) =>
    textColumn(rows.map(({ payment }) => value(payment) ?? ''))
  const numbers = (value: (payment: Row<'payments'>) => number | undefined) =>
    numberColumn(rows.map(({ payment }) => value(payment)))
  const left = payments.length - rows.length
  const counterparty = texts(payment => payment.counterparty_id)
  const sessionOf = sessionsBefore(sessions)
  const inSession = rows.map(({ payment, at }) =>
    sessionOf(accountOf.get(payment.account_id)!.customer_id, at),
  )
  return {
    homeCurrency,
    paymentCount: rows.length,
    bookedAt: float64(rows.map(row => row.at)),
    places: uint32(rows.map(row => row.place)),
    customer: uint32(
      rows.map(({ payment }) => personOf.get(accountOf.get(payment.account_id)!.customer_id)!),
    ),
    payments: {
      ...Object.fromEntries(plainTexts.map(name => [name, texts(payment => payment[name])])),
      counterparty,
      session_country: textColumn(inSession.map(session => session?.ip_country ?? '')),
      session_anonymiser: textColumn(inSession.map(session => session?.anonymiser ?? '')),
      merchant_name: texts(payment =>
        merchantRails.includes(payment.rail) ? payment.counterparty_name : undefined,
      ),
      exact_amount: texts(exactAmount),
      account_opened_on: numbers(
        payment => parseDate(accountOf.get(payment.account_id)!.opened_on)! / microsPerDay,
      ),
      product: texts(payment => accountOf.get(payment.account_id)!.product),
      amount_minor: numbers(payment => parseMoney(payment.amount, payment.currency)?.minor),
      amount_home: numbers(payment => homeMinor(payment, homeCurrency)),
      utc_offset_minutes: numbers(payment => {
        return payment.utc_offset_minutes === undefined ? undefined : Number(payment.utc_offset_minutes)
      }),
    },
    customerCount: people.length,
    customerIds: people.map(person => person.customer_id),
    customers: {
      customer_kind: textColumn(people.map(person => person.kind)),
      residence_country: textColumn(people.map(person => person.residence_country)),
      segment: textColumn(people.map(person => person.segment ?? '')),
      occupation: textColumn(people.map(person => person.occupation ?? '')),
      overseas_ties: textColumn(people.map(person => [...(person.overseas_ties ?? [])].sort().join(';'))),
      birth_date: numberColumn(
        people.map(person => person.birth_date && parseDate(person.birth_date)) as number[],
      ),
      customer_since: numberColumn(people.map(person => parseDate(person.customer_since))),
    },
    ...(identifiers.length === 0 ? {} : { sharedIdentifiers: sharedOf(identifiers, personOf) }),
    counterparties: {
      holder: numberColumn(
        counterparty.dictionary.map(id => personOf.get(accountOf.get(id)?.customer_id ?? '')),
      ),
      opened_on: numberColumn(
        counterparty.dictionary.map(id => {
          const account = accountOf.get(id)
          return personOf.has(account?.customer_id ?? '') ? parseDate(account!.opened_on) : undefined
        }),
      ),
    },
    notEvaluated:
      left === 0
        ? []
        : [
            {
              what: 'payments',
              count: left,
              reason: 'their account or its customer is not known',
              remedy: 'Give the accounts and customers too.',
            },
          ],
  }
}

const plainTexts = [
  'direction',
  'rail',
  'status',
  'currency',
  'counterparty_country',
  'counterparty_institution',
  'merchant_category_code',
  'reference_text',
  'purpose_code',
  'payout_method',
  'device_id',
  'ip_country',
] as const

/** The latest session of a customer within the day up to an instant; of one instant, that with the last id. */
function sessionsBefore(sessions: readonly Row<'sessions'>[]) {
  const own = Map.groupBy(
    sessions
      .map(session => ({ session, at: parseInstant(session.started_at)! }))
      .sort((a, b) => a.at - b.at || byteOrder(a.session.session_id, b.session.session_id)),
    ({ session }) => session.customer_id,
  )
  return (customer: string, at: number): Row<'sessions'> | undefined => {
    const latest = own.get(customer)?.findLast(session => session.at <= at)
    return latest !== undefined && latest.at > at - microsPerDay ? latest.session : undefined
  }
}

/** Amount and currency in one text, equal where the amounts are. */
export function exactAmount({ amount, currency }: Row<'payments'>): string {
  const [whole, fraction = ''] = amount.split('.')
  return `${BigInt(whole!)}.${fraction.padEnd(4, '0')} ${currency}`
}

export function homeMinor(payment: Row<'payments'>, homeCurrency: string): number | undefined {
  const text = payment.amount_home ?? (payment.currency === homeCurrency ? payment.amount : undefined)
  if (text === undefined) return undefined
  return Math.round(Number(text) * 10 ** decimalsOf(homeCurrency))
}

function sharedOf(
  identifiers: readonly Row<'identifiers'>[],
  personOf: ReadonlyMap<string, number>,
): SharedIdentifiers {
  const known = identifiers.filter(({ customer_id }) => personOf.has(customer_id))
  const groups = [...Map.groupBy(known, ({ type, value }) => `${type} ${value}`).entries()]
    .sort(([a], [b]) => byteOrder(a, b))
    .map(([, group]) =>
      [...new Set(group.map(({ customer_id }) => personOf.get(customer_id)!))].sort((a, b) => a - b),
    )
    .filter(group => group.length > 1)
  return {
    customer: uint32(groups.flat()),
    group: uint32(groups.flatMap((group, number) => group.map(() => number))),
  }
}

function textColumn(values: readonly string[]): TextColumn {
  const dictionary = ['', ...[...new Set(values)].filter(value => value !== '').sort(byteOrder)]
  const codes = new Map(dictionary.map((text, code) => [text, code]))
  const own = makeCodes(values.length, dictionary.length)
  own.set(values.map(value => codes.get(value)!))
  return { kind: 'text', codes: own, dictionary }
}

function numberColumn(values: readonly (number | undefined)[]): NumberColumn {
  return { kind: 'number', values: float64(values.map(value => value ?? Number.NaN)) }
}

function float64(values: readonly number[]): Float64Array {
  const array = sharedFloat64(values.length)
  array.set(values)
  return array
}

function uint32(values: readonly number[]): Uint32Array {
  const array = sharedUint32(values.length)
  array.set(values)
  return array
}

export function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
