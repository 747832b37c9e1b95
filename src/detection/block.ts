import type { Filter } from '../typology/plan.ts'
import { type Binding, dictionaryOf } from './binding.ts'
import { flagYes } from './fields.ts'
import type { Run } from './windows.ts'

/**
 * A block is a stretch of payments small enough to stay in the processor's cache: the payments of some whole subjects,
 * oldest first within each. Columns, masks and groupings are made when first asked for and kept while it lasts.
 */
export interface Block {
  readonly binding: Binding
  /** Index of each payment in the history. */
  readonly rows: Uint32Array
  /** `subjectStarts[s] .. subjectStarts[s + 1]` are the rows of the block's s-th subject. */
  readonly subjectStarts: Uint32Array
  readonly subjects: number
  /** Entity number of the block's first subject. */
  readonly firstSubject: number
  readonly time: Float64Array
  readonly numbers: Map<string, Float64Array>
  readonly codes: Map<string, Uint32Array>
  readonly masks: Map<string, Uint8Array>
  readonly groupings: Map<string, Grouping>
}

/** Rows put together by a key. `order` is undefined where they already lie so. */
export interface Grouping {
  readonly order: Uint32Array | undefined
  readonly groups: number
  readonly starts: Uint32Array
  readonly time: Float64Array
}

export function makeBlock(
  binding: Binding,
  rows: Uint32Array,
  subjectStarts: Uint32Array,
  firstSubject: number,
): Block {
  const time = new Float64Array(rows.length)
  const { bookedAt } = binding.history
  for (let i = 0; i < rows.length; i++) time[i] = bookedAt[rows[i]!]!
  return {
    binding,
    rows,
    subjectStarts,
    subjects: subjectStarts.length - 1,
    firstSubject,
    time,
    numbers: new Map(),
    codes: new Map(),
    masks: new Map(),
    groupings: new Map(),
  }
}

/** Values of a number field, in stored units (`scale` times what people see). */
export function numbersOf(block: Block, name: string): Float64Array {
  let values = block.numbers.get(name)
  if (values === undefined) {
    const field = block.binding.field(name)
    if (field.type !== 'number') throw new TypeError(`${name} is not a number field`)
    values = new Float64Array(block.rows.length)
    field.fill(block.rows, values)
    block.numbers.set(name, values)
  }
  return values
}

/** Codes of a text field or a flag. */
export function codesOf(block: Block, name: string): Uint32Array {
  let codes = block.codes.get(name)
  if (codes === undefined) {
    const field = block.binding.field(name)
    if (field.type === 'number') throw new TypeError(`${name} is a number field`)
    codes = new Uint32Array(block.rows.length)
    field.fill(block.rows, codes)
    block.codes.set(name, codes)
  }
  return codes
}

/** 1 for each row of the block at which the filter holds. */
export function maskOf(block: Block, filter: Filter): Uint8Array {
  const name = nameOf(filter)
  let mask = block.masks.get(name)
  if (mask === undefined) {
    mask = new Uint8Array(block.rows.length)
    fillMask(block, filter, mask)
    block.masks.set(name, mask)
  }
  return mask
}

/** Filters of one meaning have one name, whichever card they stand in. Plans are frozen, so it is written once. */
function nameOf(filter: Filter): string {
  let name = filterNames.get(filter)
  if (name === undefined) {
    name = JSON.stringify(filter)
    filterNames.set(filter, name)
  }
  return name
}

const filterNames = new WeakMap<Filter, string>()

function fillMask(block: Block, filter: Filter, mask: Uint8Array): void {
  const { binding } = block
  switch (filter.kind) {
    case 'constant':
      mask.fill(filter.holds ? 1 : 0)
      return
    case 'all':
      mask.fill(1)
      for (const part of filter.of) {
        const other = maskOf(block, part)
        for (let i = 0; i < mask.length; i++) mask[i]! &= other[i]!
      }
      return
    case 'any':
      for (const part of filter.of) {
        const other = maskOf(block, part)
        for (let i = 0; i < mask.length; i++) mask[i]! |= other[i]!
      }
      return
    case 'text': {
      const codes = codesOf(block, filter.field)
      const table = binding.textTable(filter)
      for (let i = 0; i < mask.length; i++) mask[i] = table[codes[i]!]!
      return
    }
    case 'same': {
      const codes = codesOf(block, filter.field)
      const others = codesOf(block, filter.other)
      const table = binding.sameTable(filter.field, filter.other)
      for (let i = 0; i < mask.length; i++) {
        const known = codes[i] !== 0 && others[i] !== 0
        mask[i] = known && (codes[i] === table[others[i]!]) === filter.holds ? 1 : 0
      }
      return
    }
    case 'flag': {
      const codes = codesOf(block, filter.field)
      const wanted = filter.holds ? flagYes : flagYes - 1
      for (let i = 0; i < mask.length; i++) mask[i] = codes[i] === wanted ? 1 : 0
      return
    }
    case 'known':
      fillKnown(block, filter.field, filter.holds, mask)
      return
    case 'number':
      fillComparison(block, filter, mask)
  }
}

