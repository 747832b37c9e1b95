import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { LapwingError } from '../domain/errors.ts'
import { currenciesByDecimals, decimalsOf } from '../domain/money.ts'
import { columnsOf } from '../domain/tables.ts'
import {
  bytesPerCode,
  type Codes,
  type Column,
  type History,
  makeCodes,
  type NotEvaluated,
  type NumberColumn,
  type TextColumn,
} from './history.ts'

export interface ScanBounds {
  /** Only payments booked at or after this instant, microseconds since 1970 UTC. */
  readonly since?: number
  /** Only payments booked before this instant. */
  readonly until?: number
}

/** Rails on which the counterparty is a shop or a service, so that its name is nobody's. */
export const merchantRails = ['card', 'gift_card', 'direct_debit']

/** Where each payment field that is text comes from, in the query below; each has a dictionary. */
const textFields: ReadonlyMap<string, string> = new Map([
  ...columnsOf('payments')
    .filter(({ kind }) => !['instant', 'decimal', 'minutes'].includes(kind))
    .map(({ name }): [string, string] => [name === 'counterparty_id' ? 'counterparty' : name, `p.${name}`]),
  ['product', 'a.product'],
  ['session_country', 's.session_country'],
  ['session_anonymiser', 's.session_anonymiser'],
  ['merchant_name', `CASE WHEN p.rail IN ('${merchantRails.join("', '")}') THEN p.counterparty_name END`],
  ['exact_amount', "p.amount::VARCHAR || ' ' || p.currency"],
])

/** Number fields as SQL over `payments`. */
function numberFields(homeCurrency: string): ReadonlyMap<string, string> {
  const home = 10 ** decimalsOf(homeCurrency)
  return new Map([
    ['amount_home', `round(${amountHome(homeCurrency)} * ${home})`],
    ['amount_minor', 'amount * minor_units'],
    ['utc_offset_minutes', 'utc_offset_minutes'],
    ['account_opened_on', 'epoch_us(a.opened_on::TIMESTAMP)'],
  ])
}

export const amountHome = (homeCurrency: string) =>
  `coalesce(amount_home, CASE WHEN currency = '${homeCurrency}' THEN amount END)`

/** Payment fields that a scan can be asked for. */
export const scannableFields: readonly string[] = [...textFields.keys(), ...numberFields('XXX').keys()]

/**
 * Reads the history that detection walks. `fields` are payment columns by canonical name (`counterparty` for
 * counterparty_id), `product` of the account, `session_country` and `session_anonymiser` of the customer's latest session in
 * the day up to the payment, `merchant_name` (the counterparty's name where that is a shop), `exact_amount` (amount and currency as one text), and the numbers
 *
 * | field | unit |
 * | --- | --- |
 * | amount_home | minor units of the home currency; NaN where unknown. A converted amount is rounded half up |
 * | amount_minor | minor units of the payment's currency |
 * | utc_offset_minutes | minutes |
 * | account_opened_on | microseconds since 1970 |
 *
 * Customer columns always come: customer_kind, residence_country, segment, occupation, overseas_ties (codes sorted and
 * joined by semicolons) as text; birth_date and customer_since as microseconds since 1970. The home currency is
 * `homeCurrencySetting`, else the currency of most payments. The result depends on what the book holds alone, not on
 * the order in which it was imported.
 */
export async function scanHistory(
  connection: DuckDBConnection,
  fields: readonly string[],
  bounds: ScanBounds,
  homeCurrencySetting: string | undefined,
): Promise<History> {
  const known = new Set(scannableFields)
  for (const field of fields) {
    if (!known.has(field)) {
      throw new LapwingError('unknown-field', `payments have no field ${field} to scan`, {
        remedy: `ask for ${scannableFields.join(', ')}`,
      })
    }
  }
  await connection.run('BEGIN TRANSACTION READ ONLY')
  try {
    return await readHistory(connection, [...new Set(fields)], bounds, homeCurrencySetting)
  } finally {
    await connection.run('ROLLBACK')
  }
}

