import { bootstrap, type Estimate, type Resampling } from './bootstrap.ts'
import { type Pair, pairKey } from './line.ts'

/** Where a ranking has a true pair. */
export interface Place {
  /** 1 for the best; infinite for a true pair that the ranking never names. */
  readonly rank: number
  /** How many false pairs stand before it. */
  readonly falseBefore: number
}

/** The place of each line of the truth, in the order of the truth. */
export function placesOf(pairs: readonly Pair[], truth: readonly Pair[]): Place[] {
  const isTrue = new Set(truth.map(pairKey))
  const places = new Map<string, Place>()
  for (const [i, pair] of pairs.entries()) {
    const key = pairKey(pair)
    if (isTrue.has(key)) places.set(key, { rank: i + 1, falseBefore: i - places.size })
  }
  return truth.map(pair => places.get(pairKey(pair)) ?? never)
}

const never: Place = { rank: Number.POSITIVE_INFINITY, falseBefore: Number.POSITIVE_INFINITY }

/** One step of a precision-recall curve: after so many alerts. */
export interface CurvePoint {
  readonly alerts: number
  readonly recall: number
  readonly precision: number
}

/** The curve at each true pair that is found. Precision between two of them is lower than at either. */
export function curveOf(places: readonly Place[]): CurvePoint[] {
  return inOrder(places).map(({ rank }, i) => {
    return { alerts: rank, recall: (i + 1) / places.length, precision: (i + 1) / rank }
  })
}

/**
 * Average precision: the mean, over the true pairs, of the precision at the place where each is found; 0 for one that is never
 * found (Buckley and Voorhees 2000, SIGIR 33). The interval comes from drawing the true pairs again; the false ones, which are
 * many, stay where they are.
 */
export function averagePrecision(places: readonly Place[], resampling: Resampling): Estimate {
  return bootstrap(places, meanPrecision, resampling)
}

function meanPrecision(sample: readonly Place[]): number {
  let sum = 0
  for (const [i, { falseBefore }] of inOrder(sample).entries()) sum += (i + 1) / (i + 1 + falseBefore)
  return sum / sample.length
}

/**
 * How many times more precise the first ranking is than the other where both have found as many true pairs: those that the
 * first finds with its first `alerts`, or fewer where the other never finds so many. Undefined where that is none. That is also how
 * many times more alerts the other needs for them.
 */
export function precisionRatio(
  own: readonly Place[],
  other: readonly Place[],
  alerts: number,
  resampling: Resampling,
): { readonly found: number; readonly ratio: Estimate } | undefined {
  const wanted = own.filter(({ rank }) => rank <= alerts).length
  const found = Math.min(wanted, inOrder(other).length)
  if (found === 0) return undefined
  const pairs = own.map((place, i) => ({ own: place, other: other[i]! }))
  const ratio = bootstrap(
    pairs,
    sample => {
      const [mine, theirs] = [inOrder(sample.map(pair => pair.own)), inOrder(sample.map(pair => pair.other))]
      const k = Math.min(found, mine.length, theirs.length)
      return k === 0 ? 1 : (k + theirs[k - 1]!.falseBefore) / (k + mine[k - 1]!.falseBefore)
    },
    resampling,
  )
  return { found, ratio }
}

function inOrder(places: readonly Place[]): Place[] {
  return places.filter(({ rank }) => Number.isFinite(rank)).sort((one, other) => one.rank - other.rank)
}
