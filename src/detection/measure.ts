import type { Measure } from '../typology/plan.ts'
import { dictionaryOf } from './binding.ts'
import {
  type Block,
  codesOf,
  type Grouping,
  groupingOf,
  maskOf,
  numbersOf,
  permuteMask,
  runOf,
} from './block.ts'
import {
  countWindow,
  distinctWindow,
  extremeWindow,
  firstWindow,
  gapWindow,
  lastWindow,
  meanWindow,
  type Run,
  shareWindow,
  sumWindow,
} from './windows.ts'

/**
 * The value of a measure at every row of a block, NaN where it has none. The measure's key must begin with the kind of
 * subject by which the block is partitioned. Rows whose further key fields are unknown have no value.
 */
export function evaluateMeasure(block: Block, measure: Measure): Float64Array {
  const grouping = groupingOf(block, measure.key.slice(1))
  const out = new Float64Array(grouping.time.length)
  compute(block, measure, grouping, out)
  return scatter(grouping, out, block.rows.length)
}

function compute(block: Block, measure: Measure, grouping: Grouping, out: Float64Array): void {
  const run = runOf(grouping, maskOf(block, measure.where))
  const window = measure.windowMicros
  switch (measure.operation) {
    case 'count':
      return countWindow(run, window, out)
    case 'first':
      return firstWindow(run, window, out)
    case 'last':
      return lastWindow(run, window, out)
    case 'gap':
      return gapWindow(run, window, out)
    case 'share':
      return shareWindow(run, permuteMask(grouping, maskOf(block, measure.whose!)), window, out)
    case 'distinct':
      return distinct(block, measure, grouping, run, out)
    default:
      return ofNumbers(block, measure, grouping, run, out)
  }
}

function ofNumbers(block: Block, measure: Measure, grouping: Grouping, run: Run, out: Float64Array): void {
  const field = block.binding.field(measure.of!)
  const scale = field.type === 'number' ? field.scale : 1
  const values = permuteNumbers(grouping, numbersOf(block, measure.of!))
  const known = { ...run, pass: knownOnly(run.pass, values) }
  const window = measure.windowMicros
  switch (measure.operation) {
    case 'sum':
      return sumWindow(known, values, window, scale, out)
    case 'mean':
      return meanWindow(known, values, window, scale, out)
    case 'max':
      return extremeWindow(known, values, window, scale, 1, new Uint32Array(values.length), out)
    case 'min':
      return extremeWindow(known, values, window, scale, -1, new Uint32Array(values.length), out)
    default:
      throw new TypeError(`no such operation: ${measure.operation}`)
  }
}

function distinct(block: Block, measure: Measure, grouping: Grouping, run: Run, out: Float64Array): void {
  const codes = permuteCodes(grouping, codesOf(block, measure.of!))
  const pass = new Uint8Array(run.pass)
  for (let row = 0; row < pass.length; row++) if (codes[row] === 0) pass[row] = 0
  const { lastSeen, field } = block.binding
  let scratch = lastSeen.get(measure.of!)
  if (scratch === undefined) {
    const at = new Float64Array(dictionaryOf(field(measure.of!)).length).fill(-1)
    scratch = { at, base: 0 }
    lastSeen.set(measure.of!, scratch)
  }
  distinctWindow({ ...run, pass }, codes, measure.windowMicros, scratch.at, scratch.base, out)
  scratch.base += codes.length
}

function knownOnly(pass: Uint8Array, values: Float64Array): Uint8Array {
  let first = 0
  while (first < values.length && !(pass[first] === 1 && Number.isNaN(values[first]!))) first++
  if (first === values.length) return pass
  const known = new Uint8Array(pass)
  for (let row = first; row < values.length; row++) if (Number.isNaN(values[row]!)) known[row] = 0
  return known
}

function permuteNumbers({ order }: Grouping, values: Float64Array): Float64Array {
  if (order === undefined) return values
  const out = new Float64Array(order.length)
  for (let place = 0; place < order.length; place++) out[place] = values[order[place]!]!
  return out
}

function permuteCodes({ order }: Grouping, codes: Uint32Array): Uint32Array {
  if (order === undefined) return codes
  const out = new Uint32Array(order.length)
  for (let place = 0; place < order.length; place++) out[place] = codes[order[place]!]!
  return out
}

function scatter({ order }: Grouping, values: Float64Array, size: number): Float64Array {
  if (order === undefined) return values
  const out = new Float64Array(size)
  if (order.length < size) out.fill(Number.NaN)
  for (let place = 0; place < order.length; place++) out[order[place]!] = values[place]!
  return out
}