async function readHistory(
  connection: DuckDBConnection,
  fields: readonly string[],
  bounds: ScanBounds,
  homeCurrencySetting: string | undefined,
): Promise<History> {
  const homeCurrency = homeCurrencySetting ?? (await mostFrequentCurrency(connection)) ?? 'XXX'
  const within = withinBounds(bounds)
  const customers = await readCustomers(connection)
  await connection.run(`CREATE OR REPLACE TEMP TABLE account_index AS
    SELECT a.account_id, a.product, a.opened_on, a.customer_id, c.number AS customer
    FROM accounts a JOIN customer_index c ON c.customer_id = a.customer_id`)

  const texts = fields.filter(field => textFields.has(field))
  const numbers = fields.filter(field => !textFields.has(field))
  const ofSession = texts.some(isOfSession)
  if (ofSession) await findSessions(connection, within)
  const dictionaries: (readonly string[])[] = []
  for (const [index, field] of texts.entries()) {
    const column = textFields.get(field)!
    const ofPayment = isOfSession(field) ? 'session_of_payment s' : `payments p WHERE ${within}`
    const source = field === 'product' ? 'account_index a' : ofPayment
    dictionaries.push(await makeDictionary(connection, `dictionary_${index}`, column, source))
  }

  const numberSql = numberFields(homeCurrency)
  const columns = [
    'epoch_us(p.booked_at)::DOUBLE',
    'p.rowid::DOUBLE',
    'a.customer',
    ...texts.map((_, index) => codeSql(`d${index}.code`, dictionaries[index]!)),
    ...numbers.map(field => `coalesce((${numberSql.get(field)})::DOUBLE, 'nan'::DOUBLE)`),
  ]
  const joins = texts.map(
    (field, index) => `LEFT JOIN dictionary_${index} d${index} ON d${index}.value = ${textFields.get(field)}`,
  )
  if (ofSession) joins.unshift('LEFT JOIN session_of_payment s ON s.place = p.rowid')
  if (numbers.includes('amount_minor')) {
    joins.push(`LEFT JOIN (${minorUnits}) m ON m.of_currency = currency`)
  }
  const counts = await connection.runAndReadAll(`
    SELECT count(*), count(a.customer), count(*) FILTER (a.customer IS NOT NULL AND ${amountHome(homeCurrency)} IS NULL)
    FROM payments p LEFT JOIN account_index a ON a.account_id = p.account_id WHERE ${within}`)
  const [all = 0, paymentCount = 0, withoutHomeAmount = 0] = counts.getRows()[0]!.map(Number)

  const bookedAt = new Float64Array(new SharedArrayBuffer(paymentCount * 8))
  const places = new Float64Array(new SharedArrayBuffer(paymentCount * 8))
  const customer = new Uint32Array(new SharedArrayBuffer(paymentCount * 4))
  const codes = texts.map((_, index) => makeCodes(paymentCount, dictionaries[index]!.length))
  const values = numbers.map(() => new Float64Array(new SharedArrayBuffer(paymentCount * 8)))
  await fill(
    connection,
    `SELECT ${columns.join(', ')}
     FROM payments p JOIN account_index a ON a.account_id = p.account_id ${joins.join(' ')}
     WHERE ${within} ORDER BY p.booked_at, p.payment_id`,
    [bookedAt, places, customer, ...codes, ...values],
  )
  return {
    homeCurrency,
    paymentCount,
    bookedAt,
    places,
    customer,
    payments: Object.fromEntries<Column>([
      ...texts.map((field, index): [string, TextColumn] => [
        field,
        { kind: 'text', codes: codes[index]!, dictionary: dictionaries[index]! },
      ]),
      ...numbers.map((field, index): [string, NumberColumn] => [
        field,
        { kind: 'number', values: values[index]! },
      ]),
    ]),
    ...customers,
    ...(await readSharedIdentifiers(connection)),
    counterparties: texts.includes('counterparty')
      ? await readCounterparties(
          connection,
          `dictionary_${texts.indexOf('counterparty')}`,
          dictionaries[texts.indexOf('counterparty')]!.length,
        )
      : {},
    notEvaluated: await notEvaluated(connection, {
      within,
      homeCurrency,
      assumedHomeCurrency: homeCurrencySetting === undefined && all > 0,
      leftOut: all - paymentCount,
      withoutHomeAmount,
    }),
  }
}

function isOfSession(field: string): boolean {
  return textFields.get(field)!.startsWith('s.')
}

/**
 * Makes a temporary table with the session in which each payment was made: the customer's latest that began in the day up to
 * it. Payments without one are not in it. Nothing that began later is seen.
 */
