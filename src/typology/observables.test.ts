import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from './card.ts'
import { readObservables } from './observables.ts'

const indicators = ['many-plots', 'at-night'].map(id => ({ id })) as unknown as Card['indicators']
const cards = [{ card: 'garden', typology: 'garden', indicators } as Card]

function read(text: string | undefined) {
  const files = new Map(text === undefined ? [] : [['observables.yaml', Buffer.from(text)] as const])
  return readObservables({ place: 'sample', files }, cards, { office: {} })
}

const whole = `- {typology: garden, observable: many plots, sources: [office], indicators: [garden.many-plots, garden.at-night]}
- {typology: garden, observable: what grows there, sources: [], needs: A look over the fence.}
`

test('a pack need not say what can be observed', () => {
  assert.deepEqual(read(undefined), { observables: [], problems: [] })
})

test('observables name indicators, or what they would take', () => {
  const { observables, problems } = read(whole)
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
  test(`a mistake in observables is told: ${to || `without ${from}`}`, () => {
    assert.ok(whole.includes(from))
    const { problems } = read(whole.replace(from, to))
    assert.ok(
      problems.some(problem => message.test(problem.message)),
      JSON.stringify(problems),
    )
  })
}
