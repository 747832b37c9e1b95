import { type Field, fieldByName, fields } from './fields.ts'
import { nearestWord } from './nearest.ts'

/** What a filter may name besides fields: what its card declares, and what the institution supplied of it. */
export interface FilterNames {
  readonly limits: Readonly<Record<string, { readonly unit: string }>>
  readonly terms: Readonly<Record<string, unknown>>
  readonly corridors: Readonly<Record<string, unknown>>
  readonly supplied: {
    readonly limits: Readonly<Record<string, number>>
    readonly terms: Readonly<Record<string, readonly string[]>>
    readonly corridors: Readonly<Record<string, readonly string[]>>
  }
}

/** A limit or list that a filter needs and nobody supplied. */
export interface Missing {
  readonly kind: 'limit' | 'terms' | 'corridor'
  readonly name: string
}

/** Told what is wrong in a filter: the message, the offset in its text, and the word that was likely meant. */
export type ReportFilter = (message: string, offset: number, nearest?: string) => void

/** What reading a filter needs at hand. */
export interface Work {
  readonly names: FilterNames
  readonly report: ReportFilter
  readonly missing: Missing[]
}

/** A node of the library's tree: `start` and `end` are offsets in the text. */
export interface Node {
  readonly op: string
  readonly args: unknown
  readonly start: number
  readonly end: number
}

/** What can stand on a side of a comparison. */
export type Side =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'text' | 'size'; readonly field: Field; readonly cel: string }
  | { readonly kind: 'limit'; readonly name: string; readonly value: number; readonly unit: string }

export const functions = ['known', 'terms', 'corridor', 'limit', 'size']
export const textTests = ['startsWith', 'endsWith', 'contains', 'matches']
export const textChanges = ['lowerAscii', 'upperAscii', 'trim']

export const operatorWords: Readonly<Record<string, string>> = {
  '-_': '-',
  list: '[...]',
  '[]': 'x[...]',
  map: '{...}',
}

/** One side of a comparison; `undefined` when it is none, which is then reported. */
export function side(node: Node, work: Work): Side | undefined {
  const literal = literalOf(node)
  if (literal !== undefined) return { kind: 'literal', value: literal }
  if (node.op === 'id') {
    const field = fieldNamed(node, work)
    return field === undefined ? undefined : { kind: 'field', field }
  }
  if (node.op === 'call') {
    const [name, args] = node.args as [string, Node[]]
    if (name === 'limit') return limitNamed(node, args, work)
    if (name === 'size' && args.length === 1) return sizeOf(args[0]!, work)
    const known = functions.includes(name)
    work.report(
      known ? `${name}(...) cannot be compared` : `unknown function "${name}"`,
      node.start,
      known ? undefined : nearestWord(name, functions),
    )
    return undefined
  }
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args as [string, Node, Node[]]
    if (name === 'size' && args.length === 0) return sizeOf(receiver, work)
    if (textChanges.includes(name) && args.length === 0) {
      const text = textSide(receiver, `.${name}()`, work)
      return text && { kind: 'text', field: text.field, cel: `${celOf(text)}.${name}()` }
    }
    const known = textTests.includes(name)
    const nearest = nearestWord(name, ['size', ...textChanges])
    const message = known ? `.${name}(...) is a condition already` : `unknown function ".${name}"`
    work.report(message, node.start, known ? undefined : nearest)
    return undefined
  }
  const arithmetic = ['+', '-', '*', '/', '%', '-_'].includes(node.op)
  const what = arithmetic ? 'arithmetic' : `"${operatorWords[node.op] ?? node.op}"`
  work.report(`${what} cannot be used in a filter: compare a field with a fixed value`, node.start)
  return undefined
}

export function textSide(node: Node, what: string, work: Work) {
  const text = side(node, work)
  if (text === undefined) return undefined
  if (text.kind === 'text' || (text.kind === 'field' && text.field.type === 'text')) return text
  work.report(`${what} works on text fields only`, node.start)
  return undefined
}

function sizeOf(node: Node, work: Work): Side | undefined {
  const text = textSide(node, 'size', work)
  return text && { kind: 'size', field: text.field, cel: `size(${celOf(text)})` }
}

function limitNamed(node: Node, args: readonly Node[], work: Work): Side | undefined {
  const { names, report, missing } = work
  const name = args.length === 1 ? textOf(literalOf(args[0]!)) : undefined
  if (name === undefined) {
    report('limit(...) takes the name of a limit in quotes', node.start)
    return undefined
  }
  const declared = ownValue(names.limits, name)
  if (declared === undefined) {
    report(
      `the card declares no limit "${name}"`,
      args[0]!.start,
      nearestWord(name, Object.keys(names.limits)),
    )
    return undefined
  }
  const value = ownValue(names.supplied.limits, name)
  if (value === undefined) missing.push({ kind: 'limit', name })
  return { kind: 'limit', name, value: value ?? 0, unit: declared.unit }
}

export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

export function fieldNamed(node: Node, work: Work): Field | undefined {
  const name = String(node.args)
  const field = fieldByName.get(name)
  if (field === undefined) {
    const nearest = nearestWord(
      name,
      fields.map(({ name }) => name),
    )
    work.report(`unknown field "${name}"`, node.start, nearest)
  }
  return field
}

/** A literal's value, a negative number among them; `undefined` when the node is none. */
export function literalOf(node: Node): unknown {
  if (node.op === 'value') return node.args
  if (node.op !== '-_') return undefined
  const inner = literalOf(node.args as Node)
  return typeof inner === 'number' || typeof inner === 'bigint' ? -inner : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function celOf(side: Extract<Side, { kind: 'field' | 'text' | 'size' }>): string {
  return side.kind === 'field' ? side.field.name : side.cel
}

export function celLiteral(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}

/** What a literal is, not its value: an institution's own cards are not to be quoted. The place says which one it is. */
export function literalWords(value: unknown): string {
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'number' || typeof value === 'bigint' ? 'a number' : 'this value'
}

export function sideWords(side: Side): string {
  switch (side.kind) {
    case 'literal':
      return literalWords(side.value)
    case 'limit':
      return `limit "${side.name}"`
    case 'field':
      return `the ${side.field.type} field "${side.field.name}"`
    default:
      return side.cel
  }
}
