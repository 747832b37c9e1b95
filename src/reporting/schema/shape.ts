import anyAscii from 'any-ascii'
import type { Element, Group, Particle, Text } from './tree.ts'
import { attributeText, isWritable, writable } from './xml.ts'

/**
 * What a report says, by the names of a format: in any order, and with more than one edition of the format has a place for. A
 * schema then decides what is written, in which order, and what is missing.
 */
export interface Said {
  readonly [name: string]: string | Said | readonly (string | Said)[] | undefined
}

/** Something that keeps a file from being written; or, as a notice, something that a person should know of the file. */
export interface Finding {
  readonly kind:
    | 'missing'
    | 'not_in_list'
    | 'too_long'
    | 'characters'
    | 'no_place'
    | 'incomplete'
    | 'transliterated'
    | 'rule'
  /** The place in the file: `report/transaction[2]/t_to/to_country`. */
  readonly place: string
  readonly message: string
  /** What a person can do, where it is not plain. */
  readonly remedy?: string
}

export interface Shaped {
  readonly lines: readonly string[]
  readonly problems: readonly Finding[]
  readonly notices: readonly Finding[]
}

export interface ShapeOptions {
  /** `fc2:`, colon and all. */
  readonly prefix?: string
  /** Attributes of the root. */
  readonly rootAttributes?: Readonly<Record<string, string>>
  /** Elements that are never left out for something that they lack: without them the file would say too little. */
  readonly never?: ReadonlySet<string>
  /** Elements that say again what another says, for editions that have that one instead. */
  readonly again?: ReadonlySet<string>
  /** Numbers every element whose type has this attribute, through the whole file. */
  readonly numbered?: string
}

/**
 * Writes an element by its declaration. Nothing is cut or guessed: what does not fit is a problem, and what has no place in this
 * edition a notice.
 */
export function shape(root: Element, said: Said, options: ShapeOptions = {}): Shaped {
  const { prefix = '', rootAttributes = {}, numbered, never = noNames, again = noNames } = options
  const shaped = elementOf(root, said, { place: root.name, never, again })
  let number = 0
  const lines: string[] = []
  for (const each of shaped.written) write(each, 0)
  return { lines, problems: shaped.problems, notices: shaped.notices }

  function write({ name, attributes, text, children }: Written, depth: number): void {
    const indent = '  '.repeat(depth)
    const own = depth === 0 ? Object.entries(rootAttributes) : []
    const given =
      numbered !== undefined && attributes.includes(numbered) ? [[numbered, String(++number)]] : []
    const words = [...own, ...given].map(([key, value]) => ` ${key}="${attributeText(value!)}"`).join('')
    if (children.length === 0) {
      lines.push(`${indent}<${prefix}${name}${words}>${writable(text)}</${prefix}${name}>`)
      return
    }
    lines.push(`${indent}<${prefix}${name}${words}>`)
    for (const child of children) write(child, depth + 1)
    lines.push(`${indent}</${prefix}${name}>`)
  }
}

const noNames: ReadonlySet<string> = new Set()

/** Where the shaper is, and what it may not leave out. */
interface Here {
  readonly place: string
  readonly never: ReadonlySet<string>
  readonly again: ReadonlySet<string>
}

interface Written {
  readonly name: string
  readonly attributes: readonly string[]
  readonly text: string
  readonly children: readonly Written[]
}

interface Result {
  readonly written: readonly Written[]
  readonly problems: readonly Finding[]
  readonly notices: readonly Finding[]
}

const nothing: Result = { written: [], problems: [], notices: [] }

function together(results: readonly Result[]): Result {
  return {
    written: results.flatMap(each => each.written),
    problems: results.flatMap(each => each.problems),
    notices: results.flatMap(each => each.notices),
  }
}

function elementOf({ name, type, fixed }: Element, said: string | Said, here: Here): Result {
  const { place } = here
  const attributes = type.attributes().map(each => each.name)
  if (typeof said === 'string') {
    const { text, problems, notices } = textOf(fixedForm(said, fixed), type.text(), place)
    return { written: [{ name, attributes, text, children: [] }], problems, notices }
  }
  const content = type.content()
  if (content === undefined) return { ...nothing, problems: [noPlace(place)] }
  const inner = particle(content, said, here)
  const names = namesIn(content)
  const astray = Object.keys(said).filter(
    key => said[key] !== undefined && !names.has(key) && !here.again.has(key),
  )
  return {
    written: [{ name, attributes, text: '', children: inner.written }],
    problems: inner.problems,
    notices: [...inner.notices, ...astray.map(key => noPlace(`${place}/${key}`))],
  }
}

/** A truth value as the schema fixes it: `1` for `true`. */
function fixedForm(said: string, fixed: string | undefined): string {
  return fixed !== undefined && said === 'true' && fixed === '1' ? fixed : said
}

function particle(of: Particle, said: Said, here: Here): Result {
  if (of.kind === 'element') return elementsOf(of, said, here)
  if (!speaksOf(of, said) && of.least === 0) return nothing
  if (of.kind === 'choice') return choiceOf(of, said, here)
  return together(of.parts.map(part => particle(repeatedWith(of, part), said, here)))
}

/** What stands in a sequence that may repeat may do so too; where it holds several, the validator has the last word on their order. */
function repeatedWith({ most }: Group, part: Particle): Particle {
  return most === 1 ? part : { ...part, most: part.most * most }
}

