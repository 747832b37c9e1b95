import { countryName } from '../domain/countries.ts'
import { frequencyField } from '../typology/fields.ts'
import type { SubjectKind } from '../typology/plan.ts'
import { type Binding, dictionaryOf } from './binding.ts'
import { type Columns, codesOf } from './columns.ts'
import { frequencyNames, isBand, orMore } from './frequency.ts'

/**
 * Peer groups nest: everyone who passes the card's gate, then those with the same first peer field, then those who share the
 * second too, and so on. Level n is the group that shares the first n fields.
 */

/** A group with fewer peers than this backs off to the wider one. */
export const peersMin = 200

/** Codes of the peer fields of a plan for each of some payments. */
export function peerCodes(columns: Columns, fields: readonly string[]): Uint32Array[] {
  return fields.map(field =>
    // How often is told subject by subject; see `fillBands`.
    field === frequencyField ? columns.scratch.uint32(columns.rows.length) : codesOf(columns, field),
  )
}

/** Numbers a group uniquely among all levels of a plan. */
export interface GroupNumbering {
  readonly levels: number
  /** Whether the peers are first those who did it about as often. */
  readonly hasBands: boolean
  numberOf(codes: readonly Uint32Array[], row: number, level: number): number
  /** The group of everybody who did it at least as often as the lowest of the band. */
  numberFrom(band: number): number
  /** The band of a group that shares nothing else; 0 of any other. */
  bandIn(number: number): number
  /** The values that the members of a group share, one a level. */
  valuesOf(number: number): string[]
  /** The number of the group with these values; `undefined` where the history has no such value. */
  numberFor(values: readonly string[]): number | undefined
}

export function numberGroups(binding: Binding, fields: readonly string[]): GroupNumbering {
  const dictionaries = fields.map(field =>
    field === frequencyField ? frequencyNames : dictionaryOf(binding.field(field)),
  )
  const codeOf = dictionaries.map(dictionary => new Map(dictionary.map((text, code) => [text, code])))
  // Mixed radix with one digit more than there are codes: digit 0 stands for "any".
  const widths = dictionaries.map(dictionary => dictionary.length + 1)
  // What a band is multiplied by where nothing else is shared.
  const ofBand = widths.slice(1).reduce((product, width) => product * width, 1)
  return {
    levels: fields.length + 1,
    hasBands: fields[0] === frequencyField,
    numberOf(codes, row, level) {
      let number = 0
      for (let i = 0; i < widths.length; i++)
        number = number * widths[i]! + (i < level ? codes[i]![row]! + 1 : 0)
      return number
    },
    numberFrom: band => (orMore(band) + 1) * ofBand,
    bandIn(number) {
      const code = number / ofBand - 1
      return fields[0] === frequencyField && Number.isInteger(code) && isBand(code) ? code : 0
    },
    valuesOf(number) {
      const digits: number[] = []
      let rest = number
      for (let i = widths.length - 1; i >= 0; i--) {
        digits.unshift(rest % widths[i]!)
        rest = Math.floor(rest / widths[i]!)
      }
      return digits.filter(digit => digit > 0).map((digit, i) => dictionaries[i]![digit - 1]!)
    },
    numberFor(values) {
      let number = 0
      for (let i = 0; i < widths.length; i++) {
        const code = i < values.length ? codeOf[i]!.get(values[i]!) : -1
        if (code === undefined) return undefined
        number = number * widths[i]! + code + 1
      }
      return number
    },
  }
}

/** A peer group in words: `customers who do the same, 4 to 7 times a year, dealing with Philippines`. */
export function describeGroup(
  kind: SubjectKind,
  fields: readonly string[],
  values: readonly string[],
): string {
  const everyone = kind === 'customer' ? 'customers who do the same' : 'payees of the same kind'
  const parts = values.map((value, i) =>
    fields[i] === frequencyField
      ? `${value} ${value === '1' ? 'time' : 'times'} in a year`
      : `${fieldInWords(fields[i]!)} ${valueInWords(fields[i]!, value)}`,
  )
  return [everyone, ...parts].join(', ')
}

function fieldInWords(field: string): string {
  return (
    { tenure_band: 'customer for', age_band: 'aged', counterparty_country: 'dealing with' }[field] ??
    field.replaceAll('_', ' ')
  )
}

function valueInWords(field: string, value: string): string {
  if (value === '') return 'unknown'
  return field.endsWith('country') ? countryName(value) : value
}
