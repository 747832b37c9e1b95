import type { Filter } from '../typology/plan.ts'
import { type Binding, dictionaryOf } from './binding.ts'
import { type Columns, codesOf, numbersOf } from './columns.ts'
import { flagNo, flagYes } from './fields.ts'

/** A simple test of one payment: what filters are made of. */
export type Leaf = Exclude<Filter, { kind: 'all' | 'any' | 'constant' }>

export function isLeaf(filter: Filter): filter is Leaf {
  return filter.kind !== 'all' && filter.kind !== 'any' && filter.kind !== 'constant'
}

/** Leaves with a bit each, made ready to be tested over stretches of payments. */
export interface Leaves {
  readonly wordCount: number
  /** Sets the bits of each of the payments; the words come cleared. */
  test(columns: Columns, words: readonly Uint32Array[]): void
}

type Test = (columns: Columns, words: readonly Uint32Array[]) => void

/** `leaves[n]` gets bit n % 32 of word n / 32. */
export function bindLeaves(binding: Binding, leaves: readonly Leaf[]): Leaves {
  const placed = leaves.map((leaf, n) => ({ leaf, word: Math.floor(n / 32), bit: n % 32 }))
  // All tests of one text field or flag that lie in one word come from one table, by code.
  const byCode = Map.groupBy(
    placed.filter(({ leaf }) => isByCode(binding, leaf)),
    ({ leaf, word }) => `${leaf.field} ${word}`,
  )
  const tests = [
    ...[...byCode.values()].map(own => testOfCodes(binding, own)),
    ...placed.filter(({ leaf }) => !isByCode(binding, leaf)).map(place => testOf(binding, place)),
  ]
  return {
    wordCount: Math.ceil(leaves.length / 32),
    test: (columns, words) => {
      for (const test of tests) test(columns, words)
    },
  }
}

interface Placed<L extends Leaf = Leaf> {
  readonly leaf: L
  readonly word: number
  readonly bit: number
}

function isByCode(binding: Binding, { kind, field }: Leaf): boolean {
  return kind !== 'same' && binding.field(field).type !== 'number'
}

function testOfCodes(binding: Binding, placed: readonly Placed[]): Test {
  const [{ leaf: { field }, word: place }] = placed as [Placed] // biome-ignore format: one line
  const bound = binding.field(field)
  const table = new Uint32Array(bound.type === 'flag' ? flagYes + 1 : dictionaryOf(bound).length)
  for (const { leaf, bit } of placed) {
    const passes = passesByCode(binding, leaf)
    for (let code = 0; code < table.length; code++) if (passes(code)) table[code]! |= 1 << bit
  }
  return (columns, words) => {
    const codes = codesOf(columns, field)
    const word = words[place]!
    for (let i = 0; i < word.length; i++) word[i]! |= table[codes[i]!]!
  }
}

function passesByCode(binding: Binding, leaf: Leaf): (code: number) => boolean {
  switch (leaf.kind) {
    case 'text': {
      const table = binding.textTable(leaf)
      return code => table[code] === 1
    }
    case 'flag':
      return code => code === (leaf.holds ? flagYes : flagNo)
    case 'known':
      return code => (code !== 0) === leaf.holds
    default:
      throw new TypeError(`a test of kind ${leaf.kind} does not go by one code`)
  }
}

function testOf(binding: Binding, { leaf, word: place, bit }: Placed): Test {
  switch (leaf.kind) {
    case 'same': {
      const table = binding.sameTable(leaf.field, leaf.other)
      return (columns, words) => {
        const codes = codesOf(columns, leaf.field)
        const others = codesOf(columns, leaf.other)
        const word = words[place]!
        for (let i = 0; i < word.length; i++) {
          const known = codes[i] !== 0 && others[i] !== 0
          if (known && (codes[i] === table[others[i]!]) === leaf.holds) word[i]! |= 1 << bit
        }
      }
    }
    case 'known':
      return (columns, words) => {
        const values = numbersOf(columns, leaf.field)
        const word = words[place]!
        for (let i = 0; i < word.length; i++)
          if (Number.isNaN(values[i]!) !== leaf.holds) word[i]! |= 1 << bit
      }
    case 'number': {
      const field = binding.field(leaf.field)
      const scale = field.type === 'number' ? field.scale : 1
      const compare = comparisons[leaf.comparison]
      return (columns, words) =>
        compare(numbersOf(columns, leaf.field), scale, leaf.value, words[place]!, 1 << bit)
    }
    default:
      throw new TypeError(`a test of kind ${leaf.kind} goes by code`)
  }
}

type Compare = (values: Float64Array, scale: number, bound: number, word: Uint32Array, bit: number) => void

// NaN compares false with everything, except by `!=`, which therefore asks first.
const comparisons: Readonly<Record<Extract<Filter, { kind: 'number' }>['comparison'], Compare>> = {
  '<': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) if (values[i]! / scale < bound) word[i]! |= bit
  },
  '<=': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) if (values[i]! / scale <= bound) word[i]! |= bit
  },
  '>': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) if (values[i]! / scale > bound) word[i]! |= bit
  },
  '>=': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) if (values[i]! / scale >= bound) word[i]! |= bit
  },
  '==': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) if (values[i]! / scale === bound) word[i]! |= bit
  },
  '!=': (values, scale, bound, word, bit) => {
    for (let i = 0; i < word.length; i++) {
      if (!Number.isNaN(values[i]!) && values[i]! / scale !== bound) word[i]! |= bit
    }
  },
}