function fillKnown(block: Block, name: string, holds: boolean, mask: Uint8Array): void {
  if (block.binding.field(name).type === 'number') {
    const values = numbersOf(block, name)
    for (let i = 0; i < mask.length; i++) mask[i] = Number.isNaN(values[i]!) === holds ? 0 : 1
    return
  }
  const codes = codesOf(block, name)
  for (let i = 0; i < mask.length; i++) mask[i] = (codes[i] === 0) === holds ? 0 : 1
}

function fillComparison(block: Block, filter: Filter & { kind: 'number' }, mask: Uint8Array): void {
  const field = block.binding.field(filter.field)
  const values = numbersOf(block, filter.field)
  const scale = field.type === 'number' ? field.scale : 1
  const bound = filter.value
  // NaN compares false with everything, except by `!=`, which therefore asks first.
  switch (filter.comparison) {
    case '<':
      for (let i = 0; i < mask.length; i++) mask[i] = values[i]! / scale < bound ? 1 : 0
      return
    case '<=':
      for (let i = 0; i < mask.length; i++) mask[i] = values[i]! / scale <= bound ? 1 : 0
      return
    case '>':
      for (let i = 0; i < mask.length; i++) mask[i] = values[i]! / scale > bound ? 1 : 0
      return
    case '>=':
      for (let i = 0; i < mask.length; i++) mask[i] = values[i]! / scale >= bound ? 1 : 0
      return
    case '==':
      for (let i = 0; i < mask.length; i++) mask[i] = values[i]! / scale === bound ? 1 : 0
      return
    case '!=':
      for (let i = 0; i < mask.length; i++) {
        mask[i] = !Number.isNaN(values[i]!) && values[i]! / scale !== bound ? 1 : 0
      }
  }
}

/** The rows of the block grouped by its subjects and, within each, by further text fields with known values. */
export function groupingOf(block: Block, fields: readonly string[]): Grouping {
  const name = fields.join(' ')
  let grouping = block.groupings.get(name)
  if (grouping === undefined) {
    grouping = fields.length === 0 ? bySubject(block) : byFields(block, fields)
    block.groupings.set(name, grouping)
  }
  return grouping
}

function bySubject(block: Block): Grouping {
  return { order: undefined, groups: block.subjects, starts: block.subjectStarts, time: block.time }
}

function byFields(block: Block, fields: readonly string[]): Grouping {
  const size = block.rows.length
  let group = new Float64Array(size)
  for (let subject = 0; subject < block.subjects; subject++) {
    group.fill(subject, block.subjectStarts[subject]!, block.subjectStarts[subject + 1]!)
  }
  let groups = block.subjects
  for (const field of fields) {
    const codes = codesOf(block, field)
    const width = dictionaryOf(block.binding.field(field)).length
    const numbers = new Map<number, number>()
    const refined = new Float64Array(size)
    for (let row = 0; row < size; row++) {
      const code = codes[row]!
      if (code === 0 || group[row] === -1) {
        refined[row] = -1
        continue
      }
      const pair = group[row]! * width + code
      let number = numbers.get(pair)
      if (number === undefined) {
        number = numbers.size
        numbers.set(pair, number)
      }
      refined[row] = number
    }
    group = refined
    groups = numbers.size
  }
  return gather(block, group, groups)
}

/** Stable counting sort of the rows by group; rows of group -1 (an unknown key) are in none. */
function gather(block: Block, group: Float64Array, groups: number): Grouping {
  const starts = new Uint32Array(groups + 1)
  for (let row = 0; row < group.length; row++) if (group[row] !== -1) starts[group[row]! + 1]!++
  for (let number = 0; number < groups; number++) starts[number + 1]! += starts[number]!
  const order = new Uint32Array(starts[groups]!)
  const time = new Float64Array(order.length)
  const next = starts.slice()
  for (let row = 0; row < group.length; row++) {
    if (group[row] === -1) continue
    const place = next[group[row]!]!++
    order[place] = row
    time[place] = block.time[row]!
  }
  return { order, groups, starts, time }
}

/** A grouping with a mask put in its order, ready for the window loops. */
export function runOf(grouping: Grouping, mask: Uint8Array): Run {
  return { ...grouping, pass: permuteMask(grouping, mask) }
}

export function permuteMask(grouping: Grouping, mask: Uint8Array): Uint8Array {
  const { order } = grouping
  if (order === undefined) return mask
  const out = new Uint8Array(order.length)
  for (let place = 0; place < order.length; place++) out[place] = mask[order[place]!]!
  return out
}
