import type { Measure, SubjectKind } from '../typology/plan.ts'
import type { Binding } from './binding.ts'
import { type Block, makeBlock } from './block.ts'
import { evaluateMeasure } from './measure.ts'
import { type Partition, partitionBy } from './partition.ts'
import { meaningOf, type Program } from './program.ts'

/**
 * The look-back: the whole history, partitioned by subject, walked block by block. At each block all measures of a
 * program are there for every payment, in memory that was just touched.
 */

/** Payments in a block. With some forty columns of 8 bytes the block stays within a few MiB of cache. */
export const blockPayments = 8_192

/** The subjects of a kind. Entity numbers are indexes of customers, or codes of the counterparty dictionary. */
export interface Subjects {
  readonly kind: SubjectKind
  readonly partition: Partition
  readonly ids: readonly string[]
}

export function subjectsOf(binding: Binding, kind: SubjectKind): Subjects {
  const { history } = binding
  if (kind === 'customer') {
    const partition = partitionBy(history.customer, history.customerCount, false)
    return { kind, partition, ids: history.customerIds }
  }
  const column = history.payments.counterparty
  if (column?.kind !== 'text') throw new TypeError('the history was read without the counterparty column')
  const partition = partitionBy(column.codes, column.dictionary.length, true)
  return { kind, partition, ids: column.dictionary }
}

/**
 * Measures whose key is the other kind of subject than the one a program walks (how many people pay this payee, seen
 * from one payer), computed over the whole history beforehand. By the measure's meaning, one value a payment.
 */
export type ForeignMeasures = ReadonlyMap<string, Float64Array>

export function foreignMeasures(binding: Binding, programs: readonly Program[]): ForeignMeasures {
  const values = new Map<string, Float64Array>()
  for (const kind of ['customer', 'counterparty'] as const) {
    const measures = programs.flatMap(program =>
      program.measures.filter(measure => isForeign(program, measure)),
    )
    const wanted = measures.filter(measure => measure.key[0] === kind && !values.has(meaningOf(measure)))
    if (wanted.length === 0) continue
    const subjects = subjectsOf(binding, kind)
    for (const measure of wanted) {
      const shared = new Float64Array(new SharedArrayBuffer(binding.history.paymentCount * 8))
      values.set(meaningOf(measure), shared.fill(Number.NaN))
    }
    walk(binding, subjects, 0, subjects.ids.length, block => {
      for (const measure of wanted) {
        const out = values.get(meaningOf(measure))!
        scatter(evaluateMeasure(block, measure), block.rows, out)
      }
    })
  }
  return values
}

export function isForeign(program: Program, measure: Measure): boolean {
  return measure.key[0] !== program.subject
}

/** All measures of a program at every row of a block, in the order of `program.measures`. */
export function evaluateProgram(block: Block, program: Program, foreign: ForeignMeasures): Float64Array[] {
  return program.measures.map(measure => {
    if (!isForeign(program, measure)) return evaluateMeasure(block, measure)
    return gather(foreign.get(meaningOf(measure))!, block.rows)
  })
}

function scatter(values: Float64Array, rows: Uint32Array, out: Float64Array): void {
  for (let i = 0; i < values.length; i++) out[rows[i]!] = values[i]!
}

function gather(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i < out.length; i++) out[i] = values[rows[i]!]!
  return out
}

/** Calls `visit` with blocks of whole subjects, from entity `from` up to but without entity `to`. */
export function walk(
  binding: Binding,
  subjects: Subjects,
  from: number,
  to: number,
  visit: (block: Block) => void,
): void {
  const { order, starts } = subjects.partition
  let first = from
  while (first < to) {
    let last = first + 1
    while (last < to && starts[last + 1]! - starts[first]! <= blockPayments) last++
    const rows = order.subarray(starts[first]!, starts[last]!)
    if (rows.length > 0) {
      const offset = starts[first]!
      const subjectStarts = Uint32Array.from(starts.subarray(first, last + 1), start => start - offset)
      visit(makeBlock(binding, rows, subjectStarts, first))
    }
    first = last
  }
}
