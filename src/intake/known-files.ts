import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { TableName } from '../domain/tables.ts'

/**
 * Files whose every row the book has. A file with the same bytes, read in the same way, can hold nothing but
 * duplicates as long as no record is taken out of the book or replaced, so it is not read again row by row. A nightly
 * import of a folder that only grows then costs what is new in it.
 */

/** Raised whenever the same bytes may give other rows than before; files known to an earlier reader are read again. */
const readerVersion = 1

/** How a file is read, apart from its bytes. */
export interface Reading {
  readonly format: string
  readonly table: TableName | undefined
  /** The profile's own text. */
  readonly profile: string | undefined
  readonly institution: readonly string[]
}

export interface RowsOfTable {
  readonly table: TableName
  readonly read: number
}

/** SHA-256 over the bytes of a file and how they are read, in hexadecimal. */
export async function fingerprintOf(
  file: string,
  reading: Reading,
  onBytes: (read: number) => void,
): Promise<string> {
  const hash = createHash('sha256')
  const { format, table, profile, institution } = reading
  hash.update(JSON.stringify([readerVersion, format, table, profile, [...institution].sort()]))
  let read = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    read += chunk.length
    onBytes(read)
  }
  return hash.digest('hex')
}

/** Rows of each table in a file that is known, or undefined. */
export async function rowsOfKnown(
  connection: DuckDBConnection,
  fingerprint: string,
): Promise<readonly RowsOfTable[] | undefined> {
  const found = await connection.runAndReadAll(
    'SELECT table_name, rows FROM known_files WHERE fingerprint = $1 ORDER BY part',
    [fingerprint],
  )
  if (found.currentRowCount === 0) return undefined
  return found.getRows().map(([table, rows]) => ({ table: table as TableName, read: Number(rows) }))
}

/** Within the transaction that brought its rows. */
export async function rememberFile(
  connection: DuckDBConnection,
  fingerprint: string,
  parts: readonly RowsOfTable[],
): Promise<void> {
  for (const [part, { table, read }] of parts.entries()) {
    await connection.run(`INSERT INTO known_files VALUES ($1, ${part}, $2, ${read})`, [fingerprint, table])
  }
}

/** To be called within every transaction that replaces or removes records: what a file held may then be gone. */
export async function forgetFiles(connection: DuckDBConnection): Promise<void> {
  await connection.run('DELETE FROM known_files')
}
