import { Environment } from '@marcbachmann/cel-js'
import { LapwingError } from '../domain/errors.ts'
import { textEnvironment } from './filter.ts'
import {
  celLiteral,
  celOf,
  type FilterNames,
  fieldNamed,
  functions,
  literalOf,
  literalWords,
  type Missing,
  type Node,
  numberOf,
  operatorWords,
  ownValue,
  type ReportFilter,
  side,
  sideWords,
  textChanges,
  textOf,
  textTests,
  type Work,
} from './filter-operand.ts'
import { nearestWord } from './nearest.ts'
import type { Filter } from './plan.ts'

const noNames: FilterNames = {
  limits: {},
  terms: {},
  corridors: {},
  supplied: { limits: {}, terms: {}, corridors: {} },
}

/** The filter that a CEL text without limits and terms means. Throws `filter-invalid`. */
export function parseFilter(cel: string): Filter {
  const wrong: string[] = []
  const { filter } = compileFilter(cel, noNames, (message, offset) =>
    wrong.push(`${message} (at character ${offset + 1})`),
  )
  if (wrong.length > 0) throw new LapwingError('filter-invalid', wrong.join('; '))
  return filter
}

/**
 * Compiles CEL to a filter in normal form: negations at the leaves, everything about one text field within an `all`
 * or `any` in one leaf. Reports all that is wrong; what it returns then is of no use, as it is where `missing` is not
 * empty.
 */
export function compileFilter(
  cel: string,
  names: FilterNames,
  report: ReportFilter,
): { readonly filter: Filter; readonly missing: readonly Missing[] } {
  const missing: Missing[] = []
  const root = parse(cel, report)
  if (root === undefined) return { filter: never, missing }
  return { filter: condition(root, true, { names, report, missing }), missing }
}

const never: Filter = { kind: 'constant', holds: false }

function parse(cel: string, report: ReportFilter): Node | undefined {
  try {
    return new Environment({ unlistedVariablesAreDyn: true }).parse(cel).ast as unknown as Node
  } catch (error) {
    const { summary, range } = error as { summary?: string; range?: { start: number } }
    report(`is not CEL: ${summary ?? 'it cannot be read'}`, range?.start ?? 0)
    return undefined
  }
}

/** What the node means, or, where `positive` is false, what its opposite means. */
function condition(node: Node, positive: boolean, work: Work): Filter {
  const fail = failWith(work.report)
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'boolean') return { kind: 'constant', holds: node.args === positive }
      return fail(node, `${literalWords(node.args)} is not a condition`)
    case 'id': {
      const field = fieldNamed(node, work)
      if (field === undefined) return never
      if (field.type === 'flag') return { kind: 'flag', field: field.name, holds: positive }
      return fail(node, `"${field.name}" is a ${field.type} field: compare it with something`)
    }
    case '!_':
      return condition(node.args as Node, !positive, work)
    case '&&':
    case '||': {
      const parts = chain(node, node.op).map(part => condition(part, positive, work))
      return combine((node.op === '&&') === positive ? 'all' : 'any', parts)
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node, positive, work)
    case 'in':
      return membership(node, positive, work)
    case 'call':
      return functionCall(node, positive, work)
    case 'rcall':
      return textFunction(node, positive, work)
    case '?:':
      return fail(node, 'a choice with ? : cannot be used in a filter: write it with && and ||')
    default:
      return fail(node, `"${operatorWords[node.op] ?? node.op}" cannot be used in a filter`)
  }
}

function failWith(report: ReportFilter) {
  return (node: Node, message: string, nearest?: string): Filter => {
    report(message, node.start, nearest)
    return never
  }
}

/** The parts of `a && b && c`, which CEL keeps as pairs. */
function chain(node: Node, op: string): Node[] {
  return node.op === op ? (node.args as Node[]).flatMap(part => chain(part, op)) : [node]
}

