export interface Estimate {
  readonly value: number
  /** Bounds of the 95 % interval. */
  readonly low: number
  readonly high: number
}

/** What is drawn with: numbers from 0 inclusive to 1 exclusive, and how many samples. */
export interface Resampling {
  readonly random: () => number
  readonly resamples: number
}

/**
 * A statistic of a sample with its percentile bootstrap interval (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993): the sample is drawn again with replacement, so many times.
 */
export function bootstrap<T>(
  sample: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { random, resamples }: Resampling,
): Estimate {
  const drawn = sample.slice()
  return intervalOf(statistic(sample), resamples, () => {
    for (let at = 0; at < sample.length; at++) drawn[at] = sample[Math.floor(random() * sample.length)]!
    return statistic(drawn)
  })
}

/** The middle 95 % of the values that `draw` gives. */
export function intervalOf(value: number, resamples: number, draw: () => number): Estimate {
  const values = Float64Array.from({ length: resamples }, draw).sort()
  const at = (share: number) => values[Math.min(resamples - 1, Math.floor(share * resamples))] ?? value
  return { value, low: at(0.025), high: at(0.975) }
}

/**
 * A share of independent subjects. Where none or all of them count, every resample says the same and a bootstrap would claim
 * to be certain; the open bound is then the exact one (Clopper and Pearson 1934, Biometrika 26:404).
 */
export function shareOf(ones: number, all: number, { random, resamples }: Resampling): Estimate {
  const exact = 0.025 ** (1 / all)
  if (ones === 0) return { value: 0, low: 0, high: 1 - exact }
  if (ones === all) return { value: 1, low: exact, high: 1 }
  return intervalOf(ones / all, resamples, () => drawnOnes(ones, all, random) / all)
}

/**
 * How many ones a sample of `all` zeros and ones holds when it is drawn again with replacement: a binomial number, by
 * jumping from one to the next (Devroye, Non-Uniform Random Variate Generation, 1986, X.4), so that a rare one among many is cheap.
 */
export function drawnOnes(ones: number, all: number, random: () => number): number {
  if (ones > all / 2) return all - drawnOnes(all - ones, all, random)
  if (ones === 0) return 0
  const scale = Math.log1p(-ones / all)
  let drawn = -1
  for (let place = 0; place <= all; drawn++) place += Math.floor(Math.log(1 - random()) / scale) + 1
  return drawn
}

/** The value below which that share of the sample lies, between neighbours in proportion (Hyndman and Fan's type 7). NaN of nothing. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return Number.NaN
  return below === above ? below : below + (above - below) * (place - Math.floor(place))
}
