import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../book/memory.ts'
import { coverageOf } from './coverage.ts'
import { planOf, rowsOf } from './crowd.sample.ts'

const deeds = [
  { customer_id: 'c1', at: 0, rail: 'transfer' as const },
  { customer_id: 'c1', at: 1, rail: 'card' as const, counterparty_country: 'PH' },
  { customer_id: 'c2', at: 2, rail: 'transfer' as const },
]
const card = { kind: 'text', field: 'rail', cel: 'rail == "card"', holds: true } as const

test('a card that has all it reads is seen whole, and its payments are counted by product and rail', () => {
  const [coverage] = coverageOf(historyOf(rowsOf(deeds), 'AUD'), [planOf({ gate: card })])
  assert.equal(coverage?.state, 'whole')
  assert.deepEqual(coverage?.products, [{ product: 'transaction', payments: 3, looked_at: { card: 1 } }])
  assert.deepEqual(
    coverage?.indicators.map(({ indicator, evaluated }) => [indicator, evaluated]),
    [
      ['large', true],
      ['late', true],
    ],
  )
})

test('a card that looks at a rail which nobody uses is blind', () => {
  const crypto = { ...card, cel: 'rail == "crypto"' }
  const [coverage] = coverageOf(historyOf(rowsOf(deeds), 'AUD'), [planOf({ gate: crypto })])
  assert.equal(coverage?.state, 'blind')
  assert.deepEqual(coverage?.products[0]?.looked_at, {})
})

test('an indicator without the column it reads says which to import; an essential one blinds its card', () => {
  const bare = historyOf(rowsOf(deeds.map(deed => ({ ...deed, utc_offset_minutes: undefined }))), 'AUD')
  const [part, blind] = coverageOf(bare, [planOf(), planOf({ essential: [['time of day']] })])
  assert.equal(part?.state, 'in part')
  assert.match(part?.indicators[1]?.reason ?? '', /no payment has local_hour: import .*utc_offset_minutes/)
  assert.equal(blind?.state, 'blind')
  assert.deepEqual(blind?.missing_families, ['time of day'])
})

test('an indicator that waits for the overlay is named with what to add', () => {
  const unbound = [{ indicator: 'wording', reason: 'add the list' }]
  const [coverage] = coverageOf(historyOf(rowsOf(deeds), 'AUD'), [planOf({ unbound })])
  assert.deepEqual(coverage?.indicators.at(-1), {
    indicator: 'wording',
    speaks: 'for',
    family: '',
    evaluated: false,
    reason: 'add the list',
  })
  assert.equal(coverage?.state, 'in part')
})
