import type { Book } from '../book/book.ts'
import { keepCoverage } from '../casework/findings.ts'
import { type CardCoverage, coverageOf } from '../detection/coverage.ts'
import { columnsFor } from '../detection/fields.ts'
import { fieldsOf } from '../detection/program.ts'
import type { Plan } from '../typology/plan.ts'

/** Finds what the book can show of these cards, and keeps it in its data folder for the workbench. */
export async function coverBook(book: Book, plans: readonly Plan[]): Promise<readonly CardCoverage[]> {
  const columns = new Set([...columnsFor(fieldsOf(plans)), 'product', 'rail'])
  const cards = coverageOf(await book.scan([...columns]), plans)
  await keepCoverage(book.directory, cards)
  return cards
}
