import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../access/desk.ts'
import { wakeAlerts } from './wake.ts'

/**
 * Wakes alerts as their time comes, until it is stopped: nobody's request has to wait for it, and an alert comes back at most
 * `everyMillis` late. `tell` hears what went wrong; the next time may go well.
 */
export async function keepWaking(given: {
  readonly desk: Desk
  readonly everyMillis?: number
  readonly signal: AbortSignal
  readonly tell: (error: Error) => void
}): Promise<void> {
  const { desk, everyMillis = 1_000, signal, tell } = given
  while (!signal.aborted) {
    await desk.perform(wakeAlerts, {}).catch(tell)
    await wait(everyMillis, undefined, { signal }).catch(() => {})
  }
}
