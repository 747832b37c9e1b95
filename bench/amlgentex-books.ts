import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Book, openBook } from '../src/book/book.ts'
import { importFiles } from '../src/intake/import.ts'
import { benchData } from './institution.ts'

const folder = join(benchData, 'amlgentex')
const profileOf = (name: string) =>
  fileURLToPath(new URL(`../profiles/amlgentex-${name}.yaml`, import.meta.url))

export const isThere = (source: string): boolean =>
  ['accounts.csv', 'tx_log.parquet'].every(name => existsSync(join(source, name)))

/** The book of all payments, and who in it is sought: customers with an account that a labelled payment left or reached. */
export async function openWhole(source: string, say: (progress: string) => void): Promise<Whole> {
  const place = join(folder, 'whole')
  if (!existsSync(place)) {
    const making = `${place}-unfinished`
    rmSync(making, { recursive: true, force: true })
    const book = await openBook(making)
    for (const [profile, file] of [
      ['accounts', 'accounts.csv'],
      ['payments', 'tx_log.parquet'],
    ] as const) {
      const options = { profile: profileOf(profile), rejectsDirectory: join(making, 'rejects') }
      for await (const result of importFiles(book, [{ path: join(source, file) }], options)) {
        say(`imported ${result.accepted} ${result.table}`)
        if (result.error !== undefined || result.rejected > 0)
          throw new Error(`${file} was not imported whole`)
      }
    }
    book.close()
    renameSync(making, place)
  }
  const book = await openBook(place)
  const connection = await book.connect()
  try {
    const rows = await connection.runAndReadAll(
      `SELECT DISTINCT customer_id FROM accounts JOIN (
         SELECT unnest([nameOrig, nameDest])::VARCHAR AS account_id FROM read_parquet($1) WHERE isSAR = 1
       ) USING (account_id)`,
      [join(source, 'tx_log.parquet')],
    )
    const banks = await connection.runAndReadAll(
      'SELECT segment, list(customer_id ORDER BY customer_id) FROM customers GROUP BY segment ORDER BY segment',
    )
    return {
      book,
      sought: new Set(rows.getRowsJson().map(([id]) => String(id))),
      customersOf: new Map(banks.getRowsJson().map(([bank, ids]) => [String(bank), ids as string[]])),
    }
  } finally {
    connection.closeSync()
  }
}

export interface Whole {
  readonly book: Book
  /** Customer ids. */
  readonly sought: ReadonlySet<string>
  /** Customer ids of each bank. */
  readonly customersOf: ReadonlyMap<string, readonly string[]>
}

/** The book of one bank: its customers, their accounts, and the payments on these alone. The whole must be closed. */
export async function openBank(bank: string): Promise<Book> {
  const place = join(folder, bank)
  if (existsSync(place)) return openBook(place)
  const making = `${place}-unfinished`
  rmSync(making, { recursive: true, force: true })
  const book = await openBook(making)
  const connection = await book.connect()
  await connection.run(
    `ATTACH '${join(folder, 'whole', 'book.duckdb').replaceAll("'", "''")}' AS whole (READ_ONLY)`,
  )
  await connection.run('INSERT INTO customers SELECT * FROM whole.customers WHERE segment = $1', [bank])
  await connection.run(
    'INSERT INTO accounts SELECT * FROM whole.accounts WHERE customer_id IN (SELECT customer_id FROM customers)',
  )
  await connection.run(
    'INSERT INTO payments SELECT * FROM whole.payments WHERE account_id IN (SELECT account_id FROM accounts)',
  )
  await connection.run('DETACH whole')
  connection.closeSync()
  book.close()
  renameSync(making, place)
  return openBook(place)
}
