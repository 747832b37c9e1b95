import type { Filter, Measure } from '../../typology/plan.ts'
import { filtersOf } from '../program.ts'
import type { Aggregate, Parts } from './aggregate.ts'
import { aggregateFor } from './aggregates.ts'
import { type Bit, type Conditions, openConditions } from './conditions.ts'
import type { Grouping, Groupings } from './groups.ts'
import { type Column, openRows, type Rows } from './rows.ts'
import type { Values } from './values.ts'

/** Measures that are evaluated together at each payment as it comes. */
export interface Evaluation {
  /** At the payment observed last, in the order of the measures; NaN where one has no value. */
  readonly values: Float64Array
  readonly conditions: Conditions
  /** Evaluates the measures at the payment whose values and groups are present. */
  observe(at: number): void
}

/** A measure with the column in which rows keep its groups, and that of its condition. */
interface Kept {
  readonly aggregate: Aggregate
  readonly grouping: Grouping
  readonly condition: Bit
  readonly groups: Column<Uint32Array>
  readonly words: Column<Uint32Array>
}

/** The measures of one window: rows leave it in the order of time, whichever group they belong to. */
interface Window {
  readonly micros: number
  /** The oldest row in it. */
  tail: number
  readonly leaving: readonly Kept[]
}

export function openEvaluation(
  measures: readonly Measure[],
  gates: readonly Filter[],
  values: Values,
  groupings: Groupings,
): Evaluation {
  const conditions = openConditions([...measures.flatMap(filtersOf), ...gates], values)
  const rows = openRows()
  const clock = { now: 0 }
  const { copy, ...columns } = rowColumns(rows, conditions, values)
  const parts: Parts = { values, conditions, groupings, rows, clock, ...columns }
  const all = measures.map((measure): Kept => {
    const grouping = groupings.of(measure.key)
    const condition = conditions.bitOf(measure.where)
    const aggregate = aggregateFor(measure, parts)
    return {
      aggregate,
      grouping,
      condition,
      groups: columns.groupsOf(grouping),
      words: columns.wordOf(condition),
    }
  })
  const leaves = measures.map((measure, i) => {
    return Number.isFinite(measure.windowMicros) && all[i]!.aggregate.leave !== undefined
  })
  const windows = windowsOf(
    measures.filter((_, i) => leaves[i]),
    all.filter((_, i) => leaves[i]),
  )
  const found = new Float64Array(measures.length)
  return {
    values: found,
    conditions,
    observe(at) {
      clock.now = at
      conditions.test()
      rows.oldest = rows.next
      for (const window of windows) {
        letGo(window, rows, at - window.micros)
        if (window.tail < rows.oldest) rows.oldest = window.tail
      }
      // A row is kept only for a measure that it will have to leave.
      let row = -1
      const { words } = conditions
      for (let i = 0; i < all.length; i++) {
        const { aggregate, grouping, condition } = all[i]!
        if (grouping.current === 0) {
          found[i] = Number.NaN
          continue
        }
        const passes = ((words[condition.word]! >>> condition.bit) & 1) === 1
        if (passes && row === -1 && leaves[i]) {
          row = rows.add(at)
          copy(row & rows.mask)
        }
        found[i] = aggregate.observe(grouping.current * grouping.stride, passes, row)
      }
    },
  }
}

function windowsOf(measures: readonly Measure[], kept: readonly Kept[]): Window[] {
  const byLength = Map.groupBy(kept.keys(), i => measures[i]!.windowMicros)
  return [...byLength].map(([micros, own]) => ({ micros, tail: 0, leaving: own.map(i => kept[i]!) }))
}

/** Takes the rows booked at or before `limit` out of the window's measures. */
function letGo(window: Window, rows: Rows, limit: number): void {
  const { leaving } = window
  const { mask, next } = rows
  const time = rows.time.values
  let row = window.tail
  for (; row < next; row++) {
    const slot = row & mask
    if (time[slot]! > limit) break
    for (let i = 0; i < leaving.length; i++) {
      const { aggregate, grouping, condition, groups, words } = leaving[i]!
      if (((words.values[slot]! >>> condition.bit) & 1) === 0) continue
      const group = groups.values[slot]!
      if (group !== 0) aggregate.leave!(group * grouping.stride, slot, row)
    }
  }
  window.tail = row
}

/** The columns that rows keep of their payments, each made when first asked for, and filled for a new row by `copy`. */
function rowColumns(rows: Rows, conditions: Conditions, values: Values) {
  const words = new Map<number, Column<Uint32Array>>()
  const groups = new Map<Grouping, Column<Uint32Array>>()
  const numbers = new Map<number, Column<Float64Array>>()
  const madeOnce = <K, V>(known: Map<K, V>, key: K, make: () => V): V => {
    const made = known.get(key) ?? make()
    known.set(key, made)
    return made
  }
  return {
    wordOf: ({ word }: Bit) => madeOnce(words, word, rows.words),
    groupsOf: (grouping: Grouping) => madeOnce(groups, grouping, rows.words),
    numbersOf: (field: string) => madeOnce(numbers, values.placeOf(field), rows.numbers),
    copy(slot: number) {
      for (const [word, column] of words) column.values[slot] = conditions.words[word]!
      for (const [grouping, column] of groups) column.values[slot] = grouping.current
      for (const [place, column] of numbers) column.values[slot] = values.numbers[place]!
    },
  }
}
