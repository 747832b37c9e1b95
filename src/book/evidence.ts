import { BIGINT, type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import { columnsOf } from '../domain/tables.ts'
import { canonicalText } from './schema.ts'

/**
 * A payment with every canonical column as text (empty where unknown), and `customer_id` and `product` of its account
 * (empty where the book has no such account).
 */
export type PaymentRecord = Readonly<Record<string, string>>

/** A customer with every canonical column as text; empty where unknown. */
export type CustomerRecord = Readonly<Record<string, string>>

const paymentTexts = columnsOf('payments').map(
  column => `coalesce(${canonicalText(column, `p."${column.name}"`)}, '') AS "${column.name}"`,
)
const customerTexts = columnsOf('customers').map(
  column => `coalesce(${canonicalText(column, `"${column.name}"`)}, '') AS "${column.name}"`,
)

const recordsOf = (wanted: string, match: string) => `
  SELECT ${paymentTexts.join(', ')}, coalesce(a.customer_id, '') AS customer_id, coalesce(a.product, '') AS product
  FROM (SELECT unnest($1) AS wanted, generate_subscripts($1, 1) AS position) w
  JOIN payments p ON ${match} = ${wanted}
  LEFT JOIN accounts a ON a.account_id = p.account_id
  ORDER BY w.position`

/** Payments by their rowids, in the order asked. */
export async function paymentsAt(
  connection: DuckDBConnection,
  places: Iterable<number>,
): Promise<readonly PaymentRecord[]> {
  const list = Array.from(places, place => BigInt(place))
  if (list.length === 0) return []
  const reader = await connection.runAndReadAll(
    recordsOf('w.wanted', 'p.rowid'),
    [listValue(list)],
    [LIST(BIGINT)],
  )
  return reader.getRowObjectsJson() as PaymentRecord[]
}

/** Payments by id, in the order asked; unknown ids are left out. */
export async function paymentsById(
  connection: DuckDBConnection,
  ids: readonly string[],
): Promise<readonly PaymentRecord[]> {
  if (ids.length === 0) return []
  const reader = await connection.runAndReadAll(
    recordsOf('w.wanted', 'p.payment_id'),
    [listValue([...ids])],
    [LIST(VARCHAR)],
  )
  return reader.getRowObjectsJson() as PaymentRecord[]
}

export async function customerById(
  connection: DuckDBConnection,
  id: string,
): Promise<CustomerRecord | undefined> {
  const reader = await connection.runAndReadAll(
    `SELECT ${customerTexts.join(', ')} FROM customers WHERE customer_id = $1`,
    [id],
  )
  return reader.getRowObjectsJson()[0] as CustomerRecord | undefined
}
