import type { Filter } from '../typology/plan.ts'
import { seenCodes } from './binding.ts'
import { type Block, wordOf } from './block.ts'
import { codesOf, numbersOf } from './columns.ts'
import type { Condition, Run } from './windows.ts'

/** The rows of a block put together by a key, with what the window loops read of them in that order. */
export interface Grouping extends Run {
  /** Row of the block at each place; undefined where the rows already lie so. */
  readonly order: Uint32Array | undefined
  readonly words: (Uint32Array | undefined)[]
  /** For each word, which of its bits any row of a group has. */
  readonly anyOf: (Uint32Array | undefined)[]
  readonly numbers: Map<string, Float64Array>
  readonly codes: Map<string, Uint32Array>
}

/** The rows of the block grouped by its subjects and, within each, by further text fields with known values. */
export function groupingOf(block: Block, fields: readonly string[]): Grouping {
  const name = fields.join(' ')
  let grouping = block.groupings.get(name)
  if (grouping === undefined) {
    const last = fields.at(-1)
    grouping =
      last === undefined ? bySubject(block) : refine(block, groupingOf(block, fields.slice(0, -1)), last)
    block.groupings.set(name, grouping)
  }
  return grouping
}

function bySubject({ subjects: groups, subjectStarts: starts, time, numbers, codes }: Block): Grouping {
  return { order: undefined, groups, starts, time, words: [], anyOf: [], numbers, codes }
}

/** Divides each group by a further field. Rows on which it is unknown are in no group. */
function refine(block: Block, parent: Grouping, field: string): Grouping {
  const { scratch } = block
  const size = parent.time.length
  const codes = codesIn(block, parent, field)
  const seen = seenCodes(block.binding, field)
  const { base, at } = seen
  const numberOf = scratch.uint32(size)
  const starts = scratch.uint32(size + 2).fill(0)
  let groups = 0
  for (let group = 0; group < parent.groups; group++) {
    const firstOfGroup = groups
    const end = parent.starts[group + 1]!
    for (let place = parent.starts[group]!; place < end; place++) {
      const code = codes[place]!
      if (code === 0) continue
      let number = at[code]! - base
      if (number < firstOfGroup) {
        number = groups++
        at[code] = base + number
      }
      numberOf[place] = number
      starts[number + 2]!++
    }
  }
  seen.base += groups
  for (let group = 0; group < groups; group++) starts[group + 2]! += starts[group + 1]!
  // Now starts[g + 1] is where group g begins; filling moves it to where g ends, which is where g + 1 begins.
  const order = scratch.uint32(starts[groups + 1]!)
  const time = scratch.float64(order.length)
  for (let place = 0; place < size; place++) {
    if (codes[place] === 0) continue
    const to = starts[numberOf[place]! + 1]!++
    order[to] = parent.order === undefined ? place : parent.order[place]!
    time[to] = parent.time[place]!
  }
  return {
    order,
    groups,
    starts: starts.subarray(0, groups + 1),
    time,
    words: [],
    anyOf: [],
    numbers: new Map(),
    codes: new Map(),
  }
}

/** A condition as the window loops read it. */
export function conditionIn(block: Block, grouping: Grouping, filter: Filter): Condition {
  const bit = block.conditions.bitOf(filter)
  const place = Math.floor(bit / 32)
  const word = wordIn(block, grouping, place)
  return { word, any: anyIn(block, grouping, place, word), bit: bit % 32 }
}

function wordIn(block: Block, grouping: Grouping, place: number): Uint32Array {
  const { order, words } = grouping
  const word = wordOf(block, place)
  if (order === undefined) return word
  let own = words[place]
  if (own === undefined) {
    own = block.scratch.uint32(order.length)
    for (let i = 0; i < order.length; i++) own[i] = word[order[i]!]!
    words[place] = own
  }
  return own
}

function anyIn(
  block: Block,
  { anyOf, groups, starts }: Grouping,
  place: number,
  word: Uint32Array,
): Uint32Array {
  let any = anyOf[place]
  if (any === undefined) {
    any = block.scratch.uint32(groups)
    for (let group = 0; group < groups; group++) {
      const end = starts[group + 1]!
      let bits = 0
      for (let row = starts[group]!; row < end; row++) bits |= word[row]!
      any[group] = bits
    }
    anyOf[place] = any
  }
  return any
}

/** Values of a number field in the order of the grouping. */
export function numbersIn(block: Block, { order, numbers }: Grouping, field: string): Float64Array {
  const values = numbersOf(block, field)
  if (order === undefined) return values
  let own = numbers.get(field)
  if (own === undefined) {
    own = block.scratch.float64(order.length)
    for (let i = 0; i < order.length; i++) own[i] = values[order[i]!]!
    numbers.set(field, own)
  }
  return own
}

/** Codes of a text field in the order of the grouping. */
export function codesIn(block: Block, { order, codes: known }: Grouping, field: string): Uint32Array {
  const codes = codesOf(block, field)
  if (order === undefined) return codes
  let own = known.get(field)
  if (own === undefined) {
    own = block.scratch.uint32(order.length)
    for (let i = 0; i < order.length; i++) own[i] = codes[order[i]!]!
    known.set(field, own)
  }
  return own
}
