import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../access/desk.ts'
import type { Random } from '../../access/operation.ts'
import { approvedFolder, keepApproved } from '../../typology/approved.ts'
import { readFolder } from '../../typology/folder.ts'
import { textsInUse } from './inUse.ts'
import type { CardLock } from './lock.ts'

/**
 * Keeps the sealed file of own cards in a data folder as the store says, until it is stopped. The store is the truth: what two people
 * decided stands there, and the file, which detection reads while the server has the store, is written from it alone, at the
 * start and after each change. A file that could not be written is written the next time.
 */
export async function keepOwnCards(given: {
  readonly desk: Desk
  readonly data: string
  /** Seals the file; the lock opens the texts. */
  readonly passphrase: string
  readonly lock: CardLock
  readonly packDirectory: string
  readonly random: Random
  readonly everyMillis?: number
  readonly signal: AbortSignal
  readonly tell: (error: Error) => void
}): Promise<void> {
  const { desk, data, passphrase, lock, packDirectory, random, everyMillis = 1_000, signal, tell } = given
  const read = textsInUse(lock)
  let known: string | undefined
  let told: string | undefined
  while (!signal.aborted) {
    try {
      const { key, changes, texts } = await desk.perform(read, { known })
      if (texts !== undefined) {
        const pack =
          texts.size === 0 ? undefined : approvedFolder(texts, changes, await readFolder(packDirectory))
        await keepApproved(data, pack, { passphrase, random })
        known = key
      }
      told = undefined
    } catch (error) {
      // Once, though it is tried again and again.
      const { message } = error as Error
      if (message !== told) tell(error as Error)
      told = message
    }
    await wait(everyMillis, undefined, { signal }).catch(() => {})
  }
}
