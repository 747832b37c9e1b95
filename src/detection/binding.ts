import type { History } from '../book/history.ts'
import { compileTextTest } from '../typology/filter.ts'
import type { Filter } from '../typology/plan.ts'
import { type BoundField, bindField } from './fields.ts'

/**
 * Fields and text tests of a history, made ready once: a string test runs once per distinct value and becomes a table.
 */
export interface Binding {
  readonly history: History
  field(name: string): BoundField
  /** 1 for each code whose text passes; 0 for the unknown value. */
  textTable(filter: Filter & { kind: 'text' }): Uint8Array
  /** For two text fields: the code of the first dictionary that has the same text as each code of the second. */
  sameTable(field: string, other: string): Uint32Array
  readonly lastSeen: Map<string, SeenCodes>
}

/**
 * Scratch for telling the codes of a field apart, one place a code. What is noted there counts only from `base` on, which
 * whoever uses it moves beyond what was noted, so that nothing needs clearing in between.
 */
export interface SeenCodes {
  readonly at: Float64Array
  base: number
}

export function bind(history: History): Binding {
  const fields = new Map<string, BoundField>()
  const tables = new Map<string, Uint8Array>()
  const same = new Map<string, Uint32Array>()

  function field(name: string): BoundField {
    const bound = fields.get(name) ?? bindField(history, name)
    fields.set(name, bound)
    return bound
  }

  return {
    history,
    field,
    textTable(filter) {
      const name = `${filter.field} ${filter.holds} ${filter.cel}`
      const table = tables.get(name) ?? tableOf(filter, dictionaryOf(field(filter.field)))
      tables.set(name, table)
      return table
    },
    sameTable(first, second) {
      const name = `${first} ${second}`
      const table = same.get(name) ?? translation(dictionaryOf(field(first)), dictionaryOf(field(second)))
      same.set(name, table)
      return table
    },
    lastSeen: new Map(),
  }
}

export function seenCodes(binding: Binding, field: string): SeenCodes {
  let seen = binding.lastSeen.get(field)
  if (seen === undefined) {
    seen = { at: new Float64Array(dictionaryOf(binding.field(field)).length).fill(-1), base: 0 }
    binding.lastSeen.set(field, seen)
  }
  return seen
}

export function dictionaryOf(field: BoundField): readonly string[] {
  if (field.type === 'text') return field.dictionary
  throw new TypeError('only a text field has a dictionary')
}

function tableOf(filter: Filter & { kind: 'text' }, dictionary: readonly string[]): Uint8Array {
  const test = compileTextTest(filter.cel, filter.field)
  return Uint8Array.from(dictionary, (text, code) => (code !== 0 && test(text) === filter.holds ? 1 : 0))
}

const noSuchCode = 0xffff_ffff

function translation(to: readonly string[], from: readonly string[]): Uint32Array {
  const codes = new Map(to.map((text, code) => [text, code]))
  return Uint32Array.from(from, (text, code) => (code === 0 ? 0 : (codes.get(text) ?? noSuchCode)))
}
