import { microsPerDay, parseInstant } from '../domain/time.ts'
import { bootstrap, quantile, type Resampling } from './bootstrap.ts'
import { type DelayName, type EvaluationLine, type Pair, pairKey } from './line.ts'
import type { TruthRow } from './truth.ts'

/** What an alert must say for its delay to be known. */
export type RaisedAlert = Pair & { readonly raised_at: string }

/** How long the first alert on a true subject took. */
export interface Delay {
  readonly truth: TruthRow
  /** The booking time (RFC 3339) at which the alert was reached. */
  readonly raisedAt: string
  /** From the first payment of the pattern to the alert; negative when ordinary payments before it raised the alert. */
  readonly days: number
}

/** The delays of the true pairs that any alert names, by the earliest of those. */
export function delaysOf(truth: readonly TruthRow[], alerts: readonly RaisedAlert[]): Delay[] {
  const earliest = new Map<string, RaisedAlert>()
  for (const alert of alerts) {
    const known = earliest.get(pairKey(alert))
    if (known === undefined || parseInstant(alert.raised_at)! < parseInstant(known.raised_at)!)
      earliest.set(pairKey(alert), alert)
  }
  return truth.flatMap(row => {
    const alert = earliest.get(pairKey(row))
    if (alert === undefined) return []
    const days = (parseInstant(alert.raised_at)! - parseInstant(row.first_at)!) / microsPerDay
    return [{ truth: row, raisedAt: alert.raised_at, days }]
  })
}

/** Median and quartiles of days, or of payments, among those who were found. */
export function delayLines(
  sample: readonly number[],
  unit: 'days' | 'payments',
  resampling: Resampling,
): EvaluationLine[] {
  if (sample.length === 0) return []
  const parts = { lower_quartile: 0.25, median: 0.5, upper_quartile: 0.75 } as const
  return Object.entries(parts).map(([part, share]) => ({
    measure: `${part}_${unit}_to_alert` as DelayName,
    ...bootstrap(sample, each => quantile(each, share), resampling),
    n: sample.length,
  }))
}
