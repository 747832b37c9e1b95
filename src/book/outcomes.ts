import type { outcomeKinds } from '../domain/tables.ts'
import type { Book } from './book.ts'

/** What was decided about a customer, as the book has it. */
export interface Outcome {
  readonly customerId: string
  /** Microseconds since 1970 UTC. */
  readonly decidedAt: number
  readonly typology: string
  readonly outcome: (typeof outcomeKinds)[number]
  readonly source: string
}

/** The outcomes decided before an instant (microseconds), earliest first. */
export async function outcomesBefore(book: Book, before: number): Promise<readonly Outcome[]> {
  const connection = await book.connect()
  try {
    const reader = await connection.runAndReadAll(
      `SELECT customer_id, epoch_us(decided_at)::DOUBLE AS decided_at, typology, outcome, source FROM outcomes
       WHERE epoch_us(decided_at)::DOUBLE < $1 ORDER BY decided_at, customer_id, typology`,
      [before],
    )
    return reader.getRowObjectsJson().map(row => ({
      customerId: String(row.customer_id),
      decidedAt: Number(row.decided_at),
      typology: String(row.typology),
      outcome: String(row.outcome) as Outcome['outcome'],
      source: String(row.source ?? ''),
    }))
  } finally {
    connection.closeSync()
  }
}
