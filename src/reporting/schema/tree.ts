import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { LapwingError } from '../../domain/errors.ts'

/**
 * An XML schema as far as a writer needs it: which elements stand where, how often, and what texts they take. The parts of XSD 1.0
 * that schemas of reports use are read; any other is refused, so that none is passed over in silence.
 */

export interface Element {
  readonly kind: 'element'
  readonly name: string
  readonly least: number
  /** Infinity where unbounded. */
  readonly most: number
  readonly type: Type
  /** The one text that it can have. */
  readonly fixed: string | undefined
  /** What the schema says it means. */
  readonly says: string | undefined
}

/** A sequence (`all` counts as one) or a choice of particles. */
export interface Group {
  readonly kind: 'sequence' | 'choice'
  readonly least: number
  readonly most: number
  readonly parts: readonly Particle[]
}

export type Particle = Element | Group

/** Resolved late, because types may contain themselves. */
export interface Type {
  readonly content: () => Group | undefined
  readonly attributes: () => readonly Attribute[]
  /** Undefined where only elements are content. */
  readonly text: () => Text | undefined
}

export interface Attribute {
  readonly name: string
  readonly required: boolean
}

/** What a text may be; see XSD part 2 for the facets. */
export interface Text {
  /** Local name of the built-in type at the root: `string`, `dateTime`, `int`. */
  readonly base: string
  readonly choices: readonly string[]
  /** What the schema says of each choice. */
  readonly says: ReadonlyMap<string, string>
  readonly patterns: readonly string[]
  readonly lengthLeast: number
  readonly lengthMost: number
}

export interface Schema {
  readonly namespace: string | undefined
  readonly roots: ReadonlyMap<string, Element>
  readonly texts: ReadonlyMap<string, Text>
}

interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Node[]
  text: string
}

/** @throws LapwingError `schema-unreadable` */
export function readSchema(text: string): Schema {
  const root = nodesOf(text)
  if (root?.name !== 'schema') throw unreadable('This is no XML schema.')
  const named = (kind: string) =>
    new Map(root.children.filter(each => each.name === kind).map(each => [each.attributes.name!, each]))
  const [elements, complex, simple] = [named('element'), named('complexType'), named('simpleType')]
  const types = new Map<string, Type>()
  const texts = new Map<string, Text>()

  function typeNamed(written: string): Type {
    const name = local(written)
    const known = types.get(name)
    if (known !== undefined) return known
    const node = complex.get(name)
    const made = node === undefined ? textOnly(textNamed(written)) : complexType(node)
    types.set(name, made)
    return made
  }

  function textNamed(written: string): Text {
    const name = local(written)
    const node = simple.get(name)
    if (node === undefined) {
      if (complex.has(name)) throw unreadable(`The type ${name} is used as a text.`)
      return plainText(name)
    }
    const known = texts.get(name)
    if (known !== undefined) return known
    const made = simpleType(node)
    texts.set(name, made)
    return made
  }

  function simpleType(node: Node): Text {
    const restriction = only(node, 'restriction')
    const inner = restriction.children.find(each => each.name === 'simpleType')
    const base = inner === undefined ? textNamed(restriction.attributes.base!) : simpleType(inner)
    const facets = (name: string) => restriction.children.filter(each => each.name === name)
    const values = (name: string) => facets(name).map(each => each.attributes.value!)
    const choices = values('enumeration')
    const length = (name: string, fallback: number) => Number(values(name)[0] ?? fallback)
    return {
      base: base.base,
      choices: choices.length > 0 ? choices : base.choices,
      says: new Map(
        facets('enumeration').flatMap(each => {
          const says = documentation(each)
          return says === undefined ? [] : [[each.attributes.value!, says]]
        }),
      ),
      // Of one step they are alternatives; of several, each must fit.
      patterns: [...base.patterns, ...(values('pattern').length > 0 ? [values('pattern').join('|')] : [])],
      lengthLeast: length('length', length('minLength', base.lengthLeast)),
      lengthMost: length('length', length('maxLength', base.lengthMost)),
    }
  }

  function complexType(node: Node): Type {
    const extension = node.children
      .filter(each => each.name === 'complexContent' || each.name === 'simpleContent')
      .map(each => only(each, 'extension'))[0]
    const holder = extension ?? node
    const base = extension && typeNamed(extension.attributes.base!)
    const attributes = holder.children
      .filter(each => each.name === 'attribute')
      .map(({ attributes: { name, use } }) => ({ name: name!, required: use === 'required' }))
    const groups = holder.children.filter(isGroup).map(group)
    for (const each of holder.children) refuseUnknown(each)
    let content: Group | undefined
    return {
      content: () => {
        const before = base?.content()
        const all = before === undefined ? groups : [before, ...groups]
        content ??= all.length > 1 ? { kind: 'sequence', least: 1, most: 1, parts: all } : all[0]
        return content
      },
      attributes: () => [...(base?.attributes() ?? []), ...attributes],
      text: () => base?.text(),
    }
  }

  function group(node: Node): Group {
    return {
      kind: node.name === 'choice' ? 'choice' : 'sequence',
      ...occurs(node),
      parts: node.children
        .filter(each => each.name !== 'annotation')
        .map(each => (isGroup(each) ? group(each) : element(each))),
    }
  }

  function element(node: Node): Element {
    if (node.name !== 'element') throw unreadable(`It uses ${node.name}, which is not read.`)
    const { ref, name, type } = node.attributes
    const declared = ref === undefined ? node : elements.get(local(ref))
    if (declared === undefined) throw unreadable(`It refers to ${ref}, which is not in it.`)
    const inner = declared.children.find(each => each.name === 'complexType' || each.name === 'simpleType')
    const typeName = declared.attributes.type ?? type
    return {
      kind: 'element',
      name: name ?? local(ref!),
      ...occurs(node),
      type: lateType(() =>
        inner === undefined
          ? typeNamed(typeName ?? 'anyType')
          : inner.name === 'complexType'
            ? complexType(inner)
            : textOnly(simpleType(inner)),
      ),
      fixed: node.attributes.fixed ?? declared.attributes.fixed,
      says: documentation(node) ?? documentation(declared),
    }
  }

  const roots = new Map([...elements].map(([name, node]) => [name, element(node)]))
  for (const name of simple.keys()) textNamed(name)
  return { namespace: root.attributes.targetNamespace, roots, texts }
}

