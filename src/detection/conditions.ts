import { sharedUint32 } from '../book/shared-memory.ts'
import type { Filter } from '../typology/plan.ts'
import type { Binding } from './binding.ts'
import { bitsInWord, transposeBits } from './bits.ts'
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

/** A plane's entry at which a filter holds for all of its 32 payments, or for none. */
const everywhere = 0xffffffff
const nowhere = 0

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
          const planes = scratch.uint32(wholeWords(count)).fill(0)
          for (const [bit, tree] of trees.slice(place * 32, (place + 1) * 32).entries()) {
            const plane = planeOf(tree, tested, planes.length / 32, scratch)
            for (let i = 0; i < plane.length; i++) planes[i * 32 + bit] = plane[i]!
          }
          transposeBits(planes)
          word.set(planes.subarray(0, count), start)
        }
      }
    },
  }
}

/**
 * Where each leaf holds, as planes: bit p of entry 32 i + b of a word is leaf b of that word at payment 32 i + p of the stretch, so
 * that filters are then worked out for 32 payments at a time.
 */
function testLeaves(
  binding: Binding,
  leaves: Leaves,
  scratch: Scratch,
  start: number,
  count: number,
): Uint32Array[] {
  const rows = scratch.uint32(count)
  for (let i = 0; i < count; i++) rows[i] = start + i
  const words = Array.from({ length: leaves.wordCount }, () => scratch.uint32(wholeWords(count)).fill(0))
  leaves.test(
    columnsOf(binding, scratch, rows),
    words.map(word => word.subarray(0, count)),
  )
  for (const word of words) transposeBits(word)
  return words
}

/** Payments, and as many more as fill the last word of a plane. */
function wholeWords(count: number): number {
  return Math.ceil(count / 32) * 32
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
  return of.length === 1 ? of[0]! : { kind: 'trees', all, of }
}

/** Where a tree holds: a bit a payment, in `length` entries of 32 payments. */
function planeOf(tree: Tree, leaves: readonly Uint32Array[], length: number, scratch: Scratch): Uint32Array {
  const plane = scratch.uint32(length)
  switch (tree.kind) {
    case 'constant':
      return plane.fill(tree.holds ? everywhere : nowhere)
    case 'bits': {
      plane.fill(tree.all ? everywhere : nowhere)
      const word = leaves[tree.word]!
      for (const bit of bitsInWord(tree.mask)) {
        if (tree.all) for (let i = 0; i < plane.length; i++) plane[i]! &= word[i * 32 + bit]!
        else for (let i = 0; i < plane.length; i++) plane[i]! |= word[i * 32 + bit]!
      }
      return plane
    }
    case 'trees':
      plane.fill(tree.all ? everywhere : nowhere)
      for (const part of tree.of) {
        const held = planeOf(part, leaves, length, scratch)
        if (tree.all) for (let i = 0; i < plane.length; i++) plane[i]! &= held[i]!
        else for (let i = 0; i < plane.length; i++) plane[i]! |= held[i]!
      }
      return plane
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
