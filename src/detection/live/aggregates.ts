import { microsPerDay } from '../../domain/time.ts'
import type { Measure } from '../../typology/plan.ts'
import type { Bit, Conditions } from './conditions.ts'
import type { Grouping, Groupings } from './groups.ts'
import { linksIn } from './links.ts'
import type { Column, Rows } from './rows.ts'
import type { Values } from './values.ts'

/**
 * What one measure keeps of each group, and how payments enter and leave it. `record` is where the slots of the group
 * begin. Each does what the loop of the same name in `../windows.ts` does, one payment at a time, and so gives the same value.
 */
export interface Aggregate {
  /** Takes the present payment in where it passes the measure's filter, as `row`; answers the value at it. */
  observe(record: number, passes: boolean, row: number): number
  /** Lets a row go that had passed; it lies at `slot` of the columns. Absent where nothing needs to be let go. */
  readonly leave?: (record: number, slot: number, row: number) => void
}

/** What aggregates are made of. */
export interface Parts {
  readonly values: Values
  readonly conditions: Conditions
  readonly groupings: Groupings
  readonly rows: Rows
  /** When the present payment was booked, in microseconds. */
  readonly clock: { now: number }
  /** What rows keep of their payment, to know it by when it leaves. */
  numbersOf(field: string): Column<Float64Array>
  groupsOf(grouping: Grouping): Column<Uint32Array>
  wordOf(bit: Bit): Column<Uint32Array>
}

export function aggregateFor(measure: Measure, parts: Parts): Aggregate {
  const grouping = parts.groupings.of(measure.key)
  const endless = measure.windowMicros === Number.POSITIVE_INFINITY
  switch (measure.operation) {
    case 'count':
      return count(grouping)
    case 'sum':
    case 'mean':
      return sum(measure, grouping, parts)
    case 'min':
    case 'max':
      return endless ? extremeEver(measure, grouping, parts) : extreme(measure, grouping, parts)
    case 'distinct':
      return distinct(measure, grouping, parts)
    case 'first':
      return endless ? firstEver(grouping, parts) : first(grouping, parts)
    case 'last':
      return last(measure, grouping, parts)
    case 'gap':
      return endless ? gapEver(grouping, parts) : gap(grouping, parts)
    case 'share':
      return share(measure, grouping, parts)
  }
}

function count(grouping: Grouping): Aggregate {
  const own = grouping.reserve(0)
  return {
    observe(record, passes) {
      const { records } = grouping
      if (passes) records[record + own]!++
      return records[record + own]!
    },
    leave(record) {
      grouping.records[record + own]!--
    },
  }
}

function sum({ of, operation }: Measure, grouping: Grouping, parts: Parts): Aggregate {
  const total = grouping.reserve(0, 0)
  const terms = total + 1
  const { numbers } = parts.values
  const place = parts.values.placeOf(of!)
  const scale = parts.values.scaleOf(of!)
  const kept = parts.numbersOf(of!)
  const isMean = operation === 'mean'
  return {
    observe(record, passes) {
      const { records } = grouping
      const value = numbers[place]!
      if (passes && !Number.isNaN(value)) {
        records[record + total]! += value
        records[record + terms]!++
      }
      if (!isMean) return records[record + total]! / scale
      const n = records[record + terms]!
      return n === 0 ? Number.NaN : records[record + total]! / (n * scale)
    },
    leave(record, slot) {
      const { records } = grouping
      const value = kept.values[slot]!
      if (Number.isNaN(value)) return
      records[record + total]! -= value
      records[record + terms]!--
    },
  }
}

/** The rows that may yet be the most extreme, by a monotonic queue: each is more extreme than all that follow it. */
function extreme({ of, operation }: Measure, grouping: Grouping, parts: Parts): Aggregate {
  const { rows, values } = parts
  const links = linksIn(grouping, rows)
  const place = values.placeOf(of!)
  const scale = values.scaleOf(of!)
  const kept = parts.numbersOf(of!)
  const sign = operation === 'max' ? 1 : -1
  return {
    observe(record, passes, row) {
      const value = values.numbers[place]!
      if (passes && !Number.isNaN(value)) {
        for (let end = links.last(record); end !== -1; end = links.last(record)) {
          if (sign * kept.values[end & rows.mask]! > sign * value) break
          links.takeLast(record)
        }
        links.append(record, row)
      }
      const head = links.first(record)
      return head === -1 ? Number.NaN : kept.values[head & rows.mask]! / scale
    },
    leave: (record, _, row) => links.takeFirst(record, row),
  }
}

