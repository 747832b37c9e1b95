import { openPairs } from './pairs.ts'
import type { Values } from './values.ts'

/**
 * Payments with the same values of some text fields are a group, and what measures keep of a group lies together in one
 * record. Group 0 is of no use: it stands for a field that is unknown.
 */
export interface Grouping {
  /** Group of the present payment. */
  current: number
  /** Group g has the slots from `g * stride` on. The array is another one after it has grown. */
  records: Float64Array
  stride: number
  /** Adds slots to every record, with what they hold at first; answers where. To be asked before the first payment. */
  reserve(...initial: readonly number[]): number
}

export interface Groupings {
  /** To be asked before the first payment. */
  of(fields: readonly string[]): Grouping
  /** Finds the groups of the present payment. */
  find(): void
}

export function openGroupings(values: Values): Groupings {
  const known = new Map<string, Grouping>()
  const finders: (() => void)[] = []

  function of(fields: readonly string[]): Grouping {
    const name = fields.join(' ')
    let grouping = known.get(name)
    if (grouping === undefined) {
      const place = values.placeOf(fields.at(-1)!)
      // A parent is made, and so found, before its children.
      const parent = fields.length > 1 ? of(fields.slice(0, -1)) : undefined
      const { made, moveTo } = openGrouping()
      const pairs = openPairs()
      finders.push(() => {
        const code = values.codes[place]!
        if (parent === undefined) moveTo(code)
        else moveTo(code === 0 || parent.current === 0 ? 0 : pairs.numberOf(parent.current, code))
      })
      grouping = made
      known.set(name, grouping)
    }
    return grouping
  }

  return {
    of,
    find() {
      for (const find of finders) find()
    },
  }
}

function openGrouping(): { readonly made: Grouping; moveTo(group: number): void } {
  const blank: number[] = []
  let groups = 0
  const made: Grouping = {
    current: 0,
    records: new Float64Array(0),
    stride: 0,
    reserve(...initial) {
      made.stride = blank.push(...initial)
      return blank.length - initial.length
    },
  }
  return {
    made,
    moveTo(group) {
      made.current = group
      if (group >= groups) groups = makeRecords(made, blank, groups, group)
    },
  }
}

/** Makes the records up to that of a new group; answers how many there are then. */
function makeRecords(made: Grouping, blank: readonly number[], groups: number, group: number): number {
  if (made.records.length < (group + 1) * made.stride) {
    const larger = new Float64Array(Math.max(256, 2 * (group + 1)) * made.stride)
    larger.set(made.records)
    made.records = larger
  }
  for (let next = groups; next <= group; next++) made.records.set(blank, next * made.stride)
  return group + 1
}
