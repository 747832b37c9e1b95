import { microsPerDay } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { BoundPlan } from './engine.ts'
import { indicatorValue, type Period, type Values } from './score.ts'

/**
 * What one month looks like to an indicator: the most extreme value of each subject that passed the gate in that calendar month
 * (UTC). The peer tables of a calibration hold extremes of the whole period, with which no month can be compared; these can.
 */

/** How many subjects had each value in a month, values coarse; NaN counts those who had none. */
export type Tally = Map<number, number>
/** By month and indicator. */
export type MonthlyTallies = readonly (readonly Tally[])[]

/** Where the whole calendar months of a period begin, and where the last ends; empty where it has none. Microseconds. */
export function wholeMonths({ from, until }: Period): number[] {
  const bounds: number[] = []
  const first = new Date(from / 1_000)
  for (let month = 0; ; month++) {
    const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1) * 1_000
    if (at > until) break
    if (at >= from) bounds.push(at)
  }
  return bounds.length < 2 ? [] : bounds
}

/** The period to the ends of its first and last day: nobody books at the first and last microsecond of a month. */
export function wholeDays({ from, until }: Period): Period {
  return {
    from: Math.floor(from / microsPerDay) * microsPerDay,
    until: Math.ceil(until / microsPerDay) * microsPerDay,
  }
}

export function emptyTallies(plan: Plan, months: readonly number[]): MonthlyTallies {
  const count = Math.max(0, months.length - 1)
  return Array.from({ length: count }, () => plan.indicators.map(() => new Map()))
}

/** Adds one subject's months. `gated` are its rows that pass the gate, oldest first; `time` and `values` are of the block. */
export function tallyMonths(
  tallies: MonthlyTallies,
  months: readonly number[],
  bound: BoundPlan,
  time: Float64Array,
  values: Values,
  gated: readonly number[],
): void {
  if (tallies.length === 0) return
  const { indicators } = bound.plan
  let own: Float64Array | undefined
  let month = 0
  for (const row of gated) {
    const at = time[row]!
    if (at < months[0]! || at >= months[tallies.length]!) continue
    if (own !== undefined && at >= months[month + 1]!) {
      addTo(tallies[month]!, own)
      own = undefined
    }
    if (own === undefined) {
      while (at >= months[month + 1]!) month++
      own = new Float64Array(indicators.length).fill(Number.NaN)
    }
    for (let i = 0; i < indicators.length; i++) {
      const value = indicatorValue(bound, i, values, row)
      const more = indicators[i]!.unusual === 'high' ? value > own[i]! : value < own[i]!
      if (more || Number.isNaN(own[i]!)) own[i] = value
    }
  }
  if (own !== undefined) addTo(tallies[month]!, own)
}

function addTo(tallies: readonly Tally[], own: Float64Array): void {
  for (let i = 0; i < own.length; i++) {
    const value = coarse(own[i]!)
    const tally = tallies[i]!
    tally.set(value, (tally.get(value) ?? 0) + 1)
  }
}

const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)
const high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0

/**
 * A value cut to six binary digits: whole numbers below 64 as they are, others within 3 %. So a tally stays small whatever the
 * book, and tallies of parts add up exactly.
 */
export function coarse(value: number): number {
  double[0] = value
  halves[1 - high] = 0
  halves[high]! &= 0xffff_8000
  return double[0]
}

/** Adds the tallies of several stretches of subjects, month by month. */
export function joinTallies(
  plan: Plan,
  months: readonly number[],
  parts: readonly MonthlyTallies[],
): MonthlyTallies {
  const joined = emptyTallies(plan, months)
  for (const part of parts) {
    for (const [month, tallies] of part.entries()) {
      for (const [i, tally] of tallies.entries()) addTally(joined[month]![i]!, tally)
    }
  }
  return joined
}

/** Tallies of the same months, of which each indicator is taken from the first where it is picked. */
export function pickTallies(
  picked: readonly boolean[],
  first: MonthlyTallies,
  second: MonthlyTallies,
): MonthlyTallies {
  return second.map((tallies, month) => tallies.map((tally, i) => (picked[i] ? first[month]![i]! : tally)))
}

function addTally(sum: Tally, part: Tally): void {
  for (const [value, count] of part) sum.set(value, (sum.get(value) ?? 0) + count)
}

/** Subjects of a tally, those without a value among them. */
export function subjectsIn(tally: Tally): number {
  let sum = 0
  for (const count of tally.values()) sum += count
  return sum
}

/** How an indicator's values of one month lay while the calibration was learnt. It holds counts, never people. */
export interface MonthlyDistribution {
  /** How many months it was learnt from. */
  readonly months: number
  /** False where the book was too young for the window of the indicator: its values were still growing then. */
  readonly settled: boolean
  /** Where each bin but the first begins, ascending: about a tenth of those with a value lie in each. */
  readonly edges: readonly number[]
  /** Subjects by bin, summed over the months: first those without a value, then one more than there are edges. */
  readonly counts: readonly number[]
}

/** A window of all time counts as settled after a year. */
const settledAfterMax = 365 * microsPerDay

/**
 * The distributions of a plan's indicators over the months. `start` is the first payment of the book: a month from which the
 * window reaches back beyond it is left out, as long as others remain; where none does, the later half of the months is used.
 */
export function monthlyDistributions(
  plan: Plan,
  tallies: MonthlyTallies,
  months: readonly number[],
  start: number,
): (MonthlyDistribution | undefined)[] {
  return plan.indicators.map((indicator, i) => {
    if (tallies.length === 0) return undefined
    const windows = [indicator.measure, indicator.per ?? indicator.measure].map(
      place => plan.measures[place]!.windowMicros,
    )
    const fullFrom = start + Math.min(settledAfterMax, Math.max(...windows))
    const full = tallies.filter((_, month) => months[month]! >= fullFrom)
    const used = full.length > 0 ? full : tallies.slice(Math.floor(tallies.length / 2))
    const sum: Tally = new Map()
    for (const month of used) addTally(sum, month[i]!)
    const edges = decileEdges(sum)
    return { months: used.length, settled: full.length > 0, edges, counts: countsBetween(sum, edges) }
  })
}

/** Values that part a tally into ten of about the same size; fewer where many subjects share a value. */
function decileEdges(tally: Tally): number[] {
  const values = [...tally.keys()].filter(value => !Number.isNaN(value)).sort((a, b) => a - b)
  const all = values.reduce((sum, value) => sum + tally.get(value)!, 0)
  const edges: number[] = []
  let inBin = 0
  for (const value of values) {
    if (inBin >= all / 10) {
      edges.push(value)
      inBin = 0
    }
    inBin += tally.get(value)!
  }
  return edges
}

/** How many subjects of a tally lie in each bin; see `MonthlyDistribution.counts`. */
export function countsBetween(tally: Tally, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0)
  for (const [value, count] of tally) {
    let bin = 0
    if (!Number.isNaN(value)) {
      bin = 1
      while (bin <= edges.length && value >= edges[bin - 1]!) bin++
    }
    counts[bin]! += count
  }
  return counts
}
