import { openBook } from '../book/book.ts'
import type { Alert } from '../detection/alert.ts'
import type { Calibration } from '../detection/calibration.ts'
import { formatInstant, parseInstant } from '../domain/time.ts'
import { cutsIn, type Leak, leaksOf } from '../evaluation/leakage.ts'
import type { Plan } from '../typology/plan.ts'
import { withWalk } from './detection.ts'

export interface LeakageCheck {
  /** Instants at which the book was cut, RFC 3339, latest first. */
  readonly cuts: readonly string[]
  /** How many alerts were compared, over all cuts. */
  readonly compared: number
  readonly leaks: readonly Leak[]
}

/**
 * Detects in the whole book, and again in the book cut at random instants, with the same calibration, and compares what was raised
 * before each cut.
 */
export async function checkLeakage(given: {
  readonly data: string
  readonly plans: readonly Plan[]
  readonly calibration: Calibration
  readonly cuts: number
  readonly threads: number | undefined
  readonly random: () => number
  readonly onProgress: (fraction: number) => void
}): Promise<LeakageCheck> {
  const { data, plans, calibration, threads } = given
  const book = await openBook(data)
  try {
    let done = 0
    const alertsUntil = async (until: number | undefined): Promise<readonly Alert[]> => {
      const { alerts } = await withWalk({ book, plans, until, threads }, walk =>
        walk.detect(calibration, undefined, () => {}),
      )
      given.onProgress(++done / (given.cuts + 1))
      return alerts
    }
    const whole = await alertsUntil(undefined)
    const [from, until] = [parseInstant(calibration.from)!, parseInstant(calibration.until)!]
    const cuts = cutsIn(from, until, given.cuts, given.random)
    const leaks: Leak[] = []
    let compared = 0
    for (const cut of cuts) {
      const alerts = await alertsUntil(cut)
      compared += whole.filter(alert => parseInstant(alert.raised_at)! < cut).length
      leaks.push(...leaksOf(whole, alerts, formatInstant(cut)))
    }
    return { cuts: cuts.map(formatInstant), compared, leaks }
  } finally {
    book.close()
  }
}
