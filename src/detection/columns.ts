import type { Binding } from './binding.ts'
import type { Scratch } from './scratch.ts'

/** Fields of some payments, fetched when first asked for and kept while those payments are at hand. */
export interface Columns {
  readonly binding: Binding
  readonly scratch: Scratch
  /** Index of each payment in the history. */
  readonly rows: Uint32Array
  readonly numbers: Map<string, Float64Array>
  readonly codes: Map<string, Uint32Array>
}

export function columnsOf(binding: Binding, scratch: Scratch, rows: Uint32Array): Columns {
  return { binding, scratch, rows, numbers: new Map(), codes: new Map() }
}

/** Values of a number field, in stored units (`scale` times what people see). */
export function numbersOf(columns: Columns, name: string): Float64Array {
  let values = columns.numbers.get(name)
  if (values === undefined) {
    const field = columns.binding.field(name)
    if (field.type !== 'number') throw new TypeError(`${name} is not a number field`)
    values = columns.scratch.float64(columns.rows.length)
    field.fill(columns.rows, values)
    columns.numbers.set(name, values)
  }
  return values
}

/** Codes of a text field or a flag. */
export function codesOf(columns: Columns, name: string): Uint32Array {
  let codes = columns.codes.get(name)
  if (codes === undefined) {
    const field = columns.binding.field(name)
    if (field.type === 'number') throw new TypeError(`${name} is a number field`)
    codes = columns.scratch.uint32(columns.rows.length)
    field.fill(columns.rows, codes)
    columns.codes.set(name, codes)
  }
  return codes
}
