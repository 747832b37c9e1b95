import { Environment } from '@marcbachmann/cel-js'
import { LapwingError } from '../domain/errors.ts'
import type { Filter } from './plan.ts'
import { termsPattern } from './terms.ts'

/** What a field is at a payment; `undefined`, NaN and the empty text are unknown. */
export type FieldValue = string | number | boolean | undefined

type TextLeaf = Extract<Filter, { kind: 'text' }>
const tests = new WeakMap<TextLeaf, (value: string) => boolean>()

/** The plain meaning of a filter, one payment at a time: what faster forms of it must equal. */
export function evaluateFilter(filter: Filter, read: (field: string) => FieldValue): boolean {
  switch (filter.kind) {
    case 'constant':
      return filter.holds
    case 'all':
      return filter.of.every(part => evaluateFilter(part, read))
    case 'any':
      return filter.of.some(part => evaluateFilter(part, read))
    case 'known':
      return isKnown(read(filter.field)) === filter.holds
    case 'flag':
      return read(filter.field) === filter.holds
    case 'number': {
      const value = read(filter.field)
      return typeof value === 'number' && isKnown(value) && compare(value, filter.comparison, filter.value)
    }
    case 'text': {
      const value = read(filter.field)
      if (typeof value !== 'string' || !isKnown(value)) return false
      const test = tests.get(filter) ?? compileTextTest(filter.cel, filter.field)
      tests.set(filter, test)
      return test(value) === filter.holds
    }
    case 'same': {
      const [one, other] = [read(filter.field), read(filter.other)]
      return isKnown(one) && isKnown(other) && (one === other) === filter.holds
    }
  }
}

function isKnown(value: FieldValue): boolean {
  return value !== undefined && value !== '' && !Number.isNaN(value)
}

function compare(
  value: number,
  comparison: Extract<Filter, { kind: 'number' }>['comparison'],
  other: number,
): boolean {
  switch (comparison) {
    case '<':
      return value < other
    case '<=':
      return value <= other
    case '>':
      return value > other
    case '>=':
      return value >= other
    case '==':
      return value === other
    case '!=':
      return value !== other
  }
}

/**
 * Where the CEL of a text leaf is checked and run: one text variable, and what `terms(text, list)` and
 * `corridor(country, list)` of a card become once the lists are known: `mentions(text, list, words)` and
 * `among(country, list, countries)`.
 */
export function textEnvironment(field: string): Environment {
  const patterns = new Map<string, RegExp>()
  return new Environment({ limits: { maxListElements: 100_000, maxAstNodes: 1_000_000 } })
    .registerVariable(field, 'string')
    .registerFunction(
      'mentions(string, string, list<string>): bool',
      (text: string, list: string, words: readonly string[]) => {
        const pattern = patterns.get(list) ?? termsPattern(words)
        patterns.set(list, pattern)
        return pattern.test(text.normalize('NFKC'))
      },
    )
    .registerFunction(
      'among(string, string, list<string>): bool',
      (country: string, _: string, countries: readonly string[]) => countries.includes(country),
    )
}

/** The test of a text leaf, to be run once per distinct value. Throws `filter-invalid` when it is not such CEL. */
export function compileTextTest(cel: string, field: string): (value: string) => boolean {
  const environment = textEnvironment(field)
  if (environment.check(cel).type !== 'bool') {
    throw new LapwingError('filter-invalid', `the filter on ${field} is not a condition on that field alone`)
  }
  const run = environment.parse(cel)
  return value => run({ [field]: value }) === true
}

/** The filter as CEL in its normal form. Private limits and term lists appear by name only. */
export function describeFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'constant':
      return String(filter.holds)
    case 'all':
    case 'any':
      return filter.of
        .map(part => grouped(describeFilter(part)))
        .join(filter.kind === 'all' ? ' && ' : ' || ')
    case 'number': {
      const value = filter.limit === undefined ? String(filter.value) : `limit("${filter.limit}")`
      return `${filter.field} ${filter.comparison} ${value}`
    }
    case 'text': {
      const cel = filter.cel.replace(listCall, (_, call, field, list) => {
        return `${call === 'mentions' ? 'terms' : 'corridor'}(${field}, ${list})`
      })
      return filter.holds ? cel : `!(${cel})`
    }
    case 'same':
      return `${filter.field} ${filter.holds ? '==' : '!='} ${filter.other}`
    case 'flag':
      return filter.holds ? filter.field : `!${filter.field}`
    case 'known':
      return `${filter.holds ? '' : '!'}known(${filter.field})`
  }
}

/** A compiled look-up in a private list: the call, the field, the list's name in quotes. What follows is private. */
export const listCall = /\b(mentions|among)\((\w+), ("(?:[^"\\]|\\.)*"), \[(?:"(?:[^"\\]|\\.)*"(?:, )?)*\]\)/g

function grouped(cel: string): string {
  return /&&|\|\|/.test(cel) ? `(${cel})` : cel
}

/** Fields that a filter reads. */
export function fieldsOf(filter: Filter): ReadonlySet<string> {
  switch (filter.kind) {
    case 'constant':
      return new Set()
    case 'all':
    case 'any':
      return new Set(filter.of.flatMap(part => [...fieldsOf(part)]))
    case 'same':
      return new Set([filter.field, filter.other])
    default:
      return new Set([filter.field])
  }
}
