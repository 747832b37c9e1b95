import { z } from 'zod'
import { countries } from './countries.ts'
import { currencies } from './money.ts'
import { parseDate, parseInstant } from './time.ts'

/**
 * The canonical input: what every file is read into. The zod schemas below are the one definition; types, the
 * checks that intake runs, the columns of the book and the reference page all follow from them.
 *
 * A field arrives as text (or, from JSON, a list of texts); `null`, an empty text and an absent column all mean unknown.
 */

export const rails = [
  'transfer', 'instant', 'card', 'remittance', 'wallet', 'cash', 'crypto', 'gift_card', 'direct_debit',
] as const // biome-ignore format: a list
export const directions = ['in', 'out'] as const
export const statuses = ['completed', 'attempted', 'reversed'] as const
export const products = [
  'transaction',
  'savings',
  'youth',
  'credit_card',
  'wallet',
  'remittance',
  'crypto',
] as const
export const customerKinds = ['person', 'organisation'] as const
export const anonymisers = ['vpn', 'proxy', 'tor'] as const
export const identifierTypes = ['email', 'phone', 'handle', 'payid', 'wallet', 'device', 'document'] as const
export const outcomeKinds = ['confirmed', 'reported', 'cleared', 'victim'] as const

/** What a column holds. `right` in its description completes the sentence "this should be ...". */
export type ColumnKind =
  | {
      readonly kind:
        | 'id'
        | 'text'
        | 'instant'
        | 'date'
        | 'decimal'
        | 'currency'
        | 'country'
        | 'mcc'
        | 'minutes'
    }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'texts' }
  | { readonly kind: 'countries' }

export type Column = ColumnKind & {
  readonly name: string
  readonly required: boolean
  /** What a right value looks like, for error messages and the reference page. */
  readonly right: string
}

/** Longest text in bytes or characters that a field may carry; a longer one is refused, not cut. */
export const textLengthMax = 4_000
export const idLengthMax = 200

export function define<S extends z.ZodType>(column: ColumnKind, right: string, schema: S): S {
  return schema.meta({ column, right })
}

// No control characters: they carry nothing here and corrupt the terminals and files that show them.
export const printable = /^[^\p{Cc}]*$/u

export const id = define(
  { kind: 'id' },
  `an identifier of 1 to ${idLengthMax} characters without control characters or outer spaces`,
  z
    .string()
    .min(1)
    .max(idLengthMax)
    .regex(printable)
    .refine(value => value.trim() === value),
)
export const text = define(
  { kind: 'text' },
  `text of at most ${textLengthMax} characters`,
  z.string().min(1).max(textLengthMax),
)
const texts = define(
  { kind: 'texts' },
  'texts separated by semicolons',
  z.array(z.string().min(1).max(idLengthMax)),
)
export const instant = define(
  { kind: 'instant' },
  'a UTC date and time such as 2025-03-14T09:26:53Z (RFC 3339)',
  z.string().refine(value => parseInstant(value) !== undefined),
)
const date = define(
  { kind: 'date' },
  'a date such as 2025-03-14 (ISO 8601)',
  z.string().refine(value => parseDate(value) !== undefined),
)
const decimal = define(
  { kind: 'decimal' },
  'an unsigned decimal such as 51.20: digits, one full stop, no more decimals than the currency has',
  z.string().regex(/^\d{1,14}(\.\d{1,4})?$/),
)
const currency = define(
  { kind: 'currency' },
  'a currency code such as AUD (ISO 4217)',
  z.string().refine(value => currencies.has(value)),
)
const country = define(
  { kind: 'country' },
  'a country code such as PH (ISO 3166-1 alpha-2)',
  z.string().refine(value => countries.has(value)),
)
const countryList = define(
  { kind: 'countries' },
  'country codes separated by semicolons, such as PH;TH',
  z.array(z.string().refine(value => countries.has(value))),
)
const mcc = define({ kind: 'mcc' }, 'four digits such as 5411 (ISO 18245)', z.string().regex(/^\d{4}$/))
const minutes = define(
  { kind: 'minutes' },
  'whole minutes from -840 to 840',
  z
    .string()
    .regex(/^-?\d{1,3}$/)
    .refine(value => Math.abs(Number(value)) <= 840),
)
export const choice = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.enum(choices).meta({ column: { kind: 'choice', choices }, right: `one of ${choices.join(', ')}` })

const customers = z.object({
  customer_id: id,
  kind: choice(customerKinds),
  birth_date: date.optional(),
  residence_country: country,
  customer_since: date,
  occupation: text.optional(),
  segment: text.optional(),
  overseas_ties: countryList.optional(),
  flags: texts.optional(),
})

const accounts = z.object({
  account_id: id,
  customer_id: id,
  product: choice(products),
  opened_on: date,
  closed_on: date.optional(),
})

const payments = z.object({
  payment_id: id,
  booked_at: instant,
  account_id: id,
  direction: choice(directions),
  amount: decimal,
  currency,
  amount_home: decimal.optional(),
  rail: choice(rails),
  status: choice(statuses),
  counterparty_id: id.optional(),
  counterparty_name: text.optional(),
  counterparty_country: country.optional(),
  counterparty_institution: id.optional(),
  merchant_category_code: mcc.optional(),
  reference_text: text.optional(),
  purpose_code: id.optional(),
  payout_method: id.optional(),
  device_id: id.optional(),
  ip_country: country.optional(),
  utc_offset_minutes: minutes.optional(),
  external_reference: id.optional(),
})

const sessions = z.object({
  session_id: id,
  customer_id: id,
  started_at: instant,
  device_id: id.optional(),
  ip: id.optional(),
  ip_country: country.optional(),
  anonymiser: choice(anonymisers).optional(),
})

const identifiers = z.object({ customer_id: id, type: choice(identifierTypes), value: id })

const outcomes = z.object({
  customer_id: id,
  decided_at: instant,
  typology: id,
  outcome: choice(outcomeKinds),
  source: text,
})

export const tables = { customers, accounts, payments, sessions, identifiers, outcomes }
export type TableName = keyof typeof tables
export const tableNames = Object.keys(tables) as readonly TableName[]
export type Row<T extends TableName> = z.infer<(typeof tables)[T]>

/** The columns that tell one row of a table from another: a second row with the same values is the same record. */
export const tableKeys: Readonly<Record<TableName, readonly string[]>> = {
  customers: ['customer_id'],
  accounts: ['account_id'],
  payments: ['payment_id'],
  sessions: ['session_id'],
  identifiers: ['customer_id', 'type', 'value'],
  outcomes: ['customer_id', 'decided_at', 'typology'],
}

/** The columns of a table in canonical order. */
export function columnsOf(table: TableName): readonly Column[] {
  return columnsIn(tables[table].shape)
}

/** The columns of a schema whose fields were made with `define`. */
export function columnsIn(shape: Readonly<Record<string, z.ZodType>>): readonly Column[] {
  return Object.entries(shape).map(([name, schema]) => {
    const required = !(schema instanceof z.ZodOptional)
    const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
    const meta = inner.meta() as { column: ColumnKind; right: string }
    return { ...meta.column, name, required, right: meta.right }
  })
}