function elementsOf(of: Element, said: Said, here: Here): Result {
  const { place, never } = here
  const value = said[of.name]
  const values = (Array.isArray(value) ? value : [value]).filter(each => each !== undefined) as (
    | string
    | Said
  )[]
  const at = `${place}/${of.name}`
  if (values.length < of.least) {
    const message = `${of.name} is required here${of.says === undefined ? '' : ` (${of.says})`}.`
    return { ...nothing, problems: [{ kind: 'missing', place: at, message }] }
  }
  const kept = values.slice(0, of.most)
  const mayGo = of.least === 0 && !never.has(of.name)
  const result = together(
    kept.map((each, index) => {
      const one = { ...here, place: kept.length > 1 ? `${at}[${index + 1}]` : at }
      const written = elementOf(of, each, one)
      return mayGo ? leftOutIfIncomplete(written) : written
    }),
  )
  if (values.length === kept.length) return result
  if (of.most === 0) return { ...nothing, notices: [noPlace(at)] }
  const message = `There is room for ${of.most} of ${of.name}, and there are ${values.length}.`
  const tooMany: Finding = { kind: 'too_long', place: at, message }
  return mayGo
    ? { ...result, notices: [...result.notices, tooMany] }
    : { ...result, problems: [...result.problems, tooMany] }
}

/** What need not be there, and lacks something without which it cannot be, is left out, and that is told. */
function leftOutIfIncomplete(result: Result): Result {
  const [first] = result.problems
  if (first === undefined || result.problems.some(each => each.kind !== 'missing')) return result
  const message = `It is left out, because something that belongs to it is not known: ${first.message}`
  return { ...nothing, notices: [{ kind: 'incomplete', place: first.place, message }] }
}

/** Of what was said in several ways, the first that can be written whole; else the one that wants least. */
function choiceOf(of: Group, said: Said, here: Here): Result {
  const spoken = of.parts.filter(part => speaksOf(part, said))
  const candidates = (spoken.length > 0 ? spoken : of.parts).map(part => particle(part, said, here))
  const isBetter = (one: Result, other: Result) =>
    one.problems.length < other.problems.length ||
    (one.problems.length === other.problems.length && one.written.length > 0 && other.written.length === 0)
  const best = candidates.reduce((one, other) => (isBetter(other, one) ? other : one))
  if (spoken.length > 0 || best.problems.length === 0) return best
  const wants = of.parts.flatMap(part => [...namesIn(part)].slice(0, 1))
  const message = `One of ${wants.join(', ')} is required here.`
  return { ...nothing, problems: [{ kind: 'missing', place: here.place, message }] }
}

function textOf(said: string, allowed: Text | undefined, place: string) {
  const problems: Finding[] = []
  const notices: Finding[] = []
  if (allowed === undefined) return { text: '', problems: [noPlace(place)], notices }
  let text = said
  if (!fits(text, allowed)) {
    const plain = plainer(text).find(each => each !== text && fits(each, allowed))
    if (plain !== undefined) {
      notices.push({ kind: 'transliterated', place, message: `"${text}" is written "${plain}".` })
      text = plain
    } else {
      problems.push({
        kind: 'characters',
        place,
        message: 'It has characters, or a form, that this field does not take.',
      })
    }
  }
  if (!isWritable(text)) {
    problems.push({ kind: 'characters', place, message: 'It has characters that no XML file can hold.' })
  }
  if (allowed.choices.length > 0 && !allowed.choices.includes(text)) {
    const some = allowed.choices.slice(0, 12).join(', ')
    const more = allowed.choices.length > 12 ? ` and ${allowed.choices.length - 12} more` : ''
    problems.push({
      kind: 'not_in_list',
      place,
      message: `"${text}" is not in the list of this edition: ${some}${more}.`,
    })
  }
  const length = [...text].length
  if (length > allowed.lengthMost) {
    const message = `It has ${length} characters, and there is room for ${allowed.lengthMost}.`
    problems.push({ kind: 'too_long', place, message })
  }
  if (length < allowed.lengthLeast) {
    const message = `It needs ${allowed.lengthLeast} characters or more.`
    problems.push({ kind: 'missing', place, message })
  }
  return { text, problems, notices }
}

/** In Latin letters; then with hyphens as spaces; then with letters, digits and spaces alone. */
function plainer(text: string): readonly string[] {
  const ascii = anyAscii(text)
  return [ascii, ascii.replaceAll('-', ' '), ascii.replace(/[^A-Za-z0-9 ]/g, '')]
}

function fits(text: string, { patterns }: Text): boolean {
  return patterns.every(pattern => expressionOf(pattern)?.test(text) ?? true)
}

const expressions = new Map<string, RegExp | undefined>()

/** A pattern of XSD as JavaScript's; undefined where it is not one, and the validator alone decides. */
function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) {
    let made: RegExp | undefined
    try {
      made = new RegExp(`^(?:${pattern})$`)
    } catch {
      // Classes that only XSD has.
    }
    expressions.set(pattern, made)
  }
  return expressions.get(pattern)
}

const names = new WeakMap<Particle, ReadonlySet<string>>()

function namesIn(of: Particle): ReadonlySet<string> {
  const known = names.get(of)
  if (known !== undefined) return known
  const found = new Set(of.kind === 'element' ? [of.name] : of.parts.flatMap(part => [...namesIn(part)]))
  names.set(of, found)
  return found
}

function speaksOf(of: Particle, said: Said): boolean {
  return [...namesIn(of)].some(name => {
    const value = said[name]
    return value !== undefined && !(Array.isArray(value) && value.length === 0)
  })
}

function noPlace(place: string): Finding {
  return { kind: 'no_place', place, message: 'This edition has no place for it; it is left out.' }
}
