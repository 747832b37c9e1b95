import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { nearestWord } from './nearest.ts'
import { describeProblem, type Problem } from './problem.ts'
import { sourceOffset } from './scalar.ts'

export type Path = readonly (string | number)[]

/** A YAML file as data that still knows where each part of it stands. */
export interface YamlFile {
  readonly file: string
  readonly value: unknown
  /** Reports something about the value at the path, or at a character of its text. */
  report(path: Path, message: string, about?: ReportDetail): void
  /** The text of a plain value as it was written, so that `51.20` is not `51.2`. */
  written(path: Path): string | undefined
  /** Line and column of the value at the path, or of the nearest part around it. */
  place(path: Path): { readonly line: number; readonly column: number }
}

export interface ReportDetail {
  readonly severity?: 'error' | 'warning'
  readonly nearest?: string | undefined
  /** Offset in the text of the value. */
  readonly offset?: number | undefined
  /** The report is about the name, not the value. */
  readonly key?: boolean
}

/** Reads YAML 1.2; `undefined` when it is not YAML, which is then among the problems. */
export function parseYaml(file: string, text: string, problems: Problem[]): YamlFile | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, keepSourceTokens: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  for (const error of document.errors) {
    const message =
      error.code === 'DUPLICATE_KEY' ? 'this name stands twice in the same map' : yamlMessage(error.code)
    problems.push({ file, ...at(error.pos[0]), severity: 'error', message })
  }
  if (document.errors.some(error => error.code !== 'DUPLICATE_KEY')) return undefined
  const value = plainValue(() => document.toJS({ maxAliasCount: 100 }))
  if (value === tooManyAliases) {
    problems.push({ file, line: 1, column: 1, severity: 'error', message: 'has too many aliases' })
    return undefined
  }

  const nodeAt = (path: Path) => {
    let node: Node | null = document.contents
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document) ?? null
      const next = isCollection(node) ? (node.get(step, true) as Node | undefined) : undefined
      if (next == null) return { node, found: false }
      node = next
    }
    return { node: isAlias(node) ? (node.resolve(document) ?? node) : node, found: true }
  }
  const keyAt = (path: Path) => {
    const { node } = nodeAt(path.slice(0, -1))
    if (!isMap(node)) return undefined
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
    return pair?.key as ParsedNode | undefined
  }
  const place = (path: Path, { offset, key }: ReportDetail = {}) => {
    const { node, found } = nodeAt(path)
    if (key) return at(keyAt(path)?.range?.[0] ?? node?.range?.[0] ?? 0)
    const start = node?.range?.[0] ?? 0
    if (!found || offset === undefined || !isScalar(node)) return at(start)
    return at(sourceOffset(text, node, offset))
  }
  return {
    file,
    value,
    place,
    written(path) {
      const { node, found } = nodeAt(path)
      return found && isScalar(node) ? (node.source ?? String(node.value)) : undefined
    },
    report(path, message, about = {}) {
      const { severity = 'error', nearest } = about
      const problem = { file, ...place(path, about), severity, message }
      problems.push(nearest === undefined ? problem : { ...problem, nearest })
    },
  }
}

const tooManyAliases = Symbol('too many aliases')

function plainValue(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return tooManyAliases
  }
}

// The library's own texts may quote the file, which an overlay must not have quoted.
function yamlMessage(code: string): string {
  return `is not valid YAML here (${code.toLowerCase().replaceAll('_', ' ')})`
}

/** Checks the value at the path and reports all that is wrong with it; `undefined` when anything is. */
export function checkValue<T>(yaml: YamlFile, schema: z.ZodType<T>, path: Path = []): T | undefined {
  const result = schema.safeParse(valueAt(yaml.value, path), { reportInput: true })
  if (result.success) return result.data
  for (const issue of result.error.issues) reportIssue(yaml, schema, path, issue)
  return undefined
}

/**
 * What a YAML file says, where all of it is as it should be. `also` reports what a schema cannot know.
 *
 * @throws LapwingError of the given code, whose remedy names every line that is wrong
 */
export function readChecked<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  refusal: { readonly code: string; readonly message: string },
  also: (value: T, yaml: YamlFile) => void = () => {},
): T {
  const problems: Problem[] = []
  const yaml = parseYaml(file, text, problems)
  const value = yaml && checkValue(yaml, schema)
  if (value !== undefined) also(value, yaml!)
  if (value !== undefined && problems.length === 0) return value
  throw new LapwingError(refusal.code, refusal.message, {
    place: file,
    remedy: problems.map(describeProblem).join('\n  '),
  })
}

/** The part of plain data that a path leads to. */
export function valueAt(value: unknown, path: Path): unknown {
  let part = value
  for (const step of path) {
    if (typeof part !== 'object' || part === null) return undefined
    part = (part as Record<string | number, unknown>)[step]
  }
  return part
}

function reportIssue(yaml: YamlFile, schema: z.ZodType, base: Path, issue: z.core.$ZodIssue): void {
  const inner = issue.path.map(step => (typeof step === 'number' ? step : String(step)))
  const path = [...base, ...inner]
  if (issue.code !== 'unrecognized_keys') {
    const { message, ...about } = issueWords(issue, path.at(-1))
    yaml.report(path, message, about)
    return
  }
  const valid = keysAt(schema, inner)
  for (const key of issue.keys) {
    const nearest = nearestWord(key, valid)
    yaml.report([...path, key], `unknown key "${key}"`, { key: true, nearest })
  }
}

function issueWords(
  issue: z.core.$ZodIssue,
  name: string | number | undefined,
): ReportDetail & { readonly message: string } {
  const what = name === undefined ? 'the file' : typeof name === 'number' ? `item ${name + 1}` : `"${name}"`
  const should = `${what} should be`
  if (issue.input === undefined && typeof name === 'string' && issue.code !== 'invalid_key') {
    return { message: `${what} is missing` }
  }
  switch (issue.code) {
    case 'invalid_key':
      return { message: `the name ${should} ${issue.issues[0]?.message ?? 'another'}`, key: true }
    case 'invalid_value': {
      const valid = issue.values.map(String)
      return { message: `${should} ${listed(valid)}`, nearest: nearestWord(String(issue.input), valid) }
    }
    case 'invalid_type':
      return { message: `${should} ${typeWords[issue.expected] ?? `a ${issue.expected}`}` }
    case 'too_small':
      return { message: `${should} ${bound(issue.origin, 'at least', issue.minimum)}` }
    case 'too_big':
      return { message: `${should} ${bound(issue.origin, 'at most', issue.maximum)}` }
    default:
      return { message: `${should} ${issue.message}` }
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a map of names and values',
  record: 'a map of names and values',
  boolean: 'true or false',
  int: 'a whole number',
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === 'array') return `a list of ${words} ${limit}`
  return origin === 'string' ? `text of ${words} ${limit} characters` : `${words} ${limit}`
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** The keys that an object within the schema may have. */
function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): readonly string[] {
  let part: z.core.$ZodType | undefined = schema
  for (const step of [...path, undefined]) {
    while (part instanceof z.ZodOptional || part instanceof z.ZodDefault) part = part.unwrap()
    if (step === undefined) break
    if (part instanceof z.ZodObject) part = part.shape[step]
    else if (part instanceof z.ZodArray) part = part.element
    else if (part instanceof z.ZodRecord) part = part.valueType
  }
  return part instanceof z.ZodObject ? Object.keys(part.shape) : []
}
