import { BIGINT, type DuckDBConnection, INTEGER, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import { decimalsOf } from '../domain/money.ts'
import { eachChunk } from './fetch.ts'
import { amountHome } from './payment-fields.ts'

/** What a value of the book is: the other side of payments, or something of a customer's own. */
export const valueKinds = [
  'counterparty', 'account', 'device', 'email', 'phone', 'handle', 'payid', 'wallet',
] as const // biome-ignore format: a list
export type ValueKind = (typeof valueKinds)[number]

/** Calls `use` once for each distinct value of the book, whatever the number of rows that have it. */
export async function eachValue(
  connection: DuckDBConnection,
  use: (kind: ValueKind, value: string) => void,
): Promise<void> {
  const sources: readonly (readonly [kind: string, value: string, table: string])[] = [
    [`'counterparty'`, 'counterparty_id', 'payments'],
    [`'account'`, 'account_id', 'accounts'],
    [`'device'`, 'device_id', '(SELECT device_id FROM payments UNION ALL SELECT device_id FROM sessions)'],
    ['type', 'value', `identifiers WHERE type <> 'document'`],
  ]
  for (const [kind, value, table] of sources) {
    await eachChunk(connection, `SELECT DISTINCT ${kind} AS kind, ${value} AS value FROM ${table}`, chunk => {
      const [kinds, values] = [chunk.getColumnValues(0), chunk.getColumnValues(1)]
      for (const [row, text] of values.entries()) {
        if (text !== null) use(kinds[row] as ValueKind, text as string)
      }
    })
  }
}

/** A value that is a customer's own. */
export interface Holding {
  readonly customerId: string
  readonly value: string
  /** Microseconds since 1970 UTC: when the account was opened or the device first used; -Infinity where that is not known. */
  readonly since: number
}

/** Who has one of these values: accounts by their numbers, devices by log-ins and payments too, identifiers as given. */
export async function holdersOf(
  connection: DuckDBConnection,
  values: readonly string[],
): Promise<readonly Holding[]> {
  if (values.length === 0) return []
  const long = Number.MIN_SAFE_INTEGER
  const reader = await connection.runAndReadAll(
    `WITH wanted AS (SELECT DISTINCT unnest($1) AS value)
     SELECT customer_id, value, min(since)::DOUBLE AS since FROM (
       SELECT customer_id, value, ${long}::BIGINT AS since FROM identifiers WHERE type <> 'document'
       UNION ALL SELECT customer_id, account_id, epoch_us(opened_on::TIMESTAMP) FROM accounts
       UNION ALL SELECT customer_id, device_id, epoch_us(started_at) FROM sessions
       UNION ALL SELECT a.customer_id, p.device_id, epoch_us(p.booked_at)
         FROM payments p JOIN accounts a ON a.account_id = p.account_id
     ) SEMI JOIN wanted USING (value)
     GROUP BY customer_id, value ORDER BY customer_id, value`,
    [listValue([...values])],
    [LIST(VARCHAR)],
  )
  return reader.getRows().map(([customerId, value, since]) => ({
    customerId: String(customerId),
    value: String(value),
    since: Number(since) === long ? Number.NEGATIVE_INFINITY : Number(since),
  }))
}

/** The payments of one customer with one counterparty, before and after an instant. */
export interface Dealings {
  readonly counterparty: string
  /** Position among `named` as asked. */
  readonly asked: number
  /** `undefined` where the book does not know whose account it was. */
  readonly customerId: string | undefined
  /** Microseconds since 1970 UTC. */
  readonly firstAt: number
  readonly lastAt: number
  readonly payments: number
  readonly paymentsBefore: number
  /** Completed payments, decimal text in the home currency. */
  readonly paidOut: string
  readonly paidIn: string
  /** Payments whose amount in the home currency is not known. */
  readonly withoutAmount: number
  /** Latest first, at most `idsMax`. */
  readonly paymentIds: readonly string[]
}

/** Who dealt with these counterparties, when, and for how much; `at` parts before from after. One row a customer and entry. */
export async function dealingsWith(
  connection: DuckDBConnection,
  named: readonly { readonly counterparty: string; readonly at: number }[],
  homeCurrency: string,
  idsMax: number,
): Promise<readonly Dealings[]> {
  if (named.length === 0) return []
  const sum = (direction: string) =>
    `coalesce(sum(home) FILTER (direction = '${direction}' AND status = 'completed'), 0)::VARCHAR`
  const reader = await connection.runAndReadAll(
    `WITH named AS (SELECT unnest($1) AS counterparty, unnest($2) AS asked, unnest($3) AS parting)
     SELECT counterparty, asked, customer_id, epoch_us(min(booked_at))::DOUBLE, epoch_us(max(booked_at))::DOUBLE,
       count(*), count(*) FILTER (epoch_us(booked_at) < parting), ${sum('out')}, ${sum('in')},
       count(*) FILTER (home IS NULL),
       (list(payment_id ORDER BY booked_at DESC, payment_id DESC))[1:${idsMax}]
     FROM (
       SELECT p.*, a.customer_id, round(${amountHome(homeCurrency)}, ${decimalsOf(homeCurrency)}) AS home
       FROM payments p LEFT JOIN accounts a ON a.account_id = p.account_id
     ) JOIN named ON counterparty = counterparty_id
     GROUP BY counterparty, asked, customer_id
     ORDER BY customer_id, counterparty, asked`,
    [
      listValue(named.map(({ counterparty }) => counterparty)),
      listValue(named.map((_, index) => index)),
      listValue(named.map(({ at }) => BigInt(at))),
    ],
    [LIST(VARCHAR), LIST(INTEGER), LIST(BIGINT)],
  )
  return reader.getRowsJson().map(row => {
    const [
      counterparty,
      asked,
      customerId,
      firstAt,
      lastAt,
      payments,
      before,
      paidOut,
      paidIn,
      without,
      ids,
    ] = row as [
      string,
      number,
      string | null,
      number,
      number,
      string,
      string,
      string,
      string,
      string,
      string[],
    ]
    return {
      counterparty,
      asked,
      customerId: customerId ?? undefined,
      firstAt,
      lastAt,
      payments: Number(payments),
      paymentsBefore: Number(before),
      paidOut,
      paidIn,
      withoutAmount: Number(without),
      paymentIds: ids,
    }
  })
}
