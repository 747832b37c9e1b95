import type { Block } from './block.ts'
import type { BoundPlan } from './engine.ts'
import { bansOf, bansTaken } from './evidence.ts'
import { peersMin } from './peers.ts'
import { type PeerTable, rarityOf } from './rarity.ts'

/** Measure values of a block, one column a measure of the program. */
export type Values = readonly Float64Array[]

/** Booking times, in microseconds: from, up to but without until. */
export interface Period {
  readonly from: number
  readonly until: number
}

/** The value of an indicator at a row: its measure, or the ratio of two; NaN where it has none. */
export function indicatorValue(bound: BoundPlan, indicator: number, values: Values, row: number): number {
  const value = values[bound.measureOf[indicator]!]![row]!
  const per = bound.perOf[indicator]!
  if (per === -1) return value
  const divisor = values[per]![row]!
  return divisor === 0 ? Number.NaN : value / divisor
}

/**
 * A subject's most extreme value of each indicator in each peer group it was seen in, within the period: `extremes.get(group)`
 * has one value an indicator, NaN where it never had one.
 */
export function extremesOf(
  bound: BoundPlan,
  block: Block,
  values: Values,
  gated: readonly number[],
  codes: readonly Uint32Array[],
  period: Period,
): Map<number, Float64Array> {
  const { groups, isHigh } = bound
  const extremes = new Map<number, Float64Array>()
  const numbers = new Float64Array(groups.levels).fill(Number.NaN)
  const ownAt: Float64Array[] = []
  for (const row of gated) {
    if (block.time[row]! < period.from || block.time[row]! >= period.until) continue
    for (let level = 0; level < groups.levels; level++) {
      const group = groups.numberOf(codes, row, level)
      if (group === numbers[level]) continue
      numbers[level] = group
      ownAt[level] = extremes.get(group) ?? new Float64Array(isHigh.length).fill(Number.NaN)
      extremes.set(group, ownAt[level]!)
    }
    for (let i = 0; i < isHigh.length; i++) {
      const value = indicatorValue(bound, i, values, row)
      if (Number.isNaN(value)) continue
      // The opposite asked, so that any value takes the place of NaN.
      for (let level = 0; level < groups.levels; level++) {
        const own = ownAt[level]!
        if (isHigh[i] ? !(value <= own[i]!) : !(value >= own[i]!)) own[i] = value
      }
    }
  }
  mergeBands(bound, extremes)
  return extremes
}

/** Adds the groups of everybody who did it at least so often: of the subject's bands, those that are no lower. */
function mergeBands({ groups, isHigh }: BoundPlan, extremes: Map<number, Float64Array>): void {
  if (!groups.hasBands) return
  for (const [group, own] of [...extremes]) {
    for (let from = groups.bandIn(group); from > 1; from--) {
      const wider = extremes.get(groups.numberFrom(from))
      if (wider === undefined) extremes.set(groups.numberFrom(from), own.slice())
      else keepMoreExtreme(isHigh, wider, own)
    }
  }
}

/** Keeps in `kept` the more extreme of each pair of values; any value takes the place of NaN. */
function keepMoreExtreme(isHigh: readonly boolean[], kept: Float64Array, others: Float64Array): void {
  for (let i = 0; i < isHigh.length; i++) {
    const value = others[i]!
    if (Number.isNaN(value)) continue
    // The opposite asked, because nothing compares with NaN.
    if (isHigh[i] ? !(value <= kept[i]!) : !(value >= kept[i]!)) kept[i] = value
  }
}

/** The peer tables of a plan: for each indicator, by group number. */
export type PeerTables = readonly ReadonlyMap<number, PeerTable>[]

/** One comparison of a subject with its peers. */
export interface Comparison {
  readonly value: number
  readonly group: number
  readonly peers: number
  readonly rarity: number
  readonly bans: number
}

/**
 * Compares one indicator at one row with the narrowest peer group that has enough peers: of those who did it about as often by
 * then, or at least nearly as often; with the widest when none has.
 * `undefined` where the value is unknown or nobody else ever had one.
 */
export function compare(
  bound: BoundPlan,
  tables: PeerTables,
  own: ReadonlyMap<number, Float64Array>,
  codes: readonly Uint32Array[],
  values: Values,
  indicator: number,
  row: number,
): Comparison | undefined {
  const value = indicatorValue(bound, indicator, values, row)
  if (Number.isNaN(value)) return undefined
  const { unusual, weight } = bound.plan.indicators[indicator]!
  const among = (group: number, enough: number): Comparison | undefined => {
    const table = tables[indicator]!.get(group)
    if (table === undefined) return undefined
    const { rarity, peers } = rarityOf(table, value, own.get(group)?.[indicator] ?? Number.NaN, unusual)
    return peers < enough ? undefined : { value, group, peers, rarity, bans: bansOf(rarity, weight) }
  }
  const { groups } = bound
  let first = 0
  for (let level = groups.levels - 1; level > 0; level--) {
    first = groups.numberOf(codes, row, level)
    const found = among(first, peersMin)
    if (found !== undefined) return found
  }
  for (let from = groups.bandIn(first); from > 1; from--) {
    const found = among(groups.numberFrom(from), peersMin)
    if (found !== undefined) return found
  }
  return among(groups.numberOf(codes, row, 0), 0)
}

/** What indicators and protective indicators say at the row last weighed, one entry each, in bans. */
export interface Weigher {
  readonly bans: Float64Array
  readonly taken: Float64Array
  /** Weighs a row of the subject; false where nothing is other than at the row before. */
  weigh(row: number): boolean
}

/**
 * Weighs rows of one subject one after another. From row to row little changes, so that only what did is compared anew. What
 * `leftOut` names, one entry an indicator, does not count.
 */
export function weigherOf(
  bound: BoundPlan,
  tables: PeerTables,
  own: ReadonlyMap<number, Float64Array>,
  codes: readonly Uint32Array[],
  values: Values,
  leftOut: readonly boolean[],
): Weigher {
  const { groups, plan, protectiveOf } = bound
  const bans = new Float64Array(plan.indicators.length)
  const taken = new Float64Array(plan.protective.length)
  const last = new Float64Array(bans.length).fill(Number.NaN)
  const lastProtective = new Float64Array(taken.length).fill(Number.NaN)
  const numbers = new Float64Array(groups.levels).fill(Number.NaN)
  return {
    bans,
    taken,
    weigh(row) {
      let isOther = false
      for (let level = 0; level < groups.levels; level++) {
        const group = groups.numberOf(codes, row, level)
        if (group !== numbers[level]) isOther = true
        numbers[level] = group
      }
      const otherPeers = isOther
      for (let i = 0; i < bans.length; i++) {
        if (leftOut[i] === true) continue
        const value = indicatorValue(bound, i, values, row)
        if (!otherPeers && Object.is(value, last[i]!)) continue
        last[i] = value
        bans[i] = compare(bound, tables, own, codes, values, i, row)?.bans ?? 0
        isOther = true
      }
      for (let i = 0; i < taken.length; i++) {
        const value = values[protectiveOf[i]!]![row]!
        if (Object.is(value, lastProtective[i]!)) continue
        lastProtective[i] = value
        taken[i] = bansTaken(value, plan.protective[i]!.fullAt, plan.protective[i]!.takes)
        isOther = true
      }
      return isOther
    },
  }
}
