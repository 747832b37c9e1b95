import { LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { Book } from '../book/book.ts'
import { historyOf, type Rows } from '../book/memory.ts'
import { canonicalText } from '../book/schema.ts'
import { visitGated } from '../detection/gated.ts'
import { openPool } from '../detection/pool.ts'
import { type Column, columnsOf, type Row, type TableName } from '../domain/tables.ts'
import { parseInstant } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { Delay } from './delay.ts'
import { type Pair, pairKey } from './line.ts'

/**
 * How many payments of the pattern were booked when the first alert came: those of the subject from the first payment of the
 * truth up to and with the one that raised the alert, and among them only those that pass the gate of a card of that typology.
 * The gate says which payments a card looks at (to people abroad, say); ordinary ones among these are counted too, because
 * the truth does not tell payments apart.
 *
 * @returns a function that is undefined for a subject that no payment of the book belongs to
 */
export async function patternPayments(
  book: Book,
  plans: readonly Plan[],
  delays: readonly Delay[],
  homeCurrency: string,
): Promise<(delay: Delay) => number | undefined> {
  if (delays.length === 0) return () => undefined
  const history = historyOf(await rowsOf(book, delays), homeCurrency)
  const typologies = new Set(delays.map(({ truth }) => truth.typology))
  const wanted = plans.filter(plan => typologies.has(plan.typology))
  const times = new Map<string, number[]>()
  const pool = openPool(history, wanted, 1)
  await visitGated(pool, ({ plan, subjectId, times: own }) => {
    const { subject: subject_kind, typology } = plan
    const key = pairKey({ subject_kind, subject_id: subjectId, typology })
    // Two cards of one typology see a payment once.
    times.set(key, [...new Set([...(times.get(key) ?? []), ...own])])
  })
  await pool.close()
  return ({ truth, raisedAt }) => {
    const [from, to] = [parseInstant(truth.first_at)!, parseInstant(raisedAt)!]
    return times.get(pairKey(truth))?.filter(time => time >= from && time <= to).length
  }
}

/** All payments of these subjects, with the customers and accounts they belong to. */
async function rowsOf(book: Book, delays: readonly { readonly truth: Pair }[]): Promise<Rows> {
  const ids = (kind: Pair['subject_kind']) =>
    delays.filter(({ truth }) => truth.subject_kind === kind).map(({ truth }) => truth.subject_id)
  const connection = await book.connect()
  try {
    await connection.run(
      `CREATE TEMP TABLE pattern_payments AS SELECT p.*, a.customer_id FROM payments p JOIN accounts a USING (account_id)
       WHERE list_contains($1, a.customer_id) OR list_contains($2, p.counterparty_id)`,
      [listValue(ids('customer')), listValue(ids('counterparty'))],
      [LIST(VARCHAR), LIST(VARCHAR)],
    )
    const read = async <T extends TableName>(table: T, from: string) => {
      const columns = columnsOf(table)
      const texts = columns.map(column => `${canonicalText(column, `"${column.name}"`)} AS "${column.name}"`)
      const reader = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${from}`)
      return reader.getRowObjectsJson().map(record => rowOf(columns, record) as Row<T>)
    }
    const dealing = 'customer_id IN (SELECT customer_id FROM pattern_payments)'
    return {
      customers: await read('customers', `customers WHERE ${dealing}`),
      accounts: await read('accounts', `accounts WHERE ${dealing}`),
      payments: await read('payments', 'pattern_payments'),
    }
  } finally {
    connection.closeSync()
  }
}

/** A record of texts as a canonical row: unknown values left out, lists as lists. */
function rowOf(columns: readonly Column[], record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    columns.flatMap(({ name, kind }) => {
      const value = record[name]
      if (value === null || value === undefined || value === '') return []
      return [[name, kind === 'texts' || kind === 'countries' ? String(value).split(';') : value]]
    }),
  )
}
