import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../access/desk.ts'
import { readAlertedPayments } from '../alertedPayments.ts'
import { alertsPlace, readFindings } from '../findings.ts'
import { type Arrival, arriveAlerts } from './arrive.ts'

/**
 * Takes in the findings of a data folder, now and whenever they were written anew, until it is stopped. A look at the file's
 * time costs nothing, so it is looked at often.
 */
export async function keepArriving(given: {
  readonly desk: Desk
  readonly data: string
  readonly everyMillis?: number
  readonly signal: AbortSignal
  /** What came, or what went wrong; a file that is damaged now may be whole the next time. */
  readonly tell: (arrival: Arrival | Error) => void
}): Promise<void> {
  const { desk, data, everyMillis = 2_000, signal, tell } = given
  let taken: number | undefined
  while (!signal.aborted) {
    const written = await stat(alertsPlace(data)).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    )
    if (written !== undefined && written !== taken) {
      taken = written
      await readFindings(data)
        .then(async ({ alerts }) =>
          arriveAlerts(desk, alerts, { signal, paymentsOf: await readAlertedPayments(data) }),
        )
        .then(tell, tell)
    }
    await wait(everyMillis, undefined, { signal }).catch(() => {})
  }
}
