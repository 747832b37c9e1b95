import type { Book } from './book.ts'
import { runTogether } from './query.ts'

/**
 * What people look up again and again, made once from the tables of the book and kept beside them in the schema `derived`:
 *
 * | table | columns |
 * | --- | --- |
 * | payees | id, name (as the latest payment has it), country, names (all of them, lower case), customers, payments; without accounts of the institution |
 * | devices | id, customers |
 * | references | text, searched (lower case), payments, payment_id (the latest) |
 *
 * `customers` is how many share it. They are made anew when a table that they come from has another number of rows: rows of the
 * book are added and never changed.
 */
export async function deriveTables(book: Book): Promise<void> {
  const state = JSON.stringify(await book.counts())
  const before = making.get(book.directory) ?? Promise.resolve()
  const made = before.then(
    () => make(book, state),
    () => make(book, state),
  )
  making.set(book.directory, made)
  try {
    await made
  } finally {
    if (making.get(book.directory) === made) making.delete(book.directory)
  }
}

/** One at a time for each book; whoever comes meanwhile waits for what is made. */
const making = new Map<string, Promise<void>>()

const settingName = 'derived_from'

async function make(book: Book, state: string): Promise<void> {
  if ((await book.setting(settingName)) === state) return
  const connection = await book.connect()
  try {
    await runTogether(connection, [
      'CREATE SCHEMA IF NOT EXISTS derived',
      ...Object.entries(tables).map(([name, sql]) => `CREATE OR REPLACE TABLE derived."${name}" AS ${sql}`),
    ])
  } finally {
    connection.closeSync()
  }
  await book.changeSetting(settingName, state)
}

const tables = {
  payees: `
    SELECT p.counterparty_id AS id, arg_max(p.counterparty_name, p.booked_at) AS name,
      arg_max(p.counterparty_country, p.booked_at) AS country,
      lower(string_agg(DISTINCT p.counterparty_name, chr(10))) AS names,
      count(DISTINCT a.customer_id)::INTEGER AS customers, count(*)::INTEGER AS payments
    FROM payments p JOIN accounts a ON a.account_id = p.account_id
    WHERE p.counterparty_id IS NOT NULL AND p.counterparty_id NOT IN (SELECT account_id FROM accounts)
    GROUP BY p.counterparty_id ORDER BY id`,
  devices: `
    SELECT device_id AS id, count(DISTINCT customer_id)::INTEGER AS customers FROM (
      SELECT device_id, customer_id FROM sessions
      UNION ALL SELECT p.device_id, a.customer_id FROM payments p JOIN accounts a ON a.account_id = p.account_id
      UNION ALL SELECT value, customer_id FROM identifiers WHERE type = 'device'
    ) WHERE device_id IS NOT NULL GROUP BY device_id ORDER BY id`,
  references: `
    SELECT reference_text AS text, lower(reference_text) AS searched, count(*)::INTEGER AS payments,
      arg_max(payment_id, booked_at) AS payment_id
    FROM payments WHERE reference_text IS NOT NULL GROUP BY reference_text ORDER BY text`,
} as const
