import type { Codes, History } from '../book/history.ts'
import type { Measure } from '../typology/plan.ts'
import type { Binding } from './binding.ts'
import { type Block, makeBlock } from './block.ts'
import { type Conditions, conditionsFor } from './conditions.ts'
import type { BoundPlan, BoundProgram } from './engine.ts'
import type { ForeignValues } from './foreign.ts'
import { evaluateMeasure } from './measure.ts'
import { type Partition, partitionBy, type Stretch } from './partition.ts'
import { filtersOf, isForeign, meaningOf, type Program } from './program.ts'
import { makeScratch } from './scratch.ts'
import { getNumbers } from './sparse.ts'

/**
 * The look-back: the whole history, partitioned by subject, walked block by block. At each block all measures of a
 * program are there for every payment, in memory that was just touched.
 */

/** Payments in a block. With some forty columns of 8 bytes the block stays within a few MiB of cache. */
export const blockPayments = 8_192

/** The entity of each payment by the field that begins a key; 0 is the unknown one, except of customers. */
interface Entities {
  readonly codes: Codes
  readonly count: number
  readonly ids: readonly string[]
  readonly zeroIsUnknown: boolean
}

/** Entity numbers are indexes of customers, or codes of the field's dictionary. */
export function entitiesOf(
  { customer, customerCount, customerIds, payments }: History,
  key: string,
): Entities {
  if (key === 'customer') {
    return { codes: customer, count: customerCount, ids: customerIds, zeroIsUnknown: false }
  }
  const column = payments[key]
  if (column?.kind !== 'text') throw new TypeError(`the history was read without the column ${key}`)
  const { codes, dictionary } = column
  return { codes, count: dictionary.length, ids: dictionary, zeroIsUnknown: true }
}

/** Every payment with a known entity. */
export function wholePartition(history: History, key: string): Partition {
  const { codes, count, zeroIsUnknown } = entitiesOf(history, key)
  if (!zeroIsUnknown) return partitionBy(codes, count)
  const wanted = new Uint8Array(count).fill(1)
  wanted[0] = 0
  return partitionBy(codes, count, wanted)
}

/**
 * All payments of those entities at one of whose payments a gate holds: nothing can be found on the others, whose payments are the
 * most by far. Entities for which the same gates hold stand together, so that a block needs the measures of few cards. The
 * conditions must have been tested.
 */
export function gatedPartition(
  history: History,
  key: string,
  conditions: Conditions,
  { plans }: BoundProgram,
): Partition {
  const { codes, count, zeroIsUnknown } = entitiesOf(history, key)
  const wanted = new Uint8Array(count)
  // Which gates hold: a number that tells such sets apart.
  const rank = new Float64Array(count)
  const bitsOf = new Map<number, Uint32Array>()
  for (const { gate } of plans) {
    const bit = conditions.bitOf(gate)
    const place = Math.floor(bit / 32)
    const bits = bitsOf.get(place) ?? bitsByEntity(codes, count, conditions.words[place]!)
    bitsOf.set(place, bits)
    for (let entity = 0; entity < count; entity++) {
      const holds = (bits[entity]! >>> (bit % 32)) & 1
      rank[entity] = rank[entity]! * 2 + holds
      wanted[entity]! |= holds
    }
  }
  if (zeroIsUnknown) wanted[0] = 0
  return partitionBy(codes, count, wanted, rank)
}

/** The bits that any payment of each entity has. */
function bitsByEntity(codes: Codes, count: number, word: Uint32Array): Uint32Array {
  const bits = new Uint32Array(count)
  for (let payment = 0; payment < codes.length; payment++) bits[codes[payment]!]! |= word[payment]!
  return bits
}

/** Calls `visit` with blocks of whole subjects. A block's columns hold until the next one. */
export function walk(
  binding: Binding,
  conditions: Conditions,
  partition: Partition,
  { from, to }: Stretch,
  visit: (block: Block) => void,
): void {
  const { starts } = partition
  const scratch = makeScratch()
  let first = from
  while (first < to) {
    let last = first + 1
    while (last < to && starts[last + 1]! - starts[first]! <= blockPayments) last++
    if (starts[last]! > starts[first]!) {
      scratch.reset()
      visit(makeBlock(binding, conditions, scratch, partition, first, last))
    }
    first = last
  }
}

/**
 * Measures whose keys begin with the same kind of entity at every payment of the history, NaN where they have no value: for whoever
 * wants values and not findings.
 */
export function valuesEverywhere(binding: Binding, measures: readonly Measure[]): Float64Array[] {
  const { history } = binding
  const conditions = conditionsFor(binding, measures.flatMap(filtersOf))
  conditions.test(0, history.paymentCount)
  const partition = wholePartition(history, measures[0]!.key[0]!)
  const values = measures.map(() => new Float64Array(history.paymentCount).fill(Number.NaN))
  walk(binding, conditions, partition, { from: 0, to: partition.entities.length }, block => {
    for (const [i, measure] of measures.entries())
      scatter(evaluateMeasure(block, measure), block.rows, values[i]!)
  })
  return values
}

/**
 * The measures of a program at every row of a block, in the order of `program.measures`; of those that no plan of `plans` (all,
 * when not given) reads, nothing. Those in `foreign` are NaN at rows that it has no room for.
 */
export function evaluateProgram(
  block: Block,
  { program, plans: all }: BoundProgram,
  foreign: ForeignValues,
  plans: readonly BoundPlan[] = all,
): Float64Array[] {
  const values = new Array<Float64Array>(program.measures.length)
  for (const plan of plans) {
    for (const place of plan.places)
      values[place] ??= valuesOf(block, program, foreign, program.measures[place]!)
  }
  return values
}

function valuesOf(block: Block, program: Program, foreign: ForeignValues, measure: Measure): Float64Array {
  if (!isForeign(program, measure)) return evaluateMeasure(block, measure)
  const values = block.scratch.float64(block.rows.length)
  getNumbers(foreign.get(meaningOf(measure))!, block.rows, values)
  return values
}

function scatter(values: Float64Array, rows: Uint32Array, out: Float64Array): void {
  for (let i = 0; i < values.length; i++) out[rows[i]!] = values[i]!
}
