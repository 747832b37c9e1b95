import type { Codes, Column, History, NumberColumn, Numbers, TextColumn } from '../book/history.ts'
import { LapwingError } from '../domain/errors.ts'
import { decimalsOf } from '../domain/money.ts'
import { formatDate, microsPerDay } from '../domain/time.ts'
import { fieldByName } from '../typology/fields.ts'
import { ageAt, ageBanded, microsPerYear, tenureAt, tenureBanded } from './ages.ts'
import { isAccountHere, isOwnAccount } from './counterparties.ts'
import { withDerived } from './derived.ts'
import { sharersMax } from './links.ts'
import { isUnsettled } from './settling.ts'

/**
 * A field of the card vocabulary bound to a history: fills one value for each of `rows` (indexes of payments).
 * Text fields and flags give codes (0 unknown; a flag is then 1 no, 2 yes), number fields give doubles (NaN unknown).
 */
export type BoundField =
  | { readonly type: 'text'; readonly dictionary: readonly string[]; readonly fill: FillCodes }
  | { readonly type: 'flag'; readonly fill: FillCodes }
  /** Stored values are `scale` times the value people see: money is whole minor units. */
  | { readonly type: 'number'; readonly scale: number; readonly fill: FillNumbers }

export type FillCodes = (rows: Uint32Array, out: Uint32Array) => void
export type FillNumbers = (rows: Uint32Array, out: Float64Array) => void

export const flagNo = 1
export const flagYes = 2

/** Columns of the book that each computed field is made from; every other field is a column of its own name. */
const columnsOfComputed: Readonly<Record<string, readonly string[]>> = {
  local_hour: ['utc_offset_minutes'],
  local_day: ['utc_offset_minutes'],
  booked_day: [],
  payee_known_days: ['counterparty'],
  payee_evidence: ['counterparty'],
  payee_links: ['counterparty'],
  device_links: ['device_id'],
  identifier_links: [],
  identifier_sharers: [],
  counterparty_age: ['counterparty'],
  counterparty_is_customer: ['counterparty'],
  own_account: ['counterparty'],
  account_age_days: ['account_opened_on'],
  device_customers: ['device_id'],
  same_amount_times: ['counterparty', 'direction', 'exact_amount'],
  same_amount_days: ['counterparty', 'direction', 'exact_amount'],
  same_amount_received_days: ['direction', 'exact_amount'],
  sent_there_days: ['counterparty_country', 'direction', 'rail'],
  listed_counterparties: ['counterparty'],
  listed_identifiers: [],
  counterparty_named_by: ['counterparty'],
  counterparty_listed: ['counterparty'],
  cross_border: ['counterparty_country'],
  declared_tie: ['counterparty_country'],
  round_amount: ['amount_minor', 'currency'],
  customer_kind: [],
  residence_country: [],
  segment: [],
  occupation: [],
  customer: [],
  customer_age: [],
  tenure_days: [],
  tenure_band: [],
  age_band: [],
}

/** The payment columns that a scan of the book must bring for these fields. */
export function columnsFor(fields: Iterable<string>): string[] {
  const columns = new Set<string>()
  for (const field of fields) for (const column of columnsOfComputed[field] ?? [field]) columns.add(column)
  return [...columns].sort()
}

export function bindField(history: History, name: string): BoundField {
  const { bookedAt, customer, payments, customers } = history
  switch (name) {
    case 'customer':
      return { type: 'text', dictionary: ['', ...history.customerIds], fill: gatherCustomer(customer) }
    case 'customer_kind':
    case 'residence_country':
    case 'segment':
    case 'occupation': {
      const { codes, dictionary } = textColumn(customers, name)
      return { type: 'text', dictionary, fill: gatherOfCustomer(codes, customer) }
    }
    case 'local_hour':
      return {
        type: 'number',
        scale: 1,
        fill: localHour(bookedAt, numberColumn(payments, 'utc_offset_minutes').values),
      }
    case 'local_day':
      return localDay(bookedAt, numberColumn(payments, 'utc_offset_minutes').values)
    case 'booked_day':
      return localDay(bookedAt, new Float64Array(bookedAt.length))
    case 'customer_age':
      return { type: 'number', scale: 1, fill: ageAt(bookedAt, birthDates(history), customer) }
    case 'age_band':
      return ageBanded(ageAt(bookedAt, birthDates(history), customer))
    case 'tenure_days':
    case 'tenure_band': {
      const since = numberColumn(customers, 'customer_since').values
      if (name === 'tenure_band') return tenureBanded(tenureAt(bookedAt, since, customer, microsPerYear))
      return { type: 'number', scale: 1, fill: tenureAt(bookedAt, since, customer, microsPerDay) }
    }
    case 'payee_known_days':
      return payeeKnownDays(history, earlierFor(history, name, 'first_dealing'))
    case 'sent_there_days':
      return daysSince(bookedAt, earlierFor(history, name, 'first_sending'))
    case 'account_age_days':
      return daysSinceDay(bookedAt, numberColumn(payments, 'account_opened_on').values)
    case 'same_amount_days':
      return daysSince(bookedAt, earlierFor(history, name, 'last_same_amount'))
    case 'same_amount_received_days':
      return daysSince(bookedAt, earlierFor(history, name, 'last_received_same_amount'))
    case 'same_amount_times':
    case 'device_customers':
      return { type: 'number', scale: 1, fill: gatherNumbers(derivedFor(history, name, `${name}_by_then`)) }
    case 'counterparty_age':
    case 'counterparty_is_customer':
    case 'own_account':
      return ofCounterparty(history, name)
    case 'identifier_sharers':
      return { type: 'number', scale: 1, fill: gatherNumbersOfCustomer(sharersByCustomer(history), customer) }
    case 'listed_counterparties':
    case 'listed_identifiers':
    case 'counterparty_named_by':
      return { type: 'number', scale: 1, fill: gatherNumbersOrNone(payments[name]) }
    case 'counterparty_listed':
      return { type: 'flag', fill: flagAboveNone(gatherNumbersOrNone(payments.counterparty_named_by)) }
    case 'cross_border':
      return { type: 'flag', fill: crossBorder(history) }
    case 'declared_tie':
      return { type: 'flag', fill: declaredTie(history) }
    case 'round_amount':
      return { type: 'flag', fill: roundAmount(history) }
  }
  if (fieldByName.get(name)?.type === 'number') {
    const scale = name === 'amount_home' ? 10 ** decimalsOf(history.homeCurrency) : 1
    return { type: 'number', scale, fill: gatherNumbers(numberColumn(payments, name).values) }
  }
  const { codes, dictionary } = textColumn(payments, name)
  return { type: 'text', dictionary, fill: gatherCodes(codes) }
}

