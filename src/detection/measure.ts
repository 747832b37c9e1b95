import type { Measure } from '../typology/plan.ts'
import { seenCodes } from './binding.ts'
import type { Block } from './block.ts'
import { codesIn, conditionIn, type Grouping, groupingOf, numbersIn } from './grouping.ts'
import {
  type Condition,
  countWindow,
  distinctWindow,
  extremeWindow,
  firstWindow,
  gapWindow,
  lastWindow,
  meanWindow,
  shareWindow,
  sumWindow,
} from './windows.ts'

/**
 * The value of a measure at every row of a block, NaN where it has none. The measure's key must begin with the kind of
 * subject by which the block is partitioned. Rows whose further key fields are unknown have no value. The column is the
 * block's scratch: it holds until the next block.
 */
export function evaluateMeasure(block: Block, measure: Measure): Float64Array {
  const grouping = groupingOf(block, measure.key.slice(1))
  const condition = conditionIn(block, grouping, measure.where)
  const out = block.scratch.float64(grouping.time.length)
  const window = measure.windowMicros
  switch (measure.operation) {
    case 'count':
      countWindow(grouping, condition, window, out)
      break
    case 'first':
      firstWindow(grouping, condition, window, out)
      break
    case 'last':
      lastWindow(grouping, condition, window, out)
      break
    case 'gap':
      gapWindow(grouping, condition, window, out)
      break
    case 'share':
      shareWindow(grouping, condition, conditionIn(block, grouping, measure.whose!), window, out)
      break
    case 'distinct':
      distinct(block, measure, grouping, condition, out)
      break
    default:
      ofNumbers(block, measure, grouping, condition, out)
  }
  return inRowOrder(block, grouping, out)
}

function ofNumbers(
  block: Block,
  { of, operation, windowMicros: window }: Measure,
  grouping: Grouping,
  condition: Condition,
  out: Float64Array,
): void {
  const field = block.binding.field(of!)
  const scale = field.type === 'number' ? field.scale : 1
  const values = numbersIn(block, grouping, of!)
  switch (operation) {
    case 'sum':
      return sumWindow(grouping, condition, values, window, scale, out)
    case 'mean':
      return meanWindow(grouping, condition, values, window, scale, out)
    case 'max':
    case 'min': {
      const queue = block.scratch.uint32(values.length)
      const sign = operation === 'max' ? 1 : -1
      return extremeWindow(grouping, condition, values, window, scale, sign, queue, out)
    }
    default:
      throw new TypeError(`no such operation: ${operation}`)
  }
}

function distinct(
  block: Block,
  { of, windowMicros }: Measure,
  grouping: Grouping,
  condition: Condition,
  out: Float64Array,
): void {
  const codes = codesIn(block, grouping, of!)
  const seen = seenCodes(block.binding, of!)
  distinctWindow(grouping, condition, codes, windowMicros, seen.at, seen.base, out)
  seen.base += codes.length
}

function inRowOrder({ scratch, rows }: Block, { order }: Grouping, values: Float64Array): Float64Array {
  if (order === undefined) return values
  const out = scratch.float64(rows.length)
  if (order.length < rows.length) out.fill(Number.NaN)
  for (let place = 0; place < order.length; place++) out[order[place]!] = values[place]!
  return out
}
