import { sharedUint32 } from '../book/shared-memory.ts'
import type { Filter } from '../typology/plan.ts'
import type { Binding } from './binding.ts'
import { columnsOf } from './columns.ts'
import { bindLeaves, isLeaf, type Leaf, type Leaves } from './leaves.ts'
import { makeScratch, type Scratch } from './scratch.ts'

/**
 * Each condition of the cards (their gates, the filters of their measures) is tested once per payment and kept as one
 * bit. The tests run in the order of the history, where memory is walked straight; a walk by subject jumps through
 * the history, and then fetches a word or two in place of all the fields that the conditions read.
 */
export interface Conditions {
  /** Word w has the bits 32 w to 32 w + 31, one entry a payment. */
  readonly words: readonly Uint32Array[]
  /** Fields that the conditions read. */
  readonly fields: ReadonlySet<string>
  bitOf(filter: Filter): number
  /** Tests the payments `from` up to but without `to` of the history, into `words`. */
  test(from: number, to: number): void
}

/** Payments tested at a time: few enough for their fields to stay in the processor's cache. */
const stretchPayments = 4_096

/** `words` are made, on shared memory, where they are not given. */
export function conditionsFor(
  binding: Binding,
  filters: Iterable<Filter>,
  words?: readonly Uint32Array[],
): Conditions {
  const byName = new Map<string, Filter>()
  for (const filter of filters) byName.set(nameOf(filter), filter)
  const bits = new Map([...byName.keys()].map((name, bit) => [name, bit]))
  const { paymentCount } = binding.history
  const all = words ?? Array.from({ length: Math.ceil(bits.size / 32) }, () => sharedUint32(paymentCount))
  const { leaves, trees } = compile([...byName.values()])
  let bound: Leaves | undefined
  return {
    words: all,
    fields: new Set(leaves.flatMap(leaf => (leaf.kind === 'same' ? [leaf.field, leaf.other] : [leaf.field]))),
    bitOf(filter) {
      const bit = bits.get(nameOf(filter))
      if (bit === undefined) throw new TypeError('the filter is none of the conditions')
      return bit
    },
    test(from, to) {
      bound ??= bindLeaves(binding, leaves)
      const scratch = makeScratch()
      for (let start = from; start < to; start += stretchPayments) {
        scratch.reset()
        const count = Math.min(stretchPayments, to - start)
        const tested = testLeaves(binding, bound, scratch, start, count)
        for (const [place, word] of all.entries()) {
          const bits = scratch.uint32(count).fill(0)
          for (const [bit, tree] of trees.slice(place * 32, (place + 1) * 32).entries()) {
            setWhereHolds(tree, tested, bits, 1 << bit, scratch)
          }
          word.set(bits, start)
        }
      }
    },
  }
}

function testLeaves(
  binding: Binding,
  leaves: Leaves,
  scratch: Scratch,
  start: number,
  count: number,
): Uint32Array[] {
  const rows = scratch.uint32(count)
  for (let i = 0; i < count; i++) rows[i] = start + i
  const words = Array.from({ length: leaves.wordCount }, () => scratch.uint32(count).fill(0))
  leaves.test(columnsOf(binding, scratch, rows), words)
  return words
}

/** A filter over the bits of its leaves: `all` or any of those in `mask`, or a tree of trees. */
export type Tree =
  | { readonly kind: 'constant'; readonly holds: boolean }
  /** `mask` as a signed number, as the bit operations give it. */
  | { readonly kind: 'bits'; readonly all: boolean; readonly word: number; readonly mask: number }
  | { readonly kind: 'trees'; readonly all: boolean; readonly of: readonly Tree[] }

export function compile(filters: readonly Filter[]): { leaves: Leaf[]; trees: Tree[] } {
  const leaves: Leaf[] = []
  const places = new Map<string, number>()
  const placeOf = (leaf: Leaf) => {
    const name = nameOf(leaf)
    const place = places.get(name) ?? leaves.push(leaf) - 1
    places.set(name, place)
    return place
  }
  return { trees: filters.map(filter => treeOf(filter, placeOf)), leaves }
}

function treeOf(filter: Filter, placeOf: (leaf: Leaf) => number): Tree {
  if (filter.kind === 'constant') return filter
  const all = filter.kind !== 'any'
  const of: Tree[] = []
  const masks = new Map<number, number>()
  for (const part of isLeaf(filter) ? [filter] : filter.of) {
    if (!isLeaf(part)) {
      of.push(treeOf(part, placeOf))
      continue
    }
    const place = placeOf(part)
    const word = Math.floor(place / 32)
    masks.set(word, (masks.get(word) ?? 0) | (1 << (place % 32)))
  }
  for (const [word, mask] of masks) of.push({ kind: 'bits', all, word, mask })
  return joined(all, of)
}

/** A tree has at most 32 parts. */
function joined(all: boolean, of: readonly Tree[]): Tree {
  if (of.length === 1) return of[0]!
  if (of.length <= 32) return { kind: 'trees', all, of }
  const halves = [of.slice(0, of.length / 2), of.slice(of.length / 2)]
  return joined(
    all,
    halves.map(half => joined(all, half)),
  )
}

/** Sets `bit` in the entries of `out` at which the tree holds. */
function setWhereHolds(
  tree: Tree,
  words: readonly Uint32Array[],
  out: Uint32Array,
  bit: number,
  scratch: Scratch,
): void {
  switch (tree.kind) {
    case 'constant':
      if (tree.holds) for (let i = 0; i < out.length; i++) out[i]! |= bit
      return
    case 'bits': {
      const { mask } = tree
      const word = words[tree.word]!
      if (tree.all) for (let i = 0; i < out.length; i++) out[i]! |= (word[i]! & mask) === mask ? bit : 0
      else for (let i = 0; i < out.length; i++) out[i]! |= (word[i]! & mask) !== 0 ? bit : 0
      return
    }
    case 'trees': {
      // Each part gets a bit of its own, so that the whole is once more a question of bits.
      const held = scratch.uint32(out.length).fill(0)
      for (const [n, part] of tree.of.entries()) setWhereHolds(part, words, held, 1 << n, scratch)
      const mask = tree.of.length === 32 ? -1 : (1 << tree.of.length) - 1
      setWhereHolds({ kind: 'bits', all: tree.all, word: 0, mask }, [held], out, bit, scratch)
    }
  }
}

/** Filters of one meaning have one name, whichever card they stand in. Plans are frozen, so it is written once. */
export function nameOf(filter: Filter): string {
  let name = filterNames.get(filter)
  if (name === undefined) {
    name = JSON.stringify(filter)
    filterNames.set(filter, name)
  }
  return name
}

const filterNames = new WeakMap<Filter, string>()
