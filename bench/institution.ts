import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Book, openBook } from '../src/book/book.ts'
import { tableNames } from '../src/domain/tables.ts'
import { importFiles } from '../src/intake/import.ts'
import { createWorld } from '../src/world/world.ts'
import { writeWorld } from '../src/world/write.ts'

/** Everything a benchmark makes lies here, outside version control, and is used again the next time. */
const benchData = fileURLToPath(new URL('../data/bench/', import.meta.url))

/** Opens the book of an invented institution of 12 months; invents and imports it when it is not there yet. */
export async function openInstitution(customers: number, say: (progress: string) => void): Promise<Book> {
  const directory = join(benchData, `customers-${customers}`)
  const files = join(directory, 'files')
  // The book is there before all rows are in it; the files go only after the last of them.
  const imported = existsSync(join(directory, 'book.duckdb')) && !existsSync(files)
  if (imported) return openBook(directory)
  rmSync(directory, { recursive: true, force: true })
  say(`inventing an institution of ${customers} customers`)
  await writeWorld(createWorld({ seed: 1, customers }), files, { format: 'csv' })
  const book = await openBook(directory)
  const requests = tableNames
    .map(table => ({ table, path: join(files, `${table}.csv`) }))
    .filter(({ path }) => existsSync(path))
  for await (const result of importFiles(book, requests, { rejectsDirectory: join(directory, 'rejects') })) {
    say(`imported ${result.accepted} ${result.table}`)
    if (result.error !== undefined || result.rejected > 0) {
      throw new Error(`the invented institution was not imported whole: ${result.file}`)
    }
  }
  rmSync(files, { recursive: true })
  return book
}
