import type { DuckDBConnection } from '@duckdb/node-api'
import type { Book } from './book.ts'
import { deriveTables } from './derived.ts'
import { rowsOf } from './query.ts'

export const hitKinds = ['customer', 'payee', 'identifier', 'device', 'reference', 'payment'] as const

/** Something in the book that a text was found in. */
export interface Hit {
  readonly kind: (typeof hitKinds)[number]
  /** Of an identifier its type, a colon and its value; of a reference, the text. */
  readonly id: string
  /** For people, besides the id: a payee's name, who has an identifier, which payment a reference was last on. */
  readonly label: string | null
  /** 0: the text is all of it; 1: it begins with it; 2: it contains it. */
  readonly rank: number
  /** Customers who share a payee, identifier or device; payments with a reference; null where it is not counted. */
  readonly count: number | null
  /** The customer whose it is, where it is one's alone. */
  readonly customer_id: string | null
}

/**
 * What a text is found in, whatever its capitals: exact before prefix before contained, of the same rank the shorter first.
 * Ids of payments and external references are found by their beginning, as they are written. At most `limit` of each kind.
 */
export async function searchBook(book: Book, text: string, limit: number): Promise<readonly Hit[]> {
  await deriveTables(book)
  const connection = await book.connect()
  try {
    const found: Hit[] = []
    for (const sql of questions) found.push(...(await hitsOf(connection, sql, text, limit)))
    return found
  } finally {
    connection.closeSync()
  }
}

async function hitsOf(connection: DuckDBConnection, sql: string, text: string, limit: number) {
  const values = [text.toLowerCase(), text, limit]
  const ranked = `SELECT kind, id, label, rank, count, customer_id FROM (${sql}) WHERE $1 <> '' AND $2 <> ''
    ORDER BY rank, length(id), id LIMIT $3`
  return rowsOf<Hit>(connection, ranked, values)
}

/** How well the text `$1`, in lower case, fits an expression that is in lower case too; 3 where it does not. */
const rankOf = (lower: string) =>
  `CASE WHEN ${lower} = $1 THEN 0 WHEN starts_with(${lower}, $1) THEN 1 WHEN contains(${lower}, $1) THEN 2 ELSE 3 END`

const matching = (fields: string, from: string, ...lowers: readonly string[]) =>
  `SELECT ${fields}, least(${lowers.map(rankOf).join(', ')})::INTEGER AS rank FROM ${from}
   WHERE ${lowers.map(lower => `contains(${lower}, $1)`).join(' OR ')}`

/** One a kind, so that many of one kind never crowd out another. */
const questions: readonly string[] = [
  `SELECT 'customer' AS kind, customer_id AS id, min(label) AS label, min(rank) AS rank, NULL::INTEGER AS count, customer_id
   FROM (${matching('customer_id, NULL AS label', 'customers', 'lower(customer_id)')} UNION ALL
     ${matching("customer_id, 'account ' || account_id AS label", 'accounts', 'lower(account_id)')})
   GROUP BY customer_id`,
  matching(
    "'payee' AS kind, id, name AS label, customers AS count, NULL AS customer_id",
    'derived.payees',
    'lower(id)',
    'names',
  ),
  `SELECT 'identifier' AS kind, type || ':' || value AS id, type AS label, min(rank) AS rank,
     count(DISTINCT customer_id)::INTEGER AS count,
     CASE WHEN count(DISTINCT customer_id) = 1 THEN min(customer_id) END AS customer_id
   FROM (${matching('type, value, customer_id', "(FROM identifiers WHERE type <> 'device')", 'lower(value)')})
   GROUP BY type, value`,
  matching(
    "'device' AS kind, id, NULL AS label, customers AS count, NULL AS customer_id",
    'derived.devices',
    'lower(id)',
  ),
  matching(
    `'reference' AS kind, "text" AS id, 'last on ' || payment_id AS label, payments AS count, NULL AS customer_id`,
    'derived."references"',
    'searched',
  ),
  `SELECT 'payment' AS kind, p.payment_id AS id, p.external_reference AS label,
     CASE WHEN $2 IN (p.payment_id, p.external_reference) THEN 0 ELSE 1 END AS rank, NULL::INTEGER AS count, a.customer_id
   FROM payments p LEFT JOIN accounts a ON a.account_id = p.account_id
   WHERE (p.payment_id >= $2 AND p.payment_id < $2 || chr(1114111))
     OR (p.external_reference >= $2 AND p.external_reference < $2 || chr(1114111))`,
]