/** Made when it is first asked for: elements may stand within themselves. */
function lateType(make: () => Type): Type {
  let made: Type | undefined
  const type = () => {
    made ??= make()
    return made
  }
  return {
    content: () => type().content(),
    attributes: () => type().attributes(),
    text: () => type().text(),
  }
}

function textOnly(text: Text): Type {
  return { content: () => undefined, attributes: () => [], text: () => text }
}

function plainText(base: string): Text {
  return {
    base,
    choices: [],
    says: new Map(),
    patterns: [],
    lengthLeast: 0,
    lengthMost: Number.POSITIVE_INFINITY,
  }
}

function nodesOf(text: string): Node | undefined {
  const parser = new SaxesParser()
  const open: Node[] = []
  let root: Node | undefined
  parser.on('error', error => {
    throw unreadable(error.message)
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const node = { name: local(tag.name), attributes: tag.attributes, children: [], text: '' }
    open.at(-1)?.children.push(node)
    root ??= node
    open.push(node)
  })
  parser.on('text', words => {
    const last = open.at(-1)
    if (last?.name === 'documentation') last.text += words
  })
  parser.on('closetag', () => open.pop())
  parser.write(text.replace(/^\uFEFF/, '')).close()
  return root
}

function occurs({ attributes: { minOccurs = '1', maxOccurs = '1' } }: Node) {
  return {
    least: Number(minOccurs),
    most: maxOccurs === 'unbounded' ? Number.POSITIVE_INFINITY : Number(maxOccurs),
  }
}

function documentation(node: Node): string | undefined {
  const annotation = node.children.find(each => each.name === 'annotation')
  const text = annotation?.children.find(each => each.name === 'documentation')?.text
  return text?.replace(/\s+/g, ' ').trim() || undefined
}

function only(node: Node, name: string): Node {
  const found = node.children.find(each => each.name === name)
  if (found !== undefined) return found
  throw unreadable(`It has a ${node.name} without ${name}, which is not read.`)
}

function isGroup({ name }: Node): boolean {
  return name === 'sequence' || name === 'choice' || name === 'all'
}

function refuseUnknown({ name }: Node): void {
  const known = ['annotation', 'sequence', 'choice', 'all', 'attribute', 'complexContent', 'simpleContent']
  if (!known.includes(name)) throw unreadable(`It uses ${name}, which is not read.`)
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

function unreadable(message: string): LapwingError {
  return new LapwingError('schema-unreadable', message, {
    remedy: 'Take the schema file (.xsd) as the authority gives it out.',
  })
}