/** Joins conditions: flattens, drops constants, and makes one leaf of all that is about the same text field. */
function combine(kind: 'all' | 'any', parts: readonly Filter[]): Filter {
  const flat = parts.flatMap(part => (part.kind === kind ? part.of : [part]))
  const decides = kind === 'any'
  if (flat.some(part => part.kind === 'constant' && part.holds === decides)) {
    return { kind: 'constant', holds: decides }
  }
  const joined: Filter[] = []
  const textAt = new Map<string, number>()
  for (const part of flat) {
    if (part.kind === 'constant') continue
    const at = part.kind === 'text' ? textAt.get(part.field) : undefined
    const earlier = at === undefined ? undefined : joined[at]
    if (part.kind === 'text' && earlier?.kind === 'text') {
      const cel = `${operand(earlier)} ${kind === 'all' ? '&&' : '||'} ${operand(part)}`
      joined[at!] = { kind: 'text', field: part.field, cel, holds: true }
    } else {
      if (part.kind === 'text') textAt.set(part.field, joined.length)
      joined.push(part)
    }
  }
  if (joined.length === 0) return { kind: 'constant', holds: !decides }
  return joined.length === 1 ? joined[0]! : { kind, of: joined }

  function operand(leaf: Extract<Filter, { kind: 'text' }>): string {
    if (!leaf.holds) return `!(${leaf.cel})`
    const sameKind = kind === 'all' ? !leaf.cel.includes('||') : !leaf.cel.includes('&&')
    return sameKind ? leaf.cel : `(${leaf.cel})`
  }
}

type Comparison = Extract<Filter, { kind: 'number' }>['comparison']
const turned = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const
const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const

function comparison(node: Node, positive: boolean, work: Work): Filter {
  const fail = failWith(work.report)
  const [leftNode, rightNode] = node.args as [Node, Node]
  let left = side(leftNode, work)
  let right = side(rightNode, work)
  if (left === undefined || right === undefined) return never
  let op = node.op as Comparison
  if (left.kind === 'literal' || left.kind === 'limit') {
    ;[left, right] = [right, left]
    op = turned[op]
  }
  if (left.kind === 'literal' || left.kind === 'limit')
    return fail(node, 'compares nothing about the payment')
  const equality = op === '==' || op === '!='
  const field = left.field.name

  if (left.kind === 'size' || left.kind === 'text' || left.field.type === 'text') {
    const isSize = left.kind === 'size'
    if (right.kind === 'field' && left.kind === 'field' && right.field.type === 'text') {
      if (!equality) return fail(node, 'two text fields can be compared with == and != only')
      if (right.field === left.field) return fail(node, `compares "${field}" with itself`)
      return { kind: 'same', field, other: right.field.name, holds: (op === '==') === positive }
    }
    const value = right.kind === 'literal' ? right.value : undefined
    const fits = isSize ? typeof value === 'bigint' : typeof value === 'string'
    if (!fits) {
      const wanted = isSize ? 'a whole number' : 'a text in quotes'
      return fail(
        node,
        `${sideWords(left)} can be compared with ${wanted} only, not with ${sideWords(right)}`,
      )
    }
    return textLeaf(node, field, `${celOf(left)} ${op} ${celLiteral(value)}`, positive, work)
  }

  if (left.field.type === 'flag') {
    if (right.kind === 'literal' && typeof right.value === 'boolean' && equality) {
      return { kind: 'flag', field, holds: (right.value === (op === '==')) === positive }
    }
    return fail(node, `${sideWords(left)} can be compared with == true or == false only`)
  }

  const how = positive ? op : opposite[op]
  if (right.kind === 'limit') {
    if (right.unit !== left.field.unit) {
      return fail(node, `limit "${right.name}" is in ${right.unit}, but "${field}" is in ${left.field.unit}`)
    }
    return { kind: 'number', field, comparison: how, value: right.value, limit: right.name }
  }
  const value = right.kind === 'literal' ? numberOf(right.value) : undefined
  if (value === undefined) {
    const wanted = 'a number or a limit'
    return fail(node, `${sideWords(left)} can be compared with ${wanted} only, not with ${sideWords(right)}`)
  }
  return { kind: 'number', field, comparison: how, value }
}

function membership(node: Node, positive: boolean, work: Work): Filter {
  const fail = failWith(work.report)
  const [member, list] = node.args as [Node, Node]
  const left = side(member, work)
  if (left === undefined) return never
  if (left.kind !== 'field' && left.kind !== 'text') return fail(member, '"in" needs a field on its left')
  if (list.op !== 'list') return fail(list, '"in" needs a list such as ["a", "b"] on its right')
  const items = list.args as Node[]
  if (items.length === 0) return fail(list, 'the list is empty')
  const field = left.field.name
  if (left.field.type === 'flag') return fail(node, `"${field}" is a flag: it is in no list`)
  const values = items.map(item => literalOf(item))
  const isNumber = left.field.type === 'number'
  const wrong = items[values.findIndex(value => (isNumber ? numberOf(value) : textOf(value)) === undefined)]
  if (wrong !== undefined) {
    return fail(
      wrong,
      `"${field}" is a ${left.field.type} field: the list should hold ${left.field.type}s only`,
    )
  }
  if (!isNumber) {
    return textLeaf(node, field, `${celOf(left)} in [${values.map(celLiteral).join(', ')}]`, positive, work)
  }
  const leaves = values.map((value): Filter => {
    return { kind: 'number', field, comparison: positive ? '==' : '!=', value: numberOf(value)! }
  })
  return combine(positive ? 'any' : 'all', leaves)
}

