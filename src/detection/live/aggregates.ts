import type { Measure } from '../../typology/plan.ts'
import type { Aggregate, Parts } from './aggregate.ts'
import type { Grouping } from './groups.ts'
import { extreme, extremeEver, sum } from './ofNumbers.ts'
import { first, firstEver, gap, gapEver, last } from './ofTime.ts'

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
