import { countries } from '../domain/countries.ts'
import { currencies, currenciesByDecimals } from '../domain/money.ts'
import {
  type Column,
  columnsOf,
  idLengthMax,
  type TableName,
  tableKeys,
  textLengthMax,
} from '../domain/tables.ts'

/**
 * The checks of the canonical schema as SQL over text columns, so that millions of rows are checked in one pass. The
 * zod schemas in `domain/tables.ts` stay the definition: a test holds both to the same verdicts.
 */
export interface ColumnCheck {
  readonly column: Column
  /** SQL: the text as the file has it, NULL where it is unknown. */
  readonly text: string
  /** SQL boolean, never NULL: the text is right, or rightly absent. */
  readonly holds: string
  /** SQL: the value in the type that the book stores. Only meaningful where the row's checks hold. */
  readonly stored: string
  /** SQL text: what is wrong where the check does not hold. */
  readonly wrong: string
}

/** Checks for every column of the table, over a relation that has the columns `present` as text. */
export function columnChecks(table: TableName, present: ReadonlySet<string>): readonly ColumnCheck[] {
  return columnsOf(table).map(column => {
    const text = present.has(column.name) ? `nullif("${column.name}", '')` : 'NULL::VARCHAR'
    const money = table === 'payments' && column.name === 'amount'
    const valid = money
      ? `(${holdsValue(column, text)} AND ${fitsCurrency(text, 'currency')})`
      : holdsValue(column, text)
    const missing = column.required ? 'false' : 'true'
    const fine = money
      ? `WHEN ${holdsValue(column, text)} THEN 'finer or larger than money in ' || currency`
      : ''
    return {
      column,
      text,
      holds: `CASE WHEN ${text} IS NULL THEN ${missing} ELSE coalesce(${valid}, false) END`,
      stored: storedValue(column, text),
      wrong: `CASE WHEN ${text} IS NULL THEN 'missing' ${fine} ELSE '${wrongWords[column.kind]}' END`,
    }
  })
}

/** SQL that tells two rows of the table apart by key, for example `a."x" = b."x"`. */
export function sameKey(table: TableName, left: string, right: string): string {
  return tableKeys[table].map(name => `${left}."${name}" = ${right}."${name}"`).join(' AND ')
}

const wrongWords: Readonly<Record<Column['kind'], string>> = {
  id: 'not an identifier',
  text: 'too long',
  instant: 'not a date and time with an offset',
  date: 'not a date',
  decimal: 'not an unsigned decimal',
  currency: 'not a currency code',
  country: 'not a country code',
  mcc: 'not a merchant category code',
  minutes: 'not an offset in minutes',
  choice: 'not one of the known values',
  texts: 'not a list of texts',
  countries: 'not a list of country codes',
}

/** SQL boolean for a text that is not NULL. */
function holdsValue(column: Column, text: string): string {
  switch (column.kind) {
    case 'id':
      return `NOT regexp_matches(${text}, '\\p{Cc}|^${space}|${space}$') AND ${notLonger(text, idLengthMax)}`
    case 'text':
      return notLonger(text, textLengthMax)
    case 'instant':
      return `regexp_full_match(${text}, '${instantPattern}') AND ${storedValue(column, text)} IS NOT NULL`
    case 'date':
      return `regexp_full_match(${text}, '${datePattern}') AND ${storedValue(column, text)} IS NOT NULL`
    case 'decimal':
      return `regexp_full_match(${text}, '\\d{1,14}(\\.\\d{1,4})?')`
    case 'currency':
      return isOneOf(text, currencies)
    case 'country':
      return isOneOf(text, countries)
    case 'mcc':
      return `regexp_full_match(${text}, '\\d{4}')`
    case 'minutes':
      return `regexp_full_match(${text}, '-?\\d{1,3}') AND abs(${storedValue(column, text)}) <= 840`
    case 'choice':
      return isOneOf(text, column.choices)
    case 'texts':
      return everyPart(text, part => `${part} <> '' AND ${notLonger(part, idLengthMax)}`)
    case 'countries':
      return everyPart(text, part => isOneOf(part, countries))
  }
}

function storedValue(column: Column, text: string): string {
  switch (column.kind) {
    case 'instant':
      // Straight to TIMESTAMP, DuckDB would drop the offset in silence.
      return `make_timestamp(epoch_us(TRY_CAST(upper(${text}) AS TIMESTAMPTZ)))`
    case 'date':
      return `TRY_CAST(${text} AS DATE)`
    case 'decimal':
      return `TRY_CAST(${text} AS DECIMAL(18,4))`
    case 'minutes':
      return `TRY_CAST(${text} AS SMALLINT)`
    case 'texts':
    case 'countries':
      return `string_split(${text}, ';')`
    default:
      return text
  }
}

// What String.prototype.trim takes for space, less the control characters, which are refused anyway.
const space = '[ \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}]'
// Years from 0100: JavaScript's dates read earlier ones as of the twentieth century.
const yearMonthDay = '(0[1-9]|[1-9]\\d)\\d\\d-\\d\\d-\\d\\d'
const hourMinute = '([01]\\d|2[0-3]):[0-5]\\d'
const datePattern = yearMonthDay
const instantPattern = `${yearMonthDay}[Tt ]${hourMinute}:[0-5]\\d(\\.\\d{1,6})?([Zz]|[+-]${hourMinute})`

/** Lengths are counted in code points; bytes are never fewer, and cheaper to count. */
function notLonger(text: string, lengthMax: number): string {
  return `(CASE WHEN strlen(${text}) <= ${lengthMax} THEN true ELSE length(${text}) <= ${lengthMax} END)`
}

/** A cast to an enumeration is a look-up in a hash table; a long IN list is a walk. */
function isOneOf(text: string, choices: Iterable<string>): string {
  return `TRY_CAST(${text} AS ENUM(${Array.from(choices, choice => `'${choice}'`).join(', ')})) IS NOT NULL`
}

function everyPart(text: string, holds: (part: string) => string): string {
  return `len(list_filter(string_split(${text}, ';'), lambda part: NOT (${holds('part')}))) = 0`
}

/** No more decimals than the currency has, trailing zeros aside, and exact as a count of minor units in a double. */
function fitsCurrency(amount: string, currency: string): string {
  const value = `TRY_CAST(${amount} AS DECIMAL(18,4))`
  const fits = (decimals: number) =>
    `${value} = round(${value}, ${decimals}) AND ${value} <= ${largest(decimals)}`
  const byDecimals = Map.groupBy(currenciesByDecimals, ([, decimals]) => decimals)
  const cases = Array.from(
    byDecimals,
    ([decimals, list]) =>
      `WHEN ${currency} IN (${list.map(([code]) => `'${code}'`).join(', ')}) THEN ${fits(decimals)}`,
  )
  return `(CASE ${cases.join(' ')} ELSE ${fits(2)} END)`
}

/** The largest safe whole number of minor units, as a decimal of whole units. */
function largest(decimals: number): string {
  const digits = String(Number.MAX_SAFE_INTEGER)
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
