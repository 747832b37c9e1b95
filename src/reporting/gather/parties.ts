import { LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { Book } from '../../book/book.ts'
import type { CustomerRecord } from '../../book/evidence.ts'
import { homeCurrencyOf } from '../../book/homeCurrency.ts'
import type { Subject } from '../model/report.ts'

/** What the book has on customers: who they are to the institution, their accounts and what identifies them. */
export interface Parties {
  readonly home_currency: string
  readonly customers: ReadonlyMap<string, Party>
  /** Whose an account of this institution is. */
  readonly holders: ReadonlyMap<string, string>
}

export interface Party {
  readonly customer: CustomerRecord | null
  readonly accounts: Subject['accounts']
  readonly identifiers: Subject['identifiers']
}

/** Of these customers, and of whoever holds one of these accounts. */
export type ReadParties = (asked: {
  readonly customerIds: readonly string[]
  readonly accountIds: readonly string[]
}) => Promise<Parties>

/** Asks the book for several customers at once; those that it does not have are left out. */
export async function partiesOf(book: Book, asked: Parameters<ReadParties>[0]): Promise<Parties> {
  const connection = await book.connect()
  try {
    const ask = async <Row>(sql: string, column: string, ids: readonly string[]) => {
      const reader = await connection.runAndReadAll(
        `${sql} WHERE ${column} IN (SELECT unnest($1)) ORDER BY ALL`,
        [listValue([...ids])],
        [LIST(VARCHAR)],
      )
      return reader.getRowObjectsJson() as Row[]
    }
    const held = await ask<{ account_id: string; customer_id: string }>(
      'SELECT account_id, customer_id FROM accounts',
      'account_id',
      asked.accountIds,
    )
    const holders = new Map(held.map(each => [each.account_id, each.customer_id]))
    const customerIds = [...new Set([...asked.customerIds, ...holders.values()])]
    const accounts = await ask<Subject['accounts'][number] & { customer_id: string }>(
      `SELECT customer_id, account_id, product, opened_on::VARCHAR AS opened_on, closed_on::VARCHAR AS closed_on
       FROM accounts`,
      'customer_id',
      customerIds,
    )
    const identifiers = await ask<Subject['identifiers'][number] & { customer_id: string }>(
      'SELECT DISTINCT customer_id, type, value FROM identifiers',
      'customer_id',
      customerIds,
    )
    const customers = new Map<string, Party>()
    for (const id of customerIds) {
      const customer = (await book.customer(id)) ?? null
      const own = accounts.filter(each => each.customer_id === id)
      if (customer === null && own.length === 0) continue
      customers.set(id, {
        customer,
        accounts: own.map(({ customer_id: _, ...account }) => account),
        identifiers: identifiers
          .filter(each => each.customer_id === id)
          .map(({ type, value }) => ({ type, value })),
      })
    }
    return {
      home_currency: await homeCurrencyOf(connection, await book.setting('home_currency')),
      customers,
      holders,
    }
  } finally {
    connection.closeSync()
  }
}