async function findSessions(connection: DuckDBConnection, within: string): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE session_of_payment AS
    SELECT made.place, s.ip_country AS session_country, s.anonymiser AS session_anonymiser
    FROM (
      SELECT p.rowid AS place, p.booked_at, a.customer_id
      FROM payments p JOIN account_index a ON a.account_id = p.account_id WHERE ${within}
    ) made
    ASOF JOIN (
      SELECT * FROM sessions
      QUALIFY row_number() OVER (PARTITION BY customer_id, started_at ORDER BY session_id DESC) = 1
    ) s ON s.customer_id = made.customer_id AND made.booked_at >= s.started_at
    WHERE made.booked_at < s.started_at + INTERVAL 1 DAY`)
}

/** Which counterparties are accounts of this institution, by their codes in the dictionary. */
async function readCounterparties(
  connection: DuckDBConnection,
  dictionary: string,
  length: number,
): Promise<Readonly<Record<string, NumberColumn>>> {
  const values = { holder: 'a.customer', opened_on: 'epoch_us(a.opened_on::TIMESTAMP)' }
  const columns: Record<string, NumberColumn> = {}
  for (const [name, sql] of Object.entries(values)) {
    const array = new Float64Array(new SharedArrayBuffer(length * 8))
    array[0] = Number.NaN // Code 0 is the unknown counterparty.
    await fill(
      connection,
      `SELECT coalesce((${sql})::DOUBLE, 'nan'::DOUBLE)
       FROM ${dictionary} d LEFT JOIN account_index a ON a.account_id = d.value ORDER BY d.code`,
      [array.subarray(1)],
    )
    columns[name] = { kind: 'number', values: array }
  }
  return columns
}

function withinBounds({ since, until }: ScanBounds): string {
  const conditions = []
  if (since !== undefined) conditions.push(`p.booked_at >= make_timestamp(${Math.ceil(since)}::BIGINT)`)
  if (until !== undefined) conditions.push(`p.booked_at < make_timestamp(${Math.ceil(until)}::BIGINT)`)
  return conditions.length === 0 ? 'true' : conditions.join(' AND ')
}

/** A relation of the minor units in a whole unit of each currency in the book. */
const minorUnits = `SELECT DISTINCT currency AS of_currency, CASE ${currenciesByDecimals
  .map(([currency, decimals]) => `WHEN currency = '${currency}' THEN ${10 ** decimals}`)
  .join(' ')} ELSE 100 END AS minor_units FROM payments`

export async function mostFrequentCurrency(connection: DuckDBConnection): Promise<string | undefined> {
  const reader = await connection.runAndReadAll(
    'SELECT currency FROM payments GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1',
  )
  return reader.getRows()[0]?.[0]?.toString()
}

/** Makes a temporary table `(value, code)` with codes from 1 in byte order; returns the texts by code. */
async function makeDictionary(
  connection: DuckDBConnection,
  name: string,
  column: string,
  source: string,
): Promise<readonly string[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} AS
    SELECT value, row_number() OVER (ORDER BY value)::UINTEGER AS code
    FROM (SELECT DISTINCT ${column} AS value FROM ${source}) WHERE value IS NOT NULL`)
  return ['', ...(await readTexts(connection, `SELECT value FROM ${name} ORDER BY code`))]
}

/** A code in the width in which the column is kept, 0 for the unknown value. */
function codeSql(code: string, dictionary: readonly string[]): string {
  const type = { 1: 'UTINYINT', 2: 'USMALLINT', 4: 'UINTEGER' }[bytesPerCode(dictionary.length)]
  return `coalesce(${code}, 0)::${type}`
}

async function readTexts(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const texts: string[] = []
  await eachChunk(connection, sql, chunk => {
    for (const text of chunk.getColumnValues(0)) texts.push(text as string)
  })
  return texts
}

