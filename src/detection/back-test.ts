import { Worker } from 'node:worker_threads'
import type { GroupTally } from './alert-tally.ts'
import type { CardsToCompare, WayToGroup } from './cards-compared.ts'

/** What a change of cards would have found: counts, and no subject. */
export interface BackTested {
  readonly payments: number
  readonly customers: number
  readonly cut_bans_before: number | null
  readonly cut_bans_after: number | null
  readonly before: number
  readonly after: number
  readonly gained: number
  readonly lost: number
  readonly kept: number
  /** Of the kept, how many have another rank. */
  readonly reranked: number
  readonly groups: Readonly<Record<WayToGroup, readonly GroupTally[]>>
}

export type BackTestWork = Omit<CardsToCompare, 'paymentIds'>

/** What the thread tells. */
export type BackTestSays =
  | { readonly step: string; readonly fraction: number }
  | { readonly result: BackTested }

/**
 * Compares cards on a thread of its own, so that a server answers meanwhile. Rejects when the thread fails, and with the signal's
 * reason when it is aborted: then nothing of it runs on.
 */
export async function backTest(
  work: BackTestWork,
  {
    signal,
    onStep,
  }: { readonly signal: AbortSignal; readonly onStep: (step: string, fraction: number) => void },
): Promise<BackTested> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./back-test-worker.ts', import.meta.url), { workerData: work })
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread of a back-test ended before its result')))
      worker.on('message', (says: BackTestSays) => {
        if ('result' in says) resolve(says.result)
        else onStep(says.step, says.fraction)
      })
    })
  } finally {
    await worker.terminate()
  }
}
