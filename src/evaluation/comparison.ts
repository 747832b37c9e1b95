import type { Resampling } from './bootstrap.ts'
import { shareOf } from './bootstrap.ts'
import { averagePrecision, type CurvePoint, curveOf, placesOf, precisionRatio } from './curve.ts'
import { headOf } from './head.ts'
import { type EvaluationLine, type Pair, pairKey } from './line.ts'
import type { Ranking } from './ranking.ts'

/** How the detector under evaluation is named among its peers. */
export const own = 'Lapwing'
export const chance = 'chance'

export interface Compared {
  readonly lines: readonly EvaluationLine[]
  readonly curves: readonly { readonly detector: string; readonly points: readonly CurvePoint[] }[]
}

/**
 * The same figures for every detector: recall and precision at each budget, average precision, and for each of the others how
 * many times more precise Lapwing is at the same recall. Each ranks pairs of subject and typology; a pair that a detector leaves out is
 * never found by it.
 *
 * @param rankings Lapwing's first
 * @param looked every pair that the cards look at, in whatever order: chance takes from these
 */
export function compare(
  rankings: readonly Ranking[],
  looked: readonly Pair[],
  truth: readonly Pair[],
  budgets: readonly number[],
  resampling: Resampling,
): Compared {
  const isTrue = new Set(truth.map(pairKey))
  const ownPlaces = placesOf(rankings[0]!.pairs, truth)
  const lines = rankings.flatMap(({ detector, pairs }): EvaluationLine[] => {
    const places = placesOf(pairs, truth)
    const atBudgets = budgets.flatMap((budget): EvaluationLine[] => {
      const head = pairs.slice(0, budget)
      const { recall, precision } = headOf(head, head, truth, isTrue, resampling)
      const compared = detector === own ? undefined : precisionRatio(ownPlaces, places, budget, resampling)
      return [
        { measure: 'recall', detector, budget, ...recall, n: truth.length },
        ...(head.length === 0
          ? []
          : [{ measure: 'precision', detector, budget, ...precision, n: head.length } as const]),
        ...(compared === undefined
          ? []
          : [
              {
                measure: 'precision_ratio_at_same_recall',
                detector,
                budget,
                ...compared.ratio,
                n: compared.found,
              } as const,
            ]),
      ]
    })
    const average = averagePrecision(places, resampling)
    return [...atBudgets, { measure: 'average_precision', detector, ...average, n: truth.length }]
  })
  return {
    lines: [...lines, ...chanceLines(looked, truth, budgets, resampling)],
    curves: rankings.map(({ detector, pairs }) => ({
      detector,
      points: curveOf(placesOf(pairs, truth)),
    })),
  }
}

/** What a random order of all that the cards look at gives on average. */
function chanceLines(
  looked: readonly Pair[],
  truth: readonly Pair[],
  budgets: readonly number[],
  resampling: Resampling,
): EvaluationLine[] {
  const keys = new Set(looked.map(pairKey))
  const hits = truth.filter(pair => keys.has(pairKey(pair))).length
  if (keys.size === 0) return []
  const precision = shareOf(hits, keys.size, resampling)
  const times = (factor: number) => {
    const scale = (value: number) => Math.min(1, value * factor)
    return { value: scale(precision.value), low: scale(precision.low), high: scale(precision.high) }
  }
  const about = { detector: chance }
  return [
    ...budgets.flatMap((budget): EvaluationLine[] => [
      {
        measure: 'recall',
        ...about,
        budget,
        ...times(Math.min(budget, keys.size) / truth.length),
        n: truth.length,
      },
      { measure: 'precision', ...about, budget, ...precision, n: keys.size },
    ]),
    { measure: 'average_precision', ...about, ...times(hits / truth.length), n: truth.length },
  ]
}
