import type { DuckDBConnection } from '@duckdb/node-api'
import { LapwingError } from '../domain/errors.ts'
import { fill, ranksOf } from './fetch.ts'
import type { Column, History, NotEvaluated } from './history.ts'
import { homeCurrencyOf } from './homeCurrency.ts'
import { type Reader, readNumberColumn, readTextColumn } from './payment-columns.ts'
import { amountHome, numberSources, scannableFields, textSources } from './payment-fields.ts'
import { readCounterparties, readCustomers, readSharedIdentifiers } from './people.ts'
import { sharedFloat64, sharedUint32 } from './shared-memory.ts'

export interface ScanBounds {
  /** Only payments booked at or after this instant, microseconds since 1970 UTC. */
  readonly since?: number
  /** Only payments booked before this instant. */
  readonly until?: number
}

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
 * | account_opened_on | days since 1970 |
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
  const homeCurrency = await homeCurrencyOf(connection, homeCurrencySetting)
  const within = withinBounds(bounds)
  const customers = await readCustomers(connection)
  await connection.run(`CREATE OR REPLACE TEMP TABLE account_index AS
    SELECT a.account_id, a.product, a.opened_on, a.customer_id, c.number AS customer
    FROM accounts a JOIN customer_index c ON c.customer_id = a.customer_id`)

  const counts = await connection.runAndReadAll(`
    SELECT count(*), count(a.customer), count(*) FILTER (a.customer IS NOT NULL AND ${amountHome(homeCurrency)} IS NULL),
      coalesce(max(p.rowid) + 1, 0)
    FROM payments p LEFT JOIN account_index a ON a.account_id = p.account_id WHERE ${within}`)
  const [all = 0, paymentCount = 0, withoutHomeAmount = 0, end = 0] = counts.getRows()[0]!.map(Number)

  const bookedAt = sharedFloat64(paymentCount)
  const places = sharedUint32(paymentCount)
  const customer = sharedUint32(paymentCount)
  await fill(
    connection,
    `SELECT epoch_us(p.booked_at)::DOUBLE, p.rowid::UINTEGER, a.customer
     FROM payments p JOIN account_index a ON a.account_id = p.account_id
     WHERE ${within} ORDER BY p.booked_at, p.payment_id`,
    [bookedAt, places, customer],
  )
  const reader: Reader = { connection, within, ranks: ranksOf(places, end), paymentCount }

  if (fields.some(field => textSources.get(field)?.from === 'session')) await findSessions(connection, within)
  const payments: Record<string, Column> = {}
  const numbers = numberSources(homeCurrency)
  let counterparties: History['counterparties'] = {}
  for (const field of fields) {
    const text = textSources.get(field)
    payments[field] =
      text === undefined
        ? await readNumberColumn(reader, numbers.get(field)!)
        : await readTextColumn(reader, text, 'payment_dictionary')
    if (field === 'counterparty' && payments[field].kind === 'text') {
      const { length } = payments[field].dictionary
      counterparties = await readCounterparties(connection, 'payment_dictionary', length)
    }
  }
  return {
    homeCurrency,
    paymentCount,
    bookedAt,
    places,
    customer,
    payments,
    ...customers,
    ...(await readSharedIdentifiers(connection)),
    counterparties,
    notEvaluated: await notEvaluated(connection, {
      within,
      homeCurrency,
      assumedHomeCurrency: homeCurrencySetting === undefined && all > 0,
      leftOut: all - paymentCount,
      withoutHomeAmount,
    }),
  }
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

function withinBounds({ since, until }: ScanBounds): string {
  const conditions = []
  if (since !== undefined) conditions.push(`p.booked_at >= make_timestamp(${Math.ceil(since)}::BIGINT)`)
  if (until !== undefined) conditions.push(`p.booked_at < make_timestamp(${Math.ceil(until)}::BIGINT)`)
  return conditions.length === 0 ? 'true' : conditions.join(' AND ')
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
