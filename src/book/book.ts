import { accessSync, constants, mkdirSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { LapwingError } from '../domain/errors.ts'
import { type TableName, tableNames } from '../domain/tables.ts'
import {
  type CustomerRecord,
  customerById,
  type PaymentRecord,
  paymentsAt,
  paymentsById,
} from './evidence.ts'
import type { History } from './history.ts'
import { rowsOf, runTogether } from './query.ts'
import { type ScanBounds, scanHistory } from './scan.ts'
import { schemaStatements, schemaVersion, updateStatements } from './schema.ts'

export interface BookOptions {
  /** Most memory DuckDB may take before it spills to disk; 40% of the machine's when absent. */
  readonly memoryBytesMax?: number
  /** As many as there are cores when absent. */
  readonly threads?: number
}

/** The columnar store of payments and customers: one DuckDB file in the data directory. */
export interface Book {
  readonly directory: string
  /** A connection of its own, for whoever writes or asks SQL; the caller closes it. */
  connect(): Promise<DuckDBConnection>
  /** Rows of each table. */
  counts(): Promise<Readonly<Record<TableName, number>>>
  setting(name: string): Promise<string | undefined>
  changeSetting(name: string, value: string): Promise<void>
  /** The history with the asked payment columns; see `scanHistory`. */
  scan(fields: readonly string[], bounds?: ScanBounds): Promise<History>
  /** Payments by `History.places`, in the order asked. Places hold until the next import. */
  paymentsAt(places: Iterable<number>): Promise<readonly PaymentRecord[]>
  /** Payments by id, in the order asked; ids that the book does not have are left out. */
  paymentsById(ids: readonly string[]): Promise<readonly PaymentRecord[]>
  customer(id: string): Promise<CustomerRecord | undefined>
  close(): void
}

/**
 * Opens the book of a data directory, and creates both where they do not exist. Several openings within one process
 * share the store.
 *
 * Fails with `book-not-writable`, `book-locked` (another process has it), `book-newer` (written by a later version)
 * or `book-damaged`.
 */
export async function openBook(directory: string, options: BookOptions = {}): Promise<Book> {
  const path = join(resolve(directory), 'book.duckdb')
  const instance = await openInstance(directory, path, options)
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    await settleSchema(connection, path)
  } catch (error) {
    // Both: the next opening waits until nothing holds the store any more.
    connection.closeSync()
    instance.closeSync()
    throw error instanceof LapwingError ? error : damaged(path, error)
  }
  const connect = async () => {
    const own = await instance.connect()
    await own.run("SET TimeZone = 'UTC'")
    return own
  }
  const setting = async (name: string) => {
    const [row] = await rowsOf<{ value: string }>(connection, 'SELECT value FROM settings WHERE name = $1', [
      name,
    ])
    return row?.value
  }
  return {
    directory,
    connect,
    setting,
    async counts() {
      const [row] = await rowsOf<Record<TableName, string>>(
        connection,
        `SELECT ${tableNames.map(table => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ')}`,
      )
      return Object.fromEntries(tableNames.map(table => [table, Number(row?.[table])])) as Record<
        TableName,
        number
      >
    },
    async changeSetting(name, value) {
      await connection.run('BEGIN')
      try {
        await connection.run('DELETE FROM settings WHERE name = $1', [name])
        await connection.run('INSERT INTO settings VALUES ($1, $2)', [name, value])
        await connection.run('COMMIT')
      } catch (error) {
        await connection.run('ROLLBACK')
        throw error
      }
    },
    async scan(fields, bounds = {}) {
      const own = await connect()
      try {
        return await scanHistory(own, fields, bounds, await setting('home_currency'))
      } finally {
        own.closeSync()
      }
    },
    paymentsAt: places => paymentsAt(connection, places),
    paymentsById: ids => paymentsById(connection, ids),
    customer: id => customerById(connection, id),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function openInstance(directory: string, path: string, options: BookOptions): Promise<DuckDBInstance> {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK)
  } catch (cause) {
    throw new LapwingError('book-not-writable', 'this directory cannot be written to', {
      place: directory,
      remedy: 'choose another with --data, or change its permissions',
      cause,
    })
  }
  const memoryBytesMax = Math.floor(options.memoryBytesMax ?? totalmem() * 0.4)
  const settings: Record<string, string> = {
    memory_limit: `${Math.max(1, Math.floor(memoryBytesMax / 1_048_576))}MiB`,
    temp_directory: join(resolve(directory), 'temporary'),
    // Nothing is ever fetched from the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
  if (options.threads !== undefined) settings.threads = String(options.threads)
  try {
    // Cached, because a second opening of one file in one process would silently release the first one's lock.
    return await DuckDBInstance.fromCache(path, settings)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    if (/lock on file/i.test(message)) {
      throw new LapwingError('book-locked', 'another program has this book open', {
        place: path,
        remedy: 'wait until it has finished, or stop it',
        cause,
      })
    }
    if (/different configuration/i.test(message)) {
      throw new LapwingError('book-open', 'this book is already open here with other options', {
        place: path,
        remedy: 'open it once, or with the same memory and thread limits',
        cause,
      })
    }
    if (/permission denied|read-only/i.test(message)) {
      throw new LapwingError('book-not-writable', 'the book cannot be written to', {
        place: path,
        remedy: 'change the permissions of the file',
        cause,
      })
    }
    throw damaged(path, cause)
  }
}

async function settleSchema(connection: DuckDBConnection, path: string): Promise<void> {
  const tables = (
    await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE NOT temporary')
  ).getRows()
  if (tables.length === 0) {
    await runTogether(connection, schemaStatements())
    return
  }
  const rows = (
    await connection.runAndReadAll("SELECT value FROM settings WHERE name = 'schema_version'")
  ).getRows()
  const version = Number(rows[0]?.[0])
  if (version > schemaVersion) {
    throw new LapwingError('book-newer', `this book was written by a newer version (schema ${version})`, {
      place: path,
      remedy: `install that version, or import the files into a new data directory (this one knows schema ${schemaVersion})`,
    })
  }
  if (!(version >= 1)) throw damaged(path, new Error('the book has no schema version'))
  if (version < schemaVersion) await runTogether(connection, updateStatements(version))
}

function damaged(path: string, cause: unknown): LapwingError {
  return new LapwingError('book-damaged', 'this file is not a whole book', {
    place: path,
    remedy: 'restore it from a backup, or move it away and import the files again',
    cause,
  })
}
