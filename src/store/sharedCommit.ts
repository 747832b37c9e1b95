import { setImmediate } from 'node:timers/promises'
import type { Database, Transaction } from './connection.ts'
import { answersOf } from './sentLast.ts'

/** Works that share one commit at most: the first of them waits for the last. */
const worksMost = 8

interface Waiting {
  readonly run: (transaction: Transaction) => Promise<void>
  readonly kept: () => void
  readonly lost: (error: unknown) => void
}

/**
 * Transactions on a database that runs one at a time anyway: those that wait together are kept by one commit, each within its own
 * savepoint, because the commit with its flush to the disk costs as much as the statements of a work (group commit: DeWitt et al.,
 * "Implementation techniques for main memory database systems", 1984). To whoever calls, each is a transaction of its own: it
 * resolves when it is kept for good, and of one that throws nothing is kept.
 */
export function sharedCommits(
  database: Database,
): <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T> {
  const waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) await runTogether()
    isRunning = false
  }

  async function runTogether(): Promise<void> {
    const done: Waiting[] = []
    try {
      await database.transaction(
        async transaction => {
          while (waiting.length > 0 && done.length < worksMost) {
            const next = waiting.shift()!
            done.push(next)
            if (!(await ranInSavepoint(transaction, next))) done.pop()
            // The database runs in this thread, without a pause in which a request that has come meanwhile would be read.
            if (waiting.length === 0) await setImmediate()
          }
        },
        { isolationLevel: 'read committed' },
      )
      for (const { kept } of done) kept()
    } catch (error) {
      for (const { lost } of done) lost(error)
    }
  }

  return work =>
    new Promise((resolve, reject) => {
      let value: Awaited<ReturnType<typeof work>>
      waiting.push({
        run: async transaction => {
          value = await work(transaction)
          await answersOf(transaction)
        },
        kept: () => resolve(value),
        lost: reject,
      })
      if (!isRunning) void runAll()
    })
}

/** False when the work threw: nothing of it is kept, which is told at once. @throws when the savepoint itself fails */
async function ranInSavepoint(transaction: Transaction, { run, lost }: Waiting): Promise<boolean> {
  let thrown: { readonly error: unknown } | undefined
  try {
    await transaction.transaction(inner =>
      run(inner).catch(error => {
        thrown = { error }
        throw error
      }),
    )
    return true
  } catch (error) {
    // The savepoint was not taken back, or not released: what the others did is in doubt as well.
    if (error !== thrown?.error) throw error
    lost(error)
    return false
  }
}
