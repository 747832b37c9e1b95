import { availableParallelism } from 'node:os'
import type { Book } from '../book/book.ts'
import type { History } from '../book/history.ts'
import { LapwingError } from '../domain/errors.ts'
import { microsPerDay } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import { columnsFor } from './fields.ts'
import { fieldsOf } from './program.ts'

/** How a book comes to be walked: its end, the history that plans need, and the names of what was found. */

/** Fewer payments than this are walked sooner on one thread than others take to start. */
const paymentsForThreads = 200_000

/** The day after that of the last payment, in microseconds since 1970 UTC. @throws LapwingError `empty-book` */
export async function endOf(book: Book): Promise<number> {
  const connection = await book.connect()
  try {
    const reader = await connection.runAndReadAll('SELECT epoch_us(max(booked_at))::DOUBLE FROM payments')
    const last = reader.getRows()[0]?.[0]
    if (typeof last === 'number') return (Math.floor(last / microsPerDay) + 1) * microsPerDay
  } finally {
    connection.closeSync()
  }
  throw emptyBook(book)
}

/** So many months before an instant, both in microseconds since 1970 UTC. */
export function monthsBefore(until: number, months: number): number {
  const day = new Date(until / 1_000)
  const then = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - months, day.getUTCDate())
  return (then + (day.getTime() % 86_400_000)) * 1_000
}

function emptyBook(book: Book): LapwingError {
  return new LapwingError('empty-book', 'There are no payments to look through.', {
    place: book.directory,
    remedy: 'Run "lapwing import" first, or "lapwing start" for the example.',
  })
}

/** The history that these plans walk, with further payment columns where they are asked for. */
export async function historyFor(
  book: Book,
  plans: readonly Plan[],
  until: number | undefined,
  also: readonly string[] = [],
): Promise<History> {
  const columns = new Set([...columnsFor(fieldsOf(plans)), ...also])
  const history = await book.scan([...columns].sort(), until === undefined ? {} : { until })
  if (history.paymentCount > 0) return history
  if (history.notEvaluated.length > 0) {
    const why = history.notEvaluated.map(({ what, count, reason }) => `${count} ${what}: ${reason}.`)
    throw new LapwingError(
      'nothing-evaluated',
      `None of the payments can be looked through. ${why.join(' ')}`,
      {
        place: book.directory,
        remedy: `To evaluate them, ${history.notEvaluated.map(({ remedy }) => remedy).join('; ')}.`,
      },
    )
  }
  throw emptyBook(book)
}

/** The ids of payments, by their place in the history. */
export async function idsOf(
  book: Book,
  history: History,
  payments: readonly number[],
): Promise<readonly string[]> {
  const records = await book.paymentsAt(payments.map(payment => history.places[payment]!))
  return records.map(record => record.payment_id!)
}

export function threadsFor(asked: number | undefined, history: History): number {
  return asked ?? (history.paymentCount < paymentsForThreads ? 1 : availableParallelism())
}
