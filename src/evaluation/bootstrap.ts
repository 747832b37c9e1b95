export interface Estimate {
  readonly value: number
  /** Bounds of the 95 % interval. */
  readonly low: number
  readonly high: number
}

/**
 * A statistic of a sample with its percentile bootstrap interval (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993): the sample is drawn again with replacement, so many times.
 *
 * @param random numbers from 0 inclusive to 1 exclusive
 */
export function bootstrap<T>(
  sample: readonly T[],
  statistic: (sample: readonly T[]) => number,
  random: () => number,
  resamples: number,
): Estimate {
  const value = statistic(sample)
  const drawn = sample.slice()
  const values = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    for (let at = 0; at < sample.length; at++) drawn[at] = sample[Math.floor(random() * sample.length)]!
    values[resample] = statistic(drawn)
  }
  values.sort()
  const quantile = (share: number) => values[Math.min(resamples - 1, Math.floor(share * resamples))] ?? value
  return { value, low: quantile(0.025), high: quantile(0.975) }
}

/** The middle value; the mean of the two middle ones when there are two. NaN of nothing. */
export function median(sample: readonly number[]): number {
  const sorted = sample.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
