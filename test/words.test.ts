import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

const web = fileURLToPath(new URL('../web/', import.meta.url))
/** Attributes that are read by people. */
const spoken = ['aria-label', 'title', 'placeholder', 'label', 'description', 'alt', 'aria-description']
const isText = (text: string) => /\p{L}{2}/u.test(text)

interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly name?: { readonly name?: string }
  readonly openingElement?: Node
}

/** Texts that stand in the markup of a component and not in the catalogue. */
function literalTexts(source: string): readonly string[] {
  const found: string[] = []
  const look = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) look(each)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    const { type, value, name, openingElement } = node as Node
    // Names of keys are what stands on them.
    if (openingElement?.name?.name === 'kbd') return
    if (type === 'JSXText' && isText(String(value))) found.push(String(value).trim())
    const of = value as Node | undefined
    if (type === 'JSXAttribute' && spoken.includes(name?.name ?? '') && typeof of?.value === 'string') {
      if (isText(of.value)) found.push(of.value)
    }
    for (const each of Object.values(node)) look(each)
  }
  const { program, errors } = parseSync('component.tsx', source)
  assert.deepEqual(errors, [])
  look(program)
  return found
}

test('no text stands outside the catalogue of words, so that another language is another catalogue', () => {
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tsx'))
  assert.ok(files.length > 20)
  const found = files.flatMap(file =>
    literalTexts(readFileSync(join(web, file), 'utf8')).map(text => `web/${file}: ${text}`),
  )
  assert.deepEqual(found, [])
})

test('a text in markup or in an attribute that is read out is found', () => {
  assert.deepEqual(literalTexts('const a = <p title="Say it">Hello {name}</p>'), ['Say it', 'Hello'])
  assert.deepEqual(literalTexts('const a = <p className="soft" title={words.x}>← {words.y}</p>'), [])
})
