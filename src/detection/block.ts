import type { Filter } from '../typology/plan.ts'
import type { Binding } from './binding.ts'
import { type Columns, columnsOf } from './columns.ts'
import type { Conditions } from './conditions.ts'
import type { Grouping } from './grouping.ts'
import type { Partition } from './partition.ts'
import type { Scratch } from './scratch.ts'

/**
 * A block is a stretch of payments small enough to stay in the processor's cache: the payments of some whole subjects,
 * oldest first within each. Columns and groupings are made when first asked for and kept while it lasts.
 */
export interface Block extends Columns {
  readonly conditions: Conditions
  /** `subjectStarts[s] .. subjectStarts[s + 1]` are the rows of the block's s-th subject. */
  readonly subjectStarts: Uint32Array
  readonly subjects: number
  /** Entity number of each subject. */
  readonly entities: Uint32Array
  readonly time: Float64Array
  readonly words: (Uint32Array | undefined)[]
  readonly groupings: Map<string, Grouping>
}

/** The subjects `first` up to but without `last` of a partition. */
export function makeBlock(
  binding: Binding,
  conditions: Conditions,
  scratch: Scratch,
  { order, starts, entities }: Partition,
  first: number,
  last: number,
): Block {
  const rows = order.subarray(starts[first]!, starts[last]!)
  const time = scratch.float64(rows.length)
  const { bookedAt } = binding.history
  for (let i = 0; i < rows.length; i++) time[i] = bookedAt[rows[i]!]!
  const subjectStarts = scratch.uint32(last - first + 1)
  for (let i = 0; i < subjectStarts.length; i++) subjectStarts[i] = starts[first + i]! - starts[first]!
  return {
    ...columnsOf(binding, scratch, rows),
    conditions,
    subjectStarts,
    subjects: last - first,
    entities: entities.subarray(first, last),
    time,
    words: [],
    groupings: new Map(),
  }
}

/** A word of condition bits for each row. */
export function wordOf(block: Block, place: number): Uint32Array {
  let word = block.words[place]
  if (word === undefined) {
    const { rows } = block
    const all = block.conditions.words[place]!
    word = block.scratch.uint32(rows.length)
    for (let i = 0; i < rows.length; i++) word[i] = all[rows[i]!]!
    block.words[place] = word
  }
  return word
}

/** Whether a condition holds at any row of the block. */
export function holdsAnywhere(block: Block, filter: Filter): boolean {
  const holds = holdsAt(block, filter)
  for (let row = 0; row < block.rows.length; row++) if (holds(row)) return true
  return false
}

/** Whether a condition holds, by row of the block. */
export function holdsAt(block: Block, filter: Filter): (row: number) => boolean {
  const bit = block.conditions.bitOf(filter)
  const word = wordOf(block, Math.floor(bit / 32))
  return row => ((word[row]! >>> (bit % 32)) & 1) === 1
}
