import type { Transaction } from './connection.ts'

const unanswered = new WeakMap<Transaction, Promise<unknown>[]>()

/**
 * Sends a statement without waiting for its answer, so that the commit follows it at once. For what locks out others until the
 * commit: no way back and forth is spent while they wait. Whoever runs the transaction asks `answersOf` it.
 */
export function sendLast(transaction: Transaction, statement: Promise<unknown>): void {
  const sent = unanswered.get(transaction) ?? []
  unanswered.set(transaction, [...sent, statement])
  // Told by `answersOf`, and not as a rejection that nobody handles.
  statement.catch(() => {})
}

/** @throws the error of a statement that was sent last: the commit after it kept nothing, and says nothing of that itself */
export async function answersOf(transaction: Transaction): Promise<void> {
  await Promise.all(unanswered.get(transaction) ?? [])
}
