import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readExamples } from './examples.ts'
import { fields } from './fields.ts'
import { parseOverlay } from './overlay.ts'
import { checkPack, readPack } from './pack.ts'

const page = await readFile(new URL('../../docs/reference/cards.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(match => match[1]!)

function block(begins: string): string {
  const found = blocks.find(text => text.startsWith(begins))
  assert.ok(found, `the reference page has no block that begins with ${begins}`)
  return found
}

test('the pack that the reference page shows is a sound pack', async context => {
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-page-'))
  context.after(() => rm(directory, { recursive: true }))
  const examples = join(directory, 'examples', 'passes-money-on')
  await mkdir(join(directory, 'cards'))
  await mkdir(examples, { recursive: true })
  await writeFile(join(directory, 'pack.yaml'), block('# pack.yaml'))
  await writeFile(join(directory, 'sources.yaml'), block('# sources.yaml'))
  await writeFile(join(directory, 'cards', 'passes-money-on.yaml'), block('card:'))
  await writeFile(join(examples, 'one.yaml'), block('example:'))
  await writeFile(join(directory, 'observables.yaml'), block('- typology:'))
  const { plans, problems } = await readPack(directory, parseOverlay('overlay.yaml', block('limits:')))
  assert.deepEqual(problems, [])
  assert.deepEqual(
    plans.map(({ card, unbound }) => [card, unbound.length]),
    [['passes-money-on', 0]],
  )
  const missed = (await checkPack(directory)).map(({ message }) => message)
  assert.deepEqual(missed, [])
  const read = await readExamples(directory)
  assert.deepEqual(read.problems, [])
  assert.equal(read.examples[0]?.payments.length, 24)
})

test('the reference page lists every field as it is', () => {
  for (const { name, type, unit, meaning } of fields) {
    assert.ok(page.includes(`| \`${name}\` | ${type} | ${unit} | ${meaning} |`), name)
  }
})