/** A column that may have been made for all threads already. */
function derivedFor(history: History, field: string, column: string): Numbers {
  const made = column in history.payments ? history : withDerived(history, new Set([field]))
  return numberColumn(made.payments, column).values
}

function earlierFor(history: History, field: string, column: string): Uint32Array {
  const made = history.earlier?.[column] ?? withDerived(history, new Set([field])).earlier?.[column]
  if (made === undefined) throw missing(column)
  return made
}

// Each fill below has a loop of its own rather than a shared one that calls back, because the compiler then keeps the
// loop free of calls: these run once a payment and field.

function gatherCodes(codes: Codes): FillCodes {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = codes[rows[i]!]!
  }
}

function gatherNumbers(values: Numbers): FillNumbers {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!
  }
}

/** Of columns that a history has only where intelligence was given; see `intelligence/columns.ts`. */
function gatherNumbersOrNone(column: Column | undefined): FillNumbers {
  return column?.kind === 'number' ? gatherNumbers(column.values) : (_, out) => void out.fill(Number.NaN)
}

function flagAboveNone(fillNumbers: FillNumbers): FillCodes {
  return (rows, out) => {
    const values = new Float64Array(rows.length)
    fillNumbers(rows, values)
    for (let i = 0; i < rows.length; i++) {
      out[i] = Number.isNaN(values[i]!) ? 0 : values[i]! > 0 ? flagYes : flagNo
    }
  }
}

function gatherCustomer(customer: Uint32Array): FillCodes {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = customer[rows[i]!]! + 1
  }
}

function gatherOfCustomer(codes: Codes, customer: Uint32Array): FillCodes {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = codes[customer[rows[i]!]!]!
  }
}

function gatherNumbersOfCustomer(values: Numbers, customer: Uint32Array): FillNumbers {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = values[customer[rows[i]!]!]!
  }
}

/** How many others share an identifier with each customer; unknown for all where no identifiers were brought. */
function sharersByCustomer({ customerCount, sharedIdentifiers: shared }: History): Float64Array {
  if (shared === undefined) return new Float64Array(customerCount).fill(Number.NaN)
  const others = new Map<number, Set<number>>()
  for (const places of Map.groupBy(shared.group.keys(), place => shared.group[place]!).values()) {
    if (places.length > sharersMax) continue
    const customers = places.map(place => shared.customer[place]!)
    for (const customer of customers) {
      const known = others.get(customer) ?? new Set()
      for (const other of customers) if (other !== customer) known.add(other)
      others.set(customer, known)
    }
  }
  return Float64Array.from({ length: customerCount }, (_, customer) => others.get(customer)?.size ?? 0)
}

const microsPerMinute = 60_000_000
const minutesPerDay = 1_440

function localHour(bookedAt: Float64Array, offsets: Numbers): FillNumbers {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const minute = bookedAt[row]! / microsPerMinute + offsets[row]!
      out[i] = Math.floor((minute - Math.floor(minute / minutesPerDay) * minutesPerDay) / 60)
    }
  }
}

