import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Book, openBook } from '../src/book/book.ts'
import { tableNames } from '../src/domain/tables.ts'
import { importFiles } from '../src/intake/import.ts'
import { createWorld } from '../src/world/world.ts'
import { writeWorld } from '../src/world/write.ts'

/** Everything a benchmark makes lies here, outside version control, and is used again the next time. */
export const benchData = fileURLToPath(new URL('../data/bench/', import.meta.url))

/** Where the book of an invented institution lies, and `truth.csv` with those who were planted. */
export function institutionPlace({ customers, seed = 1, lookAlikes = 1 }: Institution): string {
  const name = [
    `customers-${customers}`,
    ...(seed === 1 ? [] : [`seed-${seed}`]),
    ...(lookAlikes === 1 ? [] : [`look-alikes-${lookAlikes}`]),
  ]
  return join(benchData, name.join('-'))
}

export interface Institution {
  readonly customers: number
  readonly seed?: number
  /** See `WorldOptions`. */
  readonly lookAlikes?: number
}

/** Opens the book of an invented institution of 12 months; invents and imports it when it is not there yet. */
export async function openInstitution(
  institution: Institution,
  say: (progress: string) => void,
): Promise<Book> {
  const directory = institutionPlace(institution)
  const files = join(directory, 'files')
  // The book is there before all rows are in it; the files go only after the last of them.
  const imported = existsSync(join(directory, 'book.duckdb')) && !existsSync(files)
  if (imported) return openBook(directory)
  rmSync(directory, { recursive: true, force: true })
  say(`inventing an institution of ${institution.customers} customers`)
  await writeWorld(createWorld({ seed: 1, ...institution }), files, { format: 'csv' })
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
  copyFileSync(join(files, 'truth.csv'), join(directory, 'truth.csv'))
  rmSync(files, { recursive: true })
  return book
}
