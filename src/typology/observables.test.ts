import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Card } from './card.ts'
import { readObservables } from './observables.ts'

const indicators = ['many-plots', 'at-night'].map(id => ({ id })) as unknown as Card['indicators']
const cards = [{ card: 'garden', typology: 'garden', indicators } as Card]

async function read(text: string | undefined) {
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-observables-'))
  try {
    if (text !== undefined) await writeFile(join(directory, 'observables.yaml'), text)
    return await readObservables(directory, cards, { office: {} })
  } finally {
    await rm(directory, { recursive: true })
  }
}

const whole = `- {typology: garden, observable: many plots, sources: [office], indicators: [garden.many-plots, garden.at-night]}
- {typology: garden, observable: what grows there, sources: [], needs: A look over the fence.}
`

test('a pack need not say what can be observed', async () => {
  assert.deepEqual(await read(undefined), { observables: [], problems: [] })
})

test('observables name indicators, or what they would take', async () => {
  const { observables, problems } = await read(whole)
  assert.deepEqual(problems, [])
  assert.deepEqual(
    observables.map(({ indicators, needs }) => [indicators?.length, needs]),
    [
      [2, undefined],
      [undefined, 'A look over the fence.'],
    ],
  )
})

const mistakes: readonly [from: string, to: string, message: RegExp][] = [
  ['garden.many-plots', 'garden.many-plot', /unknown indicator "garden.many-plot"/],
  ['sources: [office]', 'sources: [ofice]', /unknown source "ofice"/],
  ['{typology: garden, observable: what', '{typology: gardn, observable: what', /unknown typology "gardn"/],
  [', needs: A look over the fence.', '', /needs "indicators", or "needs"/],
  [', garden.at-night', '', /no observable names the indicator "garden.at-night"/],
]

for (const [from, to, message] of mistakes) {
  test(`a mistake in observables is told: ${to || `without ${from}`}`, async () => {
    assert.ok(whole.includes(from))
    const { problems } = await read(whole.replace(from, to))
    assert.ok(
      problems.some(problem => message.test(problem.message)),
      JSON.stringify(problems),
    )
  })
}
