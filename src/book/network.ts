import { type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import { formatInstant } from '../domain/time.ts'
import type { Book } from './book.ts'
import { deriveTables } from './derived.ts'
import { homeCurrencyOf } from './homeCurrency.ts'
import { amountHome } from './payment-fields.ts'
import { rowsOf } from './query.ts'
import { decimalText, instantText } from './schema.ts'

export const nodeKinds = ['customer', 'counterparty', 'device', 'identifier'] as const
export type NodeKind = (typeof nodeKinds)[number]

/** What ties nodes together. */
export const edgeKinds = ['payments', 'device', 'identifier'] as const
export type EdgeKind = (typeof edgeKinds)[number]

/** The id of an identifier is its type, a colon and its value. */
export interface NodeName {
  readonly kind: NodeKind
  readonly id: string
}

/** One text for one node. */
export function nodeKey({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}:${id}`
}

/** One step from some nodes. */
export interface NetworkQuestion {
  readonly from: readonly NodeName[]
  readonly by: readonly EdgeKind[]
  /** Booking times and beginnings of sessions in microseconds since 1970 UTC: from, up to but without until. */
  readonly since: number
  readonly until: number
  /** What more customers than this share says nothing of any of them. */
  readonly ordinaryAbove: number
  /** So many nodes at most come back: those that fewest share before the others, then by how often they are dealt with. */
  readonly nodesMax: number
}

export interface NetworkNode extends NodeName {
  /** Of a counterparty, as the latest payment has it. */
  readonly name: string | null
  /** How many customers of the institution pay it, are paid by it, use it or have it, at any time; of a customer, null. */
  readonly customers: number | null
  readonly ordinary: boolean
  /** Whether the question began there. */
  readonly is_start: boolean
}

export interface NetworkEdge {
  readonly from: NodeName
  readonly to: NodeName
  /** Payments go from payer to receiver; the others from a customer to what it uses or has. */
  readonly by: EdgeKind
  /** Completed payments, or times that a device was used; null where it is not counted. */
  readonly count: number | null
  /** Decimal text in the home currency; null where it is not about payments, or no amount is known. */
  readonly amount_home: string | null
  /** RFC 3339, UTC; null where it is not known. */
  readonly first_at: string | null
  readonly last_at: string | null
}

export interface Network {
  readonly home_currency: string
  /** Nodes one step away, of all that there are, and the ordinary ones of them. */
  readonly total: number
  readonly ordinary: number
  readonly nodes: readonly NetworkNode[]
  /** Between these nodes. */
  readonly edges: readonly NetworkEdge[]
}

/**
 * What lies one step from some nodes. A counterparty that is an account of the institution is the customer who has it. A
 * payment between two of its customers, which both accounts show, is counted once, as it was paid out.
 */
export async function networkOf(book: Book, question: NetworkQuestion): Promise<Network> {
  const { from, by, since, until, ordinaryAbove, nodesMax } = question
  await deriveTables(book)
  const connection = await book.connect()
  try {
    const currency = await homeCurrencyOf(connection, await book.setting('home_currency'))
    await begin(connection, from)
    const terms = { since: instant(since), until: instant(until), home: amountHome(currency) }
    await connection.run(`CREATE TEMP TABLE touched AS ${touchedSql(terms, by, from)}`)
    await connection.run(
      `CREATE TEMP TABLE edges AS ${by.map(kind => edges[kind](terms)).join(' UNION ALL ')}`,
    )
    await connection.run(foundSql(ordinaryAbove))
    await connection.run(`CREATE TEMP TABLE kept AS SELECT * FROM found
      ORDER BY is_start DESC, ordinary, deals DESC, customers, kind, id
      LIMIT (SELECT count(*) FROM start) + ${Math.trunc(nodesMax)}`)
    const [counts] = await rowsOf<{ total: number; ordinary: number }>(
      connection,
      `SELECT count(*)::INTEGER AS total, count(*) FILTER (ordinary)::INTEGER AS ordinary
       FROM found WHERE NOT is_start`,
    )
    return {
      home_currency: currency,
      ...counts!,
      nodes: await rowsOf(
        connection,
        `SELECT kind, id, name, customers, ordinary, is_start FROM kept
       ORDER BY ordinary, deals DESC, customers, kind, id`,
      ),
      edges: await rowsOf(connection, shownEdges),
    }
  } finally {
    connection.closeSync()
  }
}

/** Makes the table `start`, with accounts of the institution taken as their holders; and `own`, the accounts to go from. */
async function begin(connection: DuckDBConnection, from: readonly NodeName[]): Promise<void> {
  await connection.run(
    `CREATE TEMP TABLE start AS
     SELECT DISTINCT CASE WHEN a.customer_id IS NULL THEN s.kind ELSE 'customer' END AS kind,
       coalesce(a.customer_id, s.id) AS id
     FROM (SELECT unnest($1) AS kind, unnest($2) AS id) s
     LEFT JOIN accounts a ON s.kind = 'counterparty' AND a.account_id = s.id`,
    [listValue(from.map(({ kind }) => kind)), listValue(from.map(({ id }) => id))],
    [LIST(VARCHAR), LIST(VARCHAR)],
  )
  await connection.run(`CREATE TEMP TABLE own AS
    SELECT a.account_id, a.customer_id FROM accounts a JOIN start s ON s.kind = 'customer' AND s.id = a.customer_id`)
}

interface EdgeTerms {
  readonly since: string
  readonly until: string
  /** SQL of the amount of `payments p` in the home currency. */
  readonly home: string
}

const columns = `from_kind, from_id, to_kind, to_id`

/** The payments that touch `start`, read once: each look through all payments is most of what an answer takes. */
function touchedSql({ since, until, home }: EdgeTerms, by: readonly EdgeKind[], from: readonly NodeName[]) {
  const begins = (kind: NodeKind) => from.some(each => each.kind === kind)
  const isPaid = by.includes('payments') && (begins('customer') || begins('counterparty'))
  const touches = [
    'p.account_id IN (SELECT account_id FROM own)',
    ...(isPaid
      ? [
          `p.counterparty_id IN
            (SELECT account_id FROM own UNION ALL SELECT id FROM start WHERE kind = 'counterparty')`,
        ]
      : []),
    ...(by.includes('device') && begins('device')
      ? ["p.device_id IN (SELECT id FROM start WHERE kind = 'device')"]
      : []),
  ]
  return `SELECT p.account_id, p.direction, p.status, p.booked_at, p.counterparty_id, p.counterparty_name, p.device_id,
      ${home} AS home
    FROM payments p
    WHERE p.booked_at >= ${since} AND p.booked_at < ${until} AND (${touches.join(' OR ')})`
}

/** The edges that touch `start`, of each kind. */
const edges: Readonly<Record<EdgeKind, (terms: EdgeTerms) => string>> = {
  payments: () => `
    SELECT CASE WHEN direction = 'out' THEN 'customer' ELSE other_kind END AS from_kind,
      CASE WHEN direction = 'out' THEN customer_id ELSE other_id END AS from_id,
      CASE WHEN direction = 'out' THEN other_kind ELSE 'customer' END AS to_kind,
      CASE WHEN direction = 'out' THEN other_id ELSE customer_id END AS to_id,
      'payments' AS tie, count(*)::INTEGER AS count, sum(home) AS amount,
      min(booked_at) AS first_at, max(booked_at) AS last_at, arg_max(counterparty_name, booked_at) AS name
    FROM (
      SELECT t.*, a.customer_id, CASE WHEN o.customer_id IS NULL THEN 'counterparty' ELSE 'customer' END AS other_kind,
        coalesce(o.customer_id, t.counterparty_id) AS other_id
      FROM touched t JOIN accounts a ON a.account_id = t.account_id
      LEFT JOIN accounts o ON o.account_id = t.counterparty_id
      WHERE t.status = 'completed' AND t.counterparty_id IS NOT NULL
        AND (o.customer_id IS NULL OR (t.direction = 'out' AND o.customer_id <> a.customer_id))
    )
    WHERE (other_kind, other_id) IN (SELECT (kind, id) FROM start)
      OR customer_id IN (SELECT id FROM start WHERE kind = 'customer')
    GROUP BY other_kind, ${columns}`,
  device: ({ since, until }) => `
    SELECT 'customer' AS from_kind, customer_id AS from_id, 'device' AS to_kind, device_id AS to_id, 'device' AS tie,
      nullif(count(used_at), 0)::INTEGER AS count, NULL AS amount, min(used_at) AS first_at, max(used_at) AS last_at,
      NULL AS name
    FROM (
      SELECT customer_id, device_id, started_at AS used_at FROM sessions
      WHERE device_id IS NOT NULL AND started_at >= ${since} AND started_at < ${until}
      UNION ALL
      SELECT a.customer_id, t.device_id, t.booked_at FROM touched t JOIN accounts a ON a.account_id = t.account_id
      WHERE t.device_id IS NOT NULL
      UNION ALL
      SELECT customer_id, value, NULL FROM identifiers WHERE type = 'device'
    )
    WHERE customer_id IN (SELECT id FROM start WHERE kind = 'customer')
      OR device_id IN (SELECT id FROM start WHERE kind = 'device')
    GROUP BY customer_id, device_id`,
  identifier: () => `
    SELECT DISTINCT 'customer' AS from_kind, customer_id AS from_id, 'identifier' AS to_kind,
      type || ':' || value AS to_id, 'identifier' AS tie, NULL::INTEGER AS count, NULL AS amount,
      NULL::TIMESTAMP AS first_at, NULL::TIMESTAMP AS last_at, NULL AS name
    FROM identifiers
    WHERE type <> 'device' AND (customer_id IN (SELECT id FROM start WHERE kind = 'customer')
      OR type || ':' || value IN (SELECT id FROM start WHERE kind = 'identifier'))`,
}

/** Makes `found`: all nodes at the ends of `edges`, and those of `start`. */
const foundSql = (ordinaryAbove: number) => `
  CREATE TEMP TABLE found AS
  WITH ends AS (
    SELECT kind, id, arg_max(name, last_at) AS name, coalesce(sum(count), 0) AS deals FROM (
      SELECT from_kind AS kind, from_id AS id, name, count, last_at FROM edges
      UNION ALL SELECT to_kind, to_id, name, count, last_at FROM edges
      UNION ALL SELECT kind, id, NULL, NULL, NULL FROM start
    ) GROUP BY kind, id
  ),
  shared AS (
    SELECT 'counterparty' AS kind, id, customers FROM derived.payees
    WHERE id IN (SELECT id FROM ends WHERE kind = 'counterparty')
    UNION ALL
    SELECT 'device', id, customers FROM derived.devices WHERE id IN (SELECT id FROM ends WHERE kind = 'device')
    UNION ALL
    SELECT 'identifier', type || ':' || value, count(DISTINCT customer_id) FROM identifiers
    WHERE type || ':' || value IN (SELECT id FROM ends WHERE kind = 'identifier') GROUP BY ALL
  )
  SELECT e.kind, e.id, CASE WHEN e.kind = 'counterparty' THEN e.name END AS name, e.deals,
    s.customers::INTEGER AS customers, coalesce(s.customers > ${Math.trunc(ordinaryAbove)}, false) AS ordinary,
    b.id IS NOT NULL AS is_start
  FROM ends e LEFT JOIN shared s USING (kind, id) LEFT JOIN start b USING (kind, id)`

const shownEdges = `
  SELECT {kind: from_kind, id: from_id} AS "from", {kind: to_kind, id: to_id} AS "to", tie AS "by", count,
    ${decimalText('amount::DECIMAL(38,4)')} AS amount_home,
    ${instantText('first_at')} AS first_at, ${instantText('last_at')} AS last_at
  FROM edges
  WHERE (from_kind, from_id) IN (SELECT (kind, id) FROM kept) AND (to_kind, to_id) IN (SELECT (kind, id) FROM kept)
  ORDER BY ${columns}, tie`

function instant(micros: number): string {
  return `TIMESTAMP '${formatInstant(micros).slice(0, -1).replace('T', ' ')}'`
}