function extremeEver({ of, operation }: Measure, grouping: Grouping, { values }: Parts): Aggregate {
  const best = grouping.reserve(Number.NaN)
  const place = values.placeOf(of!)
  const scale = values.scaleOf(of!)
  const sign = operation === 'max' ? 1 : -1
  return {
    observe(record, passes) {
      const { records } = grouping
      const value = values.numbers[place]!
      const known = records[record + best]!
      if (passes && !Number.isNaN(value) && !(sign * known > sign * value)) records[record + best] = value
      return records[record + best]! / scale
    },
  }
}

/**
 * Different values, by how often each occurs in the window: the group refined by the field has a count of its own, and it is
 * one more or one less where that leaves 0 or comes back to it.
 */
function distinct(measure: Measure, grouping: Grouping, parts: Parts): Aggregate {
  const own = grouping.reserve(0)
  const refined = parts.groupings.of([...measure.key, measure.of!])
  const times = refined.reserve(0)
  const kept = parts.groupsOf(refined)
  return {
    observe(record, passes) {
      const { records } = grouping
      if (passes && refined.current !== 0) {
        if (refined.records[refined.current * refined.stride + times]!++ === 0) records[record + own]!++
      }
      return records[record + own]!
    },
    leave(record, slot) {
      const group = kept.values[slot]!
      if (group === 0) return
      if (--refined.records[group * refined.stride + times]! === 0) grouping.records[record + own]!--
    },
  }
}

function first(grouping: Grouping, { rows, clock }: Parts): Aggregate {
  const links = linksIn(grouping, rows)
  return {
    observe(record, passes, row) {
      if (passes) links.append(record, row)
      const head = links.first(record)
      return head === -1 ? Number.NaN : (clock.now - timeOf(rows, head)) / microsPerDay
    },
    leave: (record, _, row) => links.takeFirst(record, row),
  }
}

function firstEver(grouping: Grouping, { clock }: Parts): Aggregate {
  const earliest = grouping.reserve(Number.NaN)
  return {
    observe(record, passes) {
      const { records } = grouping
      if (passes && Number.isNaN(records[record + earliest]!)) records[record + earliest] = clock.now
      return (clock.now - records[record + earliest]!) / microsPerDay
    },
  }
}

/** The payment itself does not count, so it is taken in after the value is told. */
function last({ windowMicros }: Measure, grouping: Grouping, { clock }: Parts): Aggregate {
  const latest = grouping.reserve(Number.NEGATIVE_INFINITY)
  return {
    observe(record, passes) {
      const { records } = grouping
      const at = records[record + latest]!
      if (passes) records[record + latest] = clock.now
      return at > clock.now - windowMicros ? (clock.now - at) / microsPerDay : Number.NaN
    },
  }
}

function gap(grouping: Grouping, { rows }: Parts): Aggregate {
  const number = grouping.reserve(0)
  const links = linksIn(grouping, rows)
  return {
    observe(record, passes, row) {
      const { records } = grouping
      if (passes) {
        links.append(record, row)
        records[record + number]!++
      }
      const n = records[record + number]!
      if (n < 2) return Number.NaN
      const span = timeOf(rows, links.last(record)) - timeOf(rows, links.first(record))
      return span / (n - 1) / microsPerDay
    },
    leave(record, _, row) {
      links.takeFirst(record, row)
      grouping.records[record + number]!--
    },
  }
}

function gapEver(grouping: Grouping, { clock }: Parts): Aggregate {
  const number = grouping.reserve(0, 0, 0)
  const [earliest, latest] = [number + 1, number + 2]
  return {
    observe(record, passes) {
      const { records } = grouping
      if (passes) {
        if (records[record + number]!++ === 0) records[record + earliest] = clock.now
        records[record + latest] = clock.now
      }
      const n = records[record + number]!
      if (n < 2) return Number.NaN
      return (records[record + latest]! - records[record + earliest]!) / (n - 1) / microsPerDay
    },
  }
}

function share({ whose }: Measure, grouping: Grouping, parts: Parts): Aggregate {
  const all = grouping.reserve(0, 0)
  const part = all + 1
  const { words } = parts.conditions
  const { word, bit } = parts.conditions.bitOf(whose!)
  const kept = parts.wordOf({ word, bit })
  return {
    observe(record, passes) {
      const { records } = grouping
      if (passes) {
        records[record + all]!++
        records[record + part]! += (words[word]! >>> bit) & 1
      }
      const n = records[record + all]!
      return n === 0 ? Number.NaN : records[record + part]! / n
    },
    leave(record, slot) {
      const { records } = grouping
      records[record + all]!--
      records[record + part]! -= (kept.values[slot]! >>> bit) & 1
    },
  }
}

function timeOf(rows: Rows, row: number): number {
  return rows.time.values[row & rows.mask]!
}
