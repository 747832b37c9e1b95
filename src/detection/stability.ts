/**
 * The population stability index, by which scorecards are watched in credit risk: the sum over bins of
 * (actual share - expected share) x ln(actual share / expected share), which is Jeffreys' divergence of the two (Jeffreys
 * 1946, Proceedings of the Royal Society A 186:453). Below 0.1 it is customarily read as stable, from 0.1 on as a moderate
 * change, from 0.25 on as a large one (Siddiqi 2006, Credit Risk Scorecards).
 *
 * The custom has no regard for how few were counted. Where nothing changed, the index is about chi-square with bins - 1 degrees of
 * freedom times (1 / expected + 1 / actual) (Yurdakul 2018, Statistical Properties of Population Stability Index, Western Michigan
 * University); a value that chance alone exceeds more often than once in a hundred is therefore not read as a change.
 */
export interface Stability {
  readonly psi: number
  /** What chance alone exceeds once in a hundred. */
  readonly chance: number
  readonly reading: 'stable' | 'moderate change' | 'large change' | 'too few to tell'
}

export const moderateFrom = 0.1
export const largeFrom = 0.25

/** Compares counts by bin. Half a subject is added to each bin, so that an empty one does not make the index infinite. */
export function stabilityOf(expected: readonly number[], actual: readonly number[]): Stability {
  const bins = expected.length
  const [ofExpected, ofActual] = [total(expected), total(actual)]
  let psi = 0
  for (let bin = 0; bin < bins; bin++) {
    const was = (expected[bin]! + 0.5) / (ofExpected + bins / 2)
    const is = (actual[bin]! + 0.5) / (ofActual + bins / 2)
    psi += (is - was) * Math.log(is / was)
  }
  const few = ofExpected === 0 || ofActual === 0
  const chance = few
    ? Number.POSITIVE_INFINITY
    : chiSquare99(Math.max(1, bins - 1)) * (1 / ofExpected + 1 / ofActual)
  return { psi, chance, reading: readingOf(psi, chance) }
}

function readingOf(psi: number, chance: number): Stability['reading'] {
  if (psi <= chance) return chance > largeFrom ? 'too few to tell' : 'stable'
  if (psi < moderateFrom) return 'stable'
  return psi < largeFrom ? 'moderate change' : 'large change'
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The 99th percentile of chi-square, within a hundredth from one degree on (Wilson and Hilferty 1931, PNAS 17:684). */
function chiSquare99(degrees: number): number {
  const z = 2.326348
  return degrees * (1 - 2 / (9 * degrees) + z * Math.sqrt(2 / (9 * degrees))) ** 3
}
