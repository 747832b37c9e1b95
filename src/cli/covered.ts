import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Book } from '../book/book.ts'
import { hasCoverage, keepCoverage } from '../casework/findings.ts'
import { type CardCoverage, coverageOf } from '../detection/coverage.ts'
import { columnsFor } from '../detection/fields.ts'
import { fieldsOf } from '../detection/program.ts'
import type { Plan } from '../typology/plan.ts'

/** Finds what the book can show of these cards, and keeps it in its data folder for the workbench. */
export async function coverBook(book: Book, plans: readonly Plan[]): Promise<readonly CardCoverage[]> {
  const columns = new Set([...columnsFor(fieldsOf(plans)), 'product', 'rail'])
  const cards = coverageOf(await book.scan([...columns]), plans)
  await keepCoverage(book.directory, cards)
  await writeFile(markFile(book), await markOf(book, plans))
  return cards
}

/** The same, unless it was done for this book and these cards: it reads each payment with each card's conditions. */
export async function coverBookOnce(book: Book, plans: readonly Plan[]): Promise<void> {
  const kept = await readFile(markFile(book), 'utf8').catch(() => undefined)
  const isThere = kept === (await markOf(book, plans)) && (await hasCoverage(book.directory))
  if (!isThere) await coverBook(book, plans)
}

const markFile = ({ directory }: Book) => join(directory, 'coverage.of')

/** Another text when a row came to the book, which loses none, or a card changed. */
async function markOf(book: Book, plans: readonly Plan[]): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify([await book.counts(), plans]))
    .digest('hex')
}
