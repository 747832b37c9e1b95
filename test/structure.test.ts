import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'src')

/** The floors of the house, from the ground. A room may use those below its own floor. */
const floors: readonly (readonly string[])[] = [
  ['domain'],
  ['typology', 'book', 'store'],
  ['detection', 'intake', 'audit'],
  // Who may do what: every capability's reads and writes pass through it.
  ['access'],
  ['casework', 'collaboration', 'evaluation', 'insight', 'learning', 'protection', 'world'],
  // Reports are made of cases; casework knows of no format.
  ['reporting'],
  ['server'],
  // A command starts the server; the server knows no command.
  ['cli'],
]

/** Rooms that may use less than their floor allows: an invented world must not know how it will be looked at. */
const only: Readonly<Record<string, readonly string[]>> = { world: ['domain'] }

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => join(source, name))

function roomOf(file: string): string {
  return relative(source, file).split(sep)[0]!
}

function floorOf(room: string): number {
  return floors.findIndex(rooms => rooms.includes(room))
}

/** Paths of the project's own files that a source text imports. */
function importsOf(file: string, text: string): readonly string[] {
  const quoted = text.matchAll(/(?:\bfrom|\bimport|\bimport\(|new URL\()\s*'(\.{1,2}\/[^']+)'/g)
  return [...quoted].map(match => resolve(dirname(file), match[1]!))
}

test('every room of src is one that the design knows', () => {
  const rooms = readdirSync(source, { withFileTypes: true })
  assert.deepEqual(
    rooms.filter(entry => !entry.isDirectory() || floorOf(entry.name) < 0).map(entry => entry.name),
    [],
  )
})

/** What a file imports from a room that stands no lower than its own. */
function upwardImports(file: string, text: string): readonly string[] {
  const room = roomOf(file)
  return importsOf(file, text)
    .filter(imported => imported.startsWith(source + sep) && roomOf(imported) !== room)
    .filter(imported => {
      const other = roomOf(imported)
      return !(only[room]?.includes(other) ?? floorOf(other) < floorOf(room))
    })
    .map(imported => `${relative(root, file)} imports ${relative(root, imported)}`)
}

test('imports go down only', () => {
  const production = files.filter(file => !file.endsWith('.test.ts'))
  assert.deepEqual(
    production.flatMap(file => upwardImports(file, readFileSync(file, 'utf8'))),
    [],
  )
})

test('an import that goes up is noticed, and so is one that a world may not make', () => {
  const text = "import { x } from '../book/book.ts'\nconst y = await import('../domain/time.ts')"
  assert.equal(upwardImports(join(source, 'typology', 'a.ts'), text).length, 1)
  assert.equal(upwardImports(join(source, 'world', 'a.ts'), text).length, 1)
  assert.equal(upwardImports(join(source, 'cli', 'a.ts'), text).length, 0)
})

/** What opens or is the store itself; a table's columns and the type of a transaction are no way in. */
const wayIn = /^(store\.ts|postgres\.ts|embedded\.ts|migrations\.ts)$/

test('nothing above access reaches the store but the command that opens it', () => {
  const found = files
    .filter(
      file => !/\.(test|sample)\.ts$/.test(file) && !['store', 'audit', 'access'].includes(roomOf(file)),
    )
    .filter(file =>
      importsOf(file, readFileSync(file, 'utf8')).some(
        imported => roomOf(imported) === 'store' && wayIn.test(relative(join(source, 'store'), imported)),
      ),
    )
  assert.deepEqual(
    found.map(file => relative(root, file)),
    [join('src', 'cli', 'office.ts')],
  )
})

test('the server knows desks and operations, and no table', () => {
  const found = files
    .filter(file => roomOf(file) === 'server' && !file.endsWith('.test.ts'))
    .filter(file =>
      importsOf(file, readFileSync(file, 'utf8')).some(imported => roomOf(imported) === 'store'),
    )
  assert.deepEqual(found, [])
})

/** An import of Drizzle that takes more than types. */
const drizzleValues = /^import\s+(?!type\b)[^'"]*?\bfrom\s+'drizzle-orm/m

test('Drizzle is loaded by one file, in the form that starts quickly', () => {
  assert.match("import { eq, type SQL } from 'drizzle-orm'", drizzleValues)
  assert.deepEqual(
    files.filter(file => drizzleValues.test(readFileSync(file, 'utf8'))).map(file => relative(root, file)),
    [],
  )
})

/** What a file of the workbench imports from `src` as more than a type: the browser runs nothing of the server. */
function valuesFromSource(file: string, text: string): readonly string[] {
  const imports = text.matchAll(/^(?:import|export)\s+(?!type\b)[^'"]*?\bfrom\s+'(\.{1,2}\/[^']+)'/gm)
  return [...imports]
    .map(match => resolve(dirname(file), match[1]!))
    .filter(imported => imported.startsWith(source + sep))
    .map(imported => `${relative(root, file)} imports ${relative(root, imported)}`)
}

const workbench = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !name.startsWith('dist'))
  .map(name => join(root, 'web', name))

test('the workbench imports nothing of src but types', () => {
  assert.ok(workbench.length > 20)
  assert.deepEqual(
    workbench.flatMap(file => valuesFromSource(file, readFileSync(file, 'utf8'))),
    [],
  )
  const text =
    "import type { A } from '../../src/a.ts'\nimport {\n  b,\n} from '../../src/b.ts'\nimport { c } from './c.ts'"
  assert.equal(valuesFromSource(join(root, 'web', 'shell', 'x.ts'), text).length, 1)
})

test('a capability of the workbench is loaded by its page alone, so that each comes when it is opened', () => {
  const always = /^(api|words|theme|shell|session|care)\//
  const found = workbench
    .filter(file => always.test(relative(join(root, 'web'), file).split(sep).join('/')))
    .flatMap(file => importsOf(file, readFileSync(file, 'utf8')))
    .map(imported => relative(join(root, 'web'), imported).split(sep).join('/'))
    .filter(name => name.includes('/') && !name.startsWith('..') && !always.test(name))
  assert.deepEqual(found, [])
})

test('no file only passes on what another exports', () => {
  const barrels = files.filter(file => {
    return file.endsWith(`${sep}index.ts`) || /^export\s[^;\n]*\sfrom\s'/m.test(readFileSync(file, 'utf8'))
  })
  assert.deepEqual(
    barrels.map(file => relative(root, file)),
    [],
  )
})

const texts = [
  '.ts',
  '.tsx',
  '.mjs',
  '.js',
  '.md',
  '.html',
  '.css',
  '.svg',
  '.json',
  '.yaml',
  '.yml',
  '.csv',
  '.xml',
  '',
]
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(name => name !== '' && texts.includes(extname(name)) && name !== 'package-lock.json')
  .filter(name => existsSync(join(root, name)))

/** Patterns that stand in no tracked file, each with where it is looked for. Written so that this file has none whole. */
const unwanted: readonly { readonly what: RegExp; readonly where: RegExp; readonly why: string }[] = [
  { what: /\/work\//, where: /./, why: 'a path of one machine' },
  { what: /\/root\//, where: /./, why: 'a path of one machine' },
  { what: /registry\.\w+\.(org|com)/, where: /./, why: 'a registry host' },
  { what: /\b(TO)(DO)\b|\bFIX(ME)\b/, where: /\.(tsx?|js|mjs)$/, why: 'unfinished work' },
  {
    what: /\boffen(der)/i,
    where: /^(web|packs|src\/(cli|server|casework|detection))\//,
    why: 'nobody is called that',
  },
  { what: /co-authored[-]by|\bsub[-]?agents?\b|\bchat(gpt)\b/i, where: /./, why: 'how the text was made' },
  { what: /\b(issue|ticket|PR)\s+#\d+/i, where: /./, why: 'a number that means nothing here' },
  { what: /\b(test|it|describe)\.on(ly)\(/, where: /\.test\.ts$/, why: 'it leaves the other tests out' },
]

test('unwanted words stand in no tracked file', () => {
  const found = tracked.flatMap(name => {
    const text = readFileSync(join(root, name), 'utf8')
    return unwanted
      .filter(({ what, where }) => where.test(name) && name !== 'test/structure.test.ts' && what.test(text))
      .map(({ what, why }) => `${name}: "${what.exec(text)?.[0]}", ${why}`)
  })
  assert.deepEqual(found, [])
})
