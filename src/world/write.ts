import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { columnsOf } from '../domain/tables.ts'
import {
  accountCells,
  type Cells,
  customerCells,
  identifierCells,
  paymentCells,
  sessionCells,
  truthCells,
  truthColumns,
} from './rows.ts'
import { generate, type World } from './world.ts'

export interface WriteOptions {
  readonly format: 'parquet' | 'csv'
  readonly onProgress?: (progress: { customers: number; ofCustomers: number; payments: number }) => void
}

/** What was written: rows by table, and the truth's lines. */
export interface Written {
  readonly rows: Readonly<Record<WorldTable, number>>
  readonly truth: number
  readonly files: readonly string[]
}

const worldTables = ['customers', 'accounts', 'payments', 'sessions', 'identifiers'] as const
type WorldTable = (typeof worldTables)[number]

/**
 * Writes a world's tables, `truth.csv` and a `README.txt` into a directory, which is made when it is not there. The
 * same world gives the same bytes of CSV; Parquet has the same texts, all columns as text, unknown values null.
 */
export async function writeWorld(world: World, directory: string, options: WriteOptions): Promise<Written> {
  await mkdir(directory, { recursive: true })
  const { calendar, people } = world.scene
  const sheets = Object.fromEntries(
    worldTables.map(table => [
      table,
      openSheet(
        join(directory, `${table}.csv`),
        columnsOf(table).map(column => column.name),
      ),
    ]),
  ) as Record<WorldTable, Sheet>
  const batches = generate(world)
  let customers = 0
  let step = batches.next()
  for (; !step.done; step = batches.next()) {
    const batch = step.value
    await sheets.customers.append(batch.people, person => customerCells(person, calendar))
    await sheets.accounts.append(batch.accounts, account => accountCells(account, calendar))
    await sheets.payments.append(batch.payments, paymentCells)
    await sheets.sessions.append(batch.sessions, sessionCells)
    await sheets.identifiers.append(batch.identifiers, identifierCells)
    customers += batch.people.length
    options.onProgress?.({ customers, ofCustomers: people.length, payments: sheets.payments.rows() })
  }
  for (const table of worldTables) await sheets[table].close()
  const truth = [truthColumns, ...step.value.map(truthCells)].map(line).join('')
  await writeFile(join(directory, 'truth.csv'), truth)
  await writeFile(join(directory, 'README.txt'), readme)
  if (options.format === 'parquet') await toParquet(directory)
  return {
    rows: Object.fromEntries(worldTables.map(table => [table, sheets[table].rows()])) as Record<
      WorldTable,
      number
    >,
    truth: step.value.length,
    files: [...worldTables.map(table => `${table}.${options.format}`), 'truth.csv', 'README.txt'],
  }
}

interface Sheet {
  append<T>(records: readonly T[], cellsOf: (record: T) => Cells): Promise<void>
  rows(): number
  close(): Promise<void>
}

function openSheet(path: string, columns: readonly string[]): Sheet {
  const stream = createWriteStream(path, { highWaterMark: 1 << 22 })
  stream.write(line(columns))
  let count = 0
  return {
    async append(records, cellsOf) {
      count += records.length
      let text = ''
      for (const record of records) text += line(cellsOf(record))
      if (!stream.write(text)) await once(stream, 'drain')
    },
    rows: () => count,
    async close() {
      stream.end()
      await finished(stream)
    },
  }
}

/** One record by RFC 4180, ended by a line feed. */
function line(cells: Cells): string {
  const text = cells.join(',')
  // Almost no cell needs quotes: count the commas of the whole line before looking at each cell.
  return special.test(text) || countCommas(text) !== cells.length - 1
    ? `${cells.map(quote).join(',')}\n`
    : `${text}\n`
}

const special = /["\r\n]/

function countCommas(text: string): number {
  let count = 0
  for (let at = text.indexOf(','); at !== -1; at = text.indexOf(',', at + 1)) count++
  return count
}

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

async function toParquet(directory: string): Promise<void> {
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const text = (path: string) => `'${path.replaceAll("'", "''")}'`
  try {
    for (const table of worldTables) {
      const [from, to] = [join(directory, `${table}.csv`), join(directory, `${table}.parquet`)]
      const columns = columnsOf(table).map(column => `'${column.name}': 'VARCHAR'`)
      await connection.run(
        `COPY (SELECT * FROM read_csv(${text(from)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}})) TO ${text(to)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await rm(from)
    }
  } finally {
    connection.closeSync()
    database.closeSync()
  }
}

const readme = `Everybody and everything in this folder is invented.

The customers, accounts, payments, sessions and identifiers come from a random number generator. None of them imitates
a real person, bank, place, payee, wallet or case; any likeness is chance. Identifiers begin with SYN, names with
Synthetic. truth.csv names the subjects that were planted, from published figures. It is for trying and measuring
Lapwing, and says nothing about real customers.
`
