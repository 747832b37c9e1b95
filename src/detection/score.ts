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
  const { indicators } = bound.plan
  const extremes = new Map<number, Float64Array>()
  for (const row of gated) {
    if (block.time[row]! < period.from || block.time[row]! >= period.until) continue
    for (let level = 0; level < bound.groups.levels; level++) {
      const group = bound.groups.numberOf(codes, row, level)
      let own = extremes.get(group)
      if (own === undefined) {
        own = new Float64Array(indicators.length).fill(Number.NaN)
        extremes.set(group, own)
      }
      for (let i = 0; i < indicators.length; i++) {
        const value = indicatorValue(bound, i, values, row)
        const more = indicators[i]!.unusual === 'high' ? value > own[i]! : value < own[i]!
        if (more || (Number.isNaN(own[i]!) && !Number.isNaN(value))) own[i] = value
      }
    }
  }
  return extremes
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
 * Compares one indicator at one row with the narrowest peer group that has enough peers; with the widest when none has.
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
  for (let level = bound.groups.levels - 1; level >= 0; level--) {
    const group = bound.groups.numberOf(codes, row, level)
    const table = tables[indicator]!.get(group)
    if (table === undefined) continue
    const { rarity, peers } = rarityOf(table, value, own.get(group)?.[indicator] ?? Number.NaN, unusual)
    if (peers < peersMin && level > 0) continue
    return { value, group, peers, rarity, bans: bansOf(rarity, weight) }
  }
  return undefined
}

/**
 * Fills the bans of each indicator on a subject at a row, and those that each protective indicator takes away.
 * What `leftOut` names, one entry an indicator, does not count.
 */
export function weigh(
  bound: BoundPlan,
  tables: PeerTables,
  own: ReadonlyMap<number, Float64Array>,
  codes: readonly Uint32Array[],
  values: Values,
  row: number,
  bans: Float64Array,
  taken: Float64Array,
  leftOut: readonly boolean[],
): void {
  for (let i = 0; i < bans.length; i++) {
    bans[i] = leftOut[i] === true ? 0 : (compare(bound, tables, own, codes, values, i, row)?.bans ?? 0)
  }
  for (let i = 0; i < taken.length; i++) {
    const { fullAt, takes } = bound.plan.protective[i]!
    taken[i] = bansTaken(values[bound.protectiveOf[i]!]![row]!, fullAt, takes)
  }
}
