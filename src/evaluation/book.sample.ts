import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Book, openBook } from '../book/book.ts'
import type { Rows } from '../book/memory.ts'
import { importFiles } from '../intake/import.ts'

/** Opens a real book with these rows in it, for tests; it is removed afterwards. */
export async function withBook<T>(rows: Rows, use: (book: Book, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-evaluation-'))
  try {
    const book = await openBook(join(folder, 'data'), { threads: 1 })
    try {
      const requests = (['customers', 'accounts', 'payments'] as const).map(table => ({
        table,
        path: join(folder, `${table}.jsonl`),
      }))
      for (const { table, path } of requests)
        await writeFile(path, rows[table].map(row => `${JSON.stringify(row)}\n`).join(''))
      for await (const result of importFiles(book, requests, { rejectsDirectory: join(folder, 'rejects') })) {
        if (result.rejected > 0 || result.error !== undefined)
          throw new Error(`${result.file} was not imported whole`)
      }
      return await use(book, folder)
    } finally {
      book.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}
