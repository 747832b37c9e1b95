import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBook } from '../book/book.ts'
import { readRows } from '../book/rows.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Row } from '../domain/tables.ts'
import { importFiles } from '../intake/import.ts'
import { wrongUse } from './arguments.ts'
import { counted } from './terminal/numbers.ts'

/** Who the customers are and which accounts they have, by id. */
export interface Facts {
  readonly customers: ReadonlyMap<string, Row<'customers'>>
  readonly accounts: ReadonlyMap<string, Row<'accounts'>>
}

/** Reads customers and accounts from files of any format that import reads. @throws LapwingError `facts-refused` */
export async function readFacts(customers: readonly string[], accounts: readonly string[]): Promise<Facts> {
  if (customers.length === 0 || accounts.length === 0) {
    throw wrongUse('Whose the payments are is not known.', 'Give --customers FILE and --accounts FILE.')
  }
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-kernel-'))
  const book = await openBook(folder)
  try {
    const requests = [
      ...customers.map(path => ({ table: 'customers' as const, path })),
      ...accounts.map(path => ({ table: 'accounts' as const, path })),
    ]
    for await (const { file, error, rejected } of importFiles(book, requests, { rejectsDirectory: folder })) {
      if (error === undefined && rejected === 0) continue
      throw new LapwingError('facts-refused', error?.message ?? `${counted(rejected, 'row')} refused`, {
        place: file,
        remedy: error?.remedy ?? 'Import the file with lapwing import, which tells what is wrong with each.',
      })
    }
    const connection = await book.connect()
    try {
      const found = { customers: new Map(), accounts: new Map() }
      for await (const rows of readRows(connection, 'customers'))
        for (const row of rows) found.customers.set(row.customer_id, row)
      for await (const rows of readRows(connection, 'accounts'))
        for (const row of rows) found.accounts.set(row.account_id, row)
      return found
    } finally {
      connection.closeSync()
    }
  } finally {
    book.close()
    await rm(folder, { recursive: true, force: true })
  }
}