async function readCustomers(
  connection: DuckDBConnection,
): Promise<Pick<History, 'customerCount' | 'customerIds' | 'customers'>> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE customer_index AS
    SELECT *, array_to_string(list_sort(list_distinct(overseas_ties)), ';') AS ties,
      (row_number() OVER (ORDER BY customer_id) - 1)::UINTEGER AS number
    FROM customers`)
  const customerIds = await readTexts(connection, 'SELECT customer_id FROM customer_index ORDER BY number')
  const customers: Record<string, Column> = {}
  const numbers = { birth_date: 'birth_date', customer_since: 'customer_since' }
  for (const [field, column] of Object.entries(numbers)) {
    const values = new Float64Array(new SharedArrayBuffer(customerIds.length * 8))
    const sql = `SELECT coalesce(epoch_us(${column}::TIMESTAMP)::DOUBLE, 'nan'::DOUBLE) FROM customer_index ORDER BY number`
    await fill(connection, sql, [values])
    customers[field] = { kind: 'number', values }
  }
  const texts = {
    customer_kind: 'kind',
    residence_country: 'residence_country',
    segment: 'segment',
    occupation: 'occupation',
    overseas_ties: "nullif(ties, '')",
  }
  for (const [field, column] of Object.entries(texts)) {
    const dictionary = await makeDictionary(connection, 'customer_dictionary', column, 'customer_index')
    const codes = makeCodes(customerIds.length, dictionary.length)
    const sql = `SELECT ${codeSql('d.code', dictionary)}
      FROM customer_index LEFT JOIN customer_dictionary d ON d.value = ${column} ORDER BY number`
    await fill(connection, sql, [codes])
    customers[field] = { kind: 'text', codes, dictionary }
  }
  return { customerCount: customerIds.length, customerIds, customers }
}

async function readSharedIdentifiers(
  connection: DuckDBConnection,
): Promise<Pick<History, 'sharedIdentifiers'>> {
  const brought = await connection.runAndReadAll('SELECT EXISTS (FROM identifiers)')
  if (!brought.getRows()[0]![0]) return {}
  await connection.run(`CREATE OR REPLACE TEMP TABLE shared_identifiers AS
    WITH known AS (SELECT i.type, i.value, c.number FROM identifiers i JOIN customer_index c USING (customer_id)),
    shared AS (SELECT type, value FROM known GROUP BY ALL HAVING count(DISTINCT number) > 1)
    SELECT DISTINCT number, (dense_rank() OVER (ORDER BY type, value) - 1)::UINTEGER AS shared_group
    FROM known JOIN shared USING (type, value)`)
  const counted = await connection.runAndReadAll('SELECT count(*) FROM shared_identifiers')
  const length = Number(counted.getRows()[0]![0])
  const arrays = [0, 1].map(() => new Uint32Array(new SharedArrayBuffer(length * 4)))
  const sql = 'SELECT number, shared_group FROM shared_identifiers ORDER BY shared_group, number'
  await fill(connection, sql, arrays)
  return { sharedIdentifiers: { customer: arrays[0]!, group: arrays[1]! } }
}

async function notEvaluated(
  connection: DuckDBConnection,
  found: {
    within: string
    homeCurrency: string
    assumedHomeCurrency: boolean
    leftOut: number
    withoutHomeAmount: number
  },
): Promise<readonly NotEvaluated[]> {
  const list: NotEvaluated[] = []
  if (found.leftOut > 0) {
    const reader = await connection.runAndReadAll(`
      SELECT count(*) FROM payments p ANTI JOIN accounts a ON a.account_id = p.account_id WHERE ${found.within}`)
    const withoutAccount = Number(reader.getRows()[0]![0])
    if (withoutAccount > 0) {
      list.push({
        what: 'payments',
        count: withoutAccount,
        reason: 'their account is not among the accounts',
        remedy: 'import the accounts they were booked on',
      })
    }
    if (found.leftOut > withoutAccount) {
      list.push({
        what: 'payments',
        count: found.leftOut - withoutAccount,
        reason: "their account's customer is not among the customers",
        remedy: 'import the customers who hold those accounts',
      })
    }
  }
  if (found.withoutHomeAmount > 0) {
    list.push({
      what: 'amounts of payments',
      count: found.withoutHomeAmount,
      reason: `they are not in ${found.homeCurrency}, the home currency${found.assumedHomeCurrency ? ' (that of most payments)' : ''}, and have no amount_home`,
      remedy: 'import them with amount_home, or set the home currency',
    })
  }
  return list
}

/** Streams the rows of a query into one typed array a column. The query gives numbers without nulls. */
async function fill(
  connection: DuckDBConnection,
  sql: string,
  arrays: readonly (Float64Array | Codes)[],
): Promise<void> {
  let filled = 0
  await eachChunk(connection, sql, chunk => {
    for (const [index, array] of arrays.entries()) {
      const vector = chunk.getColumnVector(index) as unknown as { items: Float64Array | Codes }
      array.set(vector.items.subarray(0, chunk.rowCount), filled)
    }
    filled += chunk.rowCount
  })
  if (filled !== (arrays[0]?.length ?? 0)) {
    throw new Error(`a scan gave ${filled} rows where ${arrays[0]?.length} were counted`)
  }
}

export async function eachChunk(
  connection: DuckDBConnection,
  sql: string,
  use: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  const result = await connection.stream(sql)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    use(chunk)
  }
}
