import { microsPerDay } from '../../domain/time.ts'
import type { Measure } from '../../typology/plan.ts'
import type { Aggregate, Parts } from './aggregate.ts'
import type { Grouping } from './groups.ts'
import { linksIn } from './links.ts'
import type { Rows } from './rows.ts'

/** Aggregates of when payments were: first, last, gap. Those over `ever` keep instants, the others rows. */

export function first(grouping: Grouping, { rows, clock }: Parts): Aggregate {
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

export function firstEver(grouping: Grouping, { clock }: Parts): Aggregate {
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
export function last({ windowMicros }: Measure, grouping: Grouping, { clock }: Parts): Aggregate {
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

export function gap(grouping: Grouping, { rows }: Parts): Aggregate {
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

export function gapEver(grouping: Grouping, { clock }: Parts): Aggregate {
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

function timeOf(rows: Rows, row: number): number {
  return rows.time.values[row & rows.mask]!
}