function localDay(bookedAt: Float64Array, offsets: Numbers): BoundField {
  // One day on either side of the history, because an offset can move a payment across midnight.
  const firstDay = Math.floor((bookedAt[0] ?? 0) / microsPerDay) - 1
  const lastDay = Math.floor((bookedAt.at(-1) ?? 0) / microsPerDay) + 1
  const dictionary = ['']
  for (let day = firstDay; day <= lastDay; day++) dictionary.push(formatDate(day * microsPerDay))
  const fill: FillCodes = (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const minute = bookedAt[row]! / microsPerMinute + offsets[row]!
      out[i] = Number.isNaN(minute) ? 0 : Math.floor(minute / minutesPerDay) - firstDay + 1
    }
  }
  return { type: 'text', dictionary, fill }
}

function ofCounterparty(
  history: History,
  name: 'counterparty_age' | 'counterparty_is_customer' | 'own_account',
): BoundField {
  const counterparty = textColumn(history.payments, 'counterparty')
  const holders = derivedFor(history, name, 'counterparty_holder')
  switch (name) {
    case 'counterparty_age':
      return { type: 'number', scale: 1, fill: ageAt(history.bookedAt, birthDates(history), holders) }
    case 'counterparty_is_customer':
      return { type: 'flag', fill: isAccountHere(counterparty, holders) }
    default:
      return { type: 'flag', fill: isOwnAccount(history, counterparty, holders) }
  }
}

function daysSince(bookedAt: Float64Array, earlier: Uint32Array) {
  const fill: FillNumbers = (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const since = earlier[row]!
      out[i] = since === 0 ? Number.NaN : (bookedAt[row]! - bookedAt[since - 1]!) / microsPerDay
    }
  }
  return { type: 'number', scale: 1, fill } satisfies BoundField
}

function payeeKnownDays(history: History, firstDealing: Uint32Array): BoundField {
  const days = daysSince(history.bookedAt, firstDealing)
  const since = numberColumn(history.customers, 'customer_since').values
  const tenure = tenureAt(history.bookedAt, since, history.customer, microsPerDay)
  let tenures = new Float64Array(0)
  const fill: FillNumbers = (rows, out) => {
    if (tenures.length < rows.length) tenures = new Float64Array(rows.length)
    tenure(rows, tenures)
    days.fill(rows, out)
    for (let i = 0; i < rows.length; i++) if (isUnsettled(out[i]!, tenures[i]!)) out[i] = Number.NaN
  }
  return { type: 'number', scale: 1, fill }
}

function daysSinceDay(bookedAt: Float64Array, days: Numbers): BoundField {
  const fill: FillNumbers = (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      out[i] = (bookedAt[row]! - days[row]! * microsPerDay) / microsPerDay
    }
  }
  return { type: 'number', scale: 1, fill }
}

function crossBorder(history: History): FillCodes {
  const { customer } = history
  const country = textColumn(history.payments, 'counterparty_country')
  const residence = textColumn(history.customers, 'residence_country')
  const codeOf = new Map(country.dictionary.map((text, code) => [text, code]))
  // A residence that no counterparty shares gets a code of its own, which equals none of theirs.
  const home = Uint32Array.from(residence.codes, code =>
    code === 0 ? 0 : (codeOf.get(residence.dictionary[code]!) ?? country.dictionary.length),
  )
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const there = country.codes[row]!
      const here = home[customer[row]!]!
      out[i] = there === 0 || here === 0 ? 0 : there === here ? flagNo : flagYes
    }
  }
}

function declaredTie(history: History): FillCodes {
  const { customer } = history
  const country = textColumn(history.payments, 'counterparty_country')
  const ties = textColumn(history.customers, 'overseas_ties')
  const declared = ties.dictionary.map(list => {
    const told = new Set(list.split(';'))
    return Uint8Array.from(country.dictionary, code => (told.has(code) ? flagYes : flagNo))
  })
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const there = country.codes[row]!
      const told = ties.codes[customer[row]!]!
      out[i] = there === 0 || told === 0 ? 0 : declared[told]![there]!
    }
  }
}

function roundAmount(history: History): FillCodes {
  const { values } = numberColumn(history.payments, 'amount_minor')
  const currency = textColumn(history.payments, 'currency')
  const tenUnits = Float64Array.from(currency.dictionary, code => 10 * 10 ** decimalsOf(code))
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const amount = values[row]!
      out[i] = Number.isNaN(amount) ? 0 : amount % tenUnits[currency.codes[row]!]! === 0 ? flagYes : flagNo
    }
  }
}

function birthDates(history: History): Numbers {
  return numberColumn(history.customers, 'birth_date').values
}

function textColumn(columns: Readonly<Record<string, Column>>, name: string): TextColumn {
  const column = columns[name]
  if (column?.kind !== 'text') throw missing(name)
  return column
}

function numberColumn(columns: Readonly<Record<string, Column>>, name: string): NumberColumn {
  const column = columns[name]
  if (column?.kind !== 'number') throw missing(name)
  return column
}

function missing(name: string): LapwingError {
  return new LapwingError('history-lacks-column', `the history was read without the column ${name}`, {
    remedy: 'Scan the book with the columns that columnsFor() names.',
  })
}
