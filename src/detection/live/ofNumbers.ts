import type { Measure } from '../../typology/plan.ts'
import type { Aggregate, Parts } from './aggregate.ts'
import type { Grouping } from './groups.ts'
import { linksIn } from './links.ts'

/** Aggregates of a number field: sum, mean, min, max. Payments on which it is unknown (NaN) do not enter. */

export function sum({ of, operation }: Measure, grouping: Grouping, parts: Parts): Aggregate {
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
export function extreme({ of, operation }: Measure, grouping: Grouping, parts: Parts): Aggregate {
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

export function extremeEver({ of, operation }: Measure, grouping: Grouping, { values }: Parts): Aggregate {
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
