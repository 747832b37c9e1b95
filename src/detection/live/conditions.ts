import { compileTextTest } from '../../typology/filter.ts'
import type { Filter } from '../../typology/plan.ts'
import { compile, nameOf, type Tree } from '../conditions.ts'
import { flagNo, flagYes } from '../fields.ts'
import type { Leaf } from '../leaves.ts'
import type { Values } from './values.ts'

/** Conditions tested at the present payment, one bit each. */
export interface Conditions {
  readonly words: Uint32Array
  bitOf(filter: Filter): Bit
  /** Tests them all on the present values. */
  test(): void
}

export interface Bit {
  readonly word: number
  /** 0 to 31. */
  readonly bit: number
}

export function openConditions(filters: Iterable<Filter>, values: Values): Conditions {
  const byName = new Map<string, Filter>()
  for (const filter of filters) byName.set(nameOf(filter), filter)
  const bits = new Map([...byName.keys()].map((name, n) => [name, placed(n)]))
  const { leaves, trees } = compile([...byName.values()])
  const words = new Uint32Array(Math.ceil(trees.length / 32))
  const held = new Uint32Array(Math.ceil(leaves.length / 32))
  const tests = testsOf(leaves, values, held)
  return {
    words,
    bitOf(filter) {
      const bit = bits.get(nameOf(filter))
      if (bit === undefined) throw new TypeError('the filter is none of the conditions')
      return bit
    },
    test() {
      held.fill(0)
      for (const test of tests) test()
      words.fill(0)
      for (let n = 0; n < trees.length; n++) if (holds(trees[n]!, held)) words[n >>> 5]! |= 1 << (n & 31)
    },
  }
}

function placed(n: number): Bit {
  return { word: Math.floor(n / 32), bit: n % 32 }
}

function holds(tree: Tree, held: Uint32Array): boolean {
  switch (tree.kind) {
    case 'constant':
      return tree.holds
    case 'bits': {
      const bits = held[tree.word]! & tree.mask
      return tree.all ? bits === tree.mask : bits !== 0
    }
    case 'trees': {
      for (const part of tree.of) if (holds(part, held) !== tree.all) return !tree.all
      return tree.all
    }
  }
}

/** Leaves made ready: all that go by the code of one field and lie in one word come from one table. */
function testsOf(leaves: readonly Leaf[], values: Values, held: Uint32Array): (() => void)[] {
  const all = leaves.map((leaf, n) => ({ leaf, ...placed(n) }))
  const isByCode = (leaf: Leaf) => leaf.kind !== 'same' && !values.isNumber(leaf.field)
  const byCode = Map.groupBy(
    all.filter(({ leaf }) => isByCode(leaf)),
    ({ leaf, word }) => `${leaf.field} ${word}`,
  )
  return [
    ...[...byCode.values()].map(own => testOfCode(own, values, held)),
    ...all
      .filter(({ leaf }) => !isByCode(leaf))
      .map(({ leaf, word, bit }) => {
        const passes = testOf(leaf, values)
        return () => {
          if (passes()) held[word]! |= 1 << bit
        }
      }),
  ]
}

/** A text is tested when it first comes; its bits are kept by its code. */
function testOfCode(own: readonly (Bit & { leaf: Leaf })[], values: Values, held: Uint32Array): () => void {
  const [{ leaf, word }] = own as [Bit & { leaf: Leaf }]
  const place = values.placeOf(leaf.field)
  const tests = own.map(({ leaf, bit }) => ({ passes: passesByCode(leaf, values), bit }))
  const table: number[] = []
  return () => {
    const code = values.codes[place]!
    while (table.length <= code) {
      const next = table.length
      table.push(tests.reduce((bits, { passes, bit }) => bits | (passes(next) ? 1 << bit : 0), 0))
    }
    held[word]! |= table[code]!
  }
}

function passesByCode(leaf: Leaf, values: Values): (code: number) => boolean {
  switch (leaf.kind) {
    case 'text': {
      const test = compileTextTest(leaf.cel, leaf.field)
      const texts = values.textsOf(leaf.field)
      return code => code !== 0 && test(texts.textOf(code)) === leaf.holds
    }
    case 'flag':
      return code => code === (leaf.holds ? flagYes : flagNo)
    case 'known':
      return code => (code !== 0) === leaf.holds
    default:
      throw new TypeError(`a test of kind ${leaf.kind} does not go by one code`)
  }
}

function testOf(leaf: Leaf, values: Values): () => boolean {
  const place = values.placeOf(leaf.field)
  const { numbers, texts } = values
  switch (leaf.kind) {
    case 'same': {
      const other = values.placeOf(leaf.other)
      return () =>
        texts[place] !== '' && texts[other] !== '' && (texts[place] === texts[other]) === leaf.holds
    }
    case 'known':
      return () => Number.isNaN(numbers[place]!) !== leaf.holds
    case 'number': {
      const scale = values.scaleOf(leaf.field)
      const compare = comparisons[leaf.comparison]
      return () => compare(numbers[place]! / scale, leaf.value)
    }
    default:
      throw new TypeError(`a test of kind ${leaf.kind} goes by code`)
  }
}

type Comparison = Extract<Filter, { kind: 'number' }>['comparison']

// NaN compares false with everything, except by `!=`, which therefore asks first.
const comparisons: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '==': (value, bound) => value === bound,
  '!=': (value, bound) => !Number.isNaN(value) && value !== bound,
}
