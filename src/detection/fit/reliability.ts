import { type Proportion, proportion } from './proportion.ts'

/** A probability that was foretold without knowledge of its subject, and what was then decided. */
export interface Foretold {
  readonly probability: number
  readonly target: 0 | 1
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** Mean squared difference of probability and outcome (Brier 1950); 0 is perfect. */
  readonly brier: number
  /** Brier score of always foretelling the share that was confirmed: what must be beaten. */
  readonly brier_of_base_rate: number
  /** Mean distance of foretold and observed over the bins, weighted by their size (expected calibration error). */
  readonly calibration_error: number
  readonly n: number
}

export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  /** Mean probability foretold. */
  readonly foretold: number
  /** Share confirmed, with its 95 % interval. */
  readonly observed: Proportion
}

/** A bin has at least so many decisions: fewer would say nothing. */
const binMin = 8

/** What was foretold against what came, in at most `binsMax` bins of about equal size. */
export function reliabilityOf(foretold: readonly Foretold[], binsMax = 10): Reliability {
  const sorted = foretold.toSorted((one, other) => one.probability - other.probability)
  const n = sorted.length
  const count = Math.max(1, Math.min(binsMax, Math.floor(n / binMin)))
  const bins = Array.from({ length: count }, (_, bin) =>
    sorted.slice(Math.floor((bin * n) / count), Math.floor(((bin + 1) * n) / count)),
  )
    .filter(part => part.length > 0)
    .map(part => ({
      from: part[0]!.probability,
      to: part.at(-1)!.probability,
      foretold: mean(part.map(({ probability }) => probability)),
      observed: proportion(part.filter(({ target }) => target === 1).length, part.length),
    }))
  const base = mean(sorted.map(({ target }) => target))
  return {
    bins,
    brier: mean(sorted.map(({ probability, target }) => (probability - target) ** 2)),
    brier_of_base_rate: base * (1 - base),
    calibration_error:
      bins.reduce(
        (sum, { foretold, observed }) => sum + observed.n * Math.abs(foretold - observed.value),
        0,
      ) / n,
    n,
  }
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length
}
