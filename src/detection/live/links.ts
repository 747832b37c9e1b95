import type { Grouping } from './groups.ts'
import type { Rows } from './rows.ts'

/** A queue of rows for each group, oldest first: linked from row to row, so that queues cost nothing where there are none. */
export interface Links {
  /** -1 where the queue is empty. */
  first(record: number): number
  last(record: number): number
  append(record: number, row: number): void
  takeLast(record: number): void
  /** Takes the row away where it is the first; any other had been taken before. */
  takeFirst(record: number, row: number): void
}

const none = -1

export function linksIn(grouping: Grouping, rows: Rows): Links {
  const head = grouping.reserve(none, none)
  const end = head + 1
  const before = rows.numbers()
  const after = rows.numbers()
  return {
    first: record => grouping.records[record + head]!,
    last: record => grouping.records[record + end]!,
    append(record, row) {
      const { records } = grouping
      const previous = records[record + end]!
      before.values[row & rows.mask] = previous
      if (previous === none) records[record + head] = row
      else after.values[previous & rows.mask] = row
      records[record + end] = row
    },
    takeLast(record) {
      const { records } = grouping
      const previous = before.values[records[record + end]! & rows.mask]!
      records[record + end] = previous
      if (previous === none) records[record + head] = none
    },
    takeFirst(record, row) {
      const { records } = grouping
      if (records[record + head] !== row) return
      if (records[record + end] === row) {
        records[record + head] = none
        records[record + end] = none
        return
      }
      const next = after.values[row & rows.mask]!
      records[record + head] = next
      before.values[next & rows.mask] = none
    },
  }
}
