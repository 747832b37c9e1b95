import type { History, NotEvaluated } from '../book/history.ts'
import { microsPerDay } from '../domain/time.ts'

/**
 * Where a book begins, everything is new: every payee is paid for the first time, every country sent to for the first time. The
 * first weeks are therefore seen by measures, but nothing is learnt from them and nothing raised at them. So it is where somebody
 * becomes a customer: whom they deal with in their own first weeks is not new to them, but of an age that nobody here knows.
 */

/** Long enough that whatever is paid every month has been paid. */
export const settlingDays = 45
/** A shorter book is evaluated from its first payment: it would have little left. */
const bookDaysMin = 180

/**
 * Whether it cannot be told how old a relation of so many days is, because the customer was new when it began: then every
 * counterparty is dealt with for the first time, the landlord of ten years as well as a stranger. Once it has lasted that long
 * here, its days count. `tenureDays` is how long a customer now.
 */
export function isUnsettled(days: number, tenureDays: number): boolean {
  return days < settlingDays && tenureDays - days < settlingDays
}

/** The booking time from which payments are evaluated, microseconds. */
export function settledFrom({ bookedAt }: History): number {
  const first = bookedAt[0] ?? 0
  const days = ((bookedAt.at(-1) ?? 0) - first) / microsPerDay
  return days < bookDaysMin ? first : first + settlingDays * microsPerDay
}

/** The payments of the first weeks, listed. */
export function notSettled(history: History): NotEvaluated[] {
  const from = settledFrom(history)
  let count = 0
  while (count < history.paymentCount && history.bookedAt[count]! < from) count++
  if (count === 0) return []
  return [
    {
      what: 'payments',
      count,
      reason: `booked in the first ${settlingDays} days of the book, in which every payee looks new; measures see them, no alert is raised at them`,
      remedy: 'import payments from before',
    },
  ]
}