function functionCall(node: Node, positive: boolean, work: Work): Filter {
  const fail = failWith(work.report)
  const [name, args] = node.args as [string, Node[]]
  if (name === 'known') {
    if (args.length !== 1 || args[0]!.op !== 'id') return fail(node, 'known(...) takes one field')
    const field = fieldNamed(args[0]!, work)
    return field === undefined ? never : { kind: 'known', field: field.name, holds: positive }
  }
  if (name === 'terms' || name === 'corridor') return listCall(node, positive, work, lists[name])
  if (name === 'limit' || name === 'size')
    return fail(node, `${name}(...) is a number: compare it with something`)
  return fail(node, `unknown function "${name}"`, nearestWord(name, functions))
}

/** The two kinds of private list: where they are declared and supplied, and the function that looks a text up in one. */
interface PrivateList {
  readonly kind: 'terms' | 'corridor'
  readonly in: 'terms' | 'corridors'
  readonly what: string
  /** What the call becomes once the list is known; see `textEnvironment`. */
  readonly call: string
}

const lists = {
  terms: { kind: 'terms', in: 'terms', what: 'term list', call: 'mentions' },
  corridor: { kind: 'corridor', in: 'corridors', what: 'corridor list', call: 'among' },
} as const satisfies Record<string, PrivateList>

function listCall(node: Node, positive: boolean, work: Work, list: PrivateList): Filter {
  const fail = failWith(work.report)
  const [, [text, nameNode, ...more]] = node.args as [string, Node[]]
  const name = nameNode === undefined ? undefined : textOf(literalOf(nameNode))
  const of = list.kind === 'terms' ? 'a text field' : 'a field of countries'
  if (text?.op !== 'id' || name === undefined || more.length > 0) {
    return fail(node, `${list.kind}(...) takes ${of} and the name of a ${list.what} in quotes`)
  }
  const field = fieldNamed(text, work)
  if (field === undefined) return never
  if (field.type !== 'text') return fail(text, `"${field.name}" is a ${field.type} field, not a text field`)
  if (list.kind === 'corridor' && !field.name.endsWith('country'))
    return fail(text, `"${field.name}" is not a field of countries`, 'counterparty_country')
  const declared = work.names[list.in]
  if (!Object.hasOwn(declared, name)) {
    const nearest = nearestWord(name, Object.keys(declared))
    return fail(nameNode!, `the card declares no ${list.what} "${name}"`, nearest)
  }
  const entries = ownValue(work.names.supplied[list.in], name)
  if (entries === undefined) {
    work.missing.push({ kind: list.kind, name })
    return never
  }
  const listed = entries.map(entry => celLiteral(entry)).join(', ')
  return textLeaf(
    node,
    field.name,
    `${list.call}(${field.name}, ${celLiteral(name)}, [${listed}])`,
    positive,
    work,
  )
}

function textFunction(node: Node, positive: boolean, work: Work): Filter {
  const fail = failWith(work.report)
  const [name, receiver, args] = node.args as [string, Node, Node[]]
  if (name === 'size' || textChanges.includes(name)) {
    return fail(node, `.${name}() is not a condition: compare it with something`)
  }
  if (!textTests.includes(name)) {
    const nearest = nearestWord(name, [...textTests, ...textChanges, 'size'])
    return fail(node, `unknown function ".${name}"`, nearest)
  }
  const text = side(receiver, work)
  if (text === undefined) return never
  const isText = text.kind === 'text' || (text.kind === 'field' && text.field.type === 'text')
  if (!isText) return fail(receiver, `.${name}(...) works on text fields only`)
  const value = args.length === 1 ? textOf(literalOf(args[0]!)) : undefined
  if (value === undefined) return fail(node, `.${name}(...) takes one text in quotes`)
  if (name === 'matches' && !isPattern(value)) return fail(args[0]!, 'is not a valid regular expression')
  return textLeaf(node, text.field.name, `${celOf(text)}.${name}(${celLiteral(value)})`, positive, work)
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/** A leaf whose CEL the library will run, so the library checks it. */
function textLeaf(node: Node, field: string, cel: string, holds: boolean, work: Work): Filter {
  const checked = textEnvironment(field).check(cel)
  if (checked.valid && checked.type === 'bool') return { kind: 'text', field, cel, holds }
  return failWith(work.report)(node, 'is not a condition that can be checked')
}
