import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookedAt, whatWouldHelp } from './coverage.ts'

test('payments that are looked at are counted over all rails, against all of the product', () => {
  const looked = lookedAt({ product: 'transaction', payments: 10, looked_at: { instant: 1, transfer: 4 } })
  assert.deepEqual(looked, {
    payments: 5,
    share: 0.5,
    rails: [
      ['transfer', 4],
      ['instant', 1],
    ],
  })
  assert.equal(lookedAt({ product: 'loan', payments: 0, looked_at: {} }).share, 0)
})

test('what would help most comes first, and each reason once', () => {
  const lacks = (title: string, reasons: readonly string[]) => ({
    ...{ card: title, title, typology: title, state: 'in part' as const, products: [], missing_families: [] },
    indicators: reasons.map((reason, at) => ({
      ...{ indicator: `${title} ${at}`, speaks: 'for' as const, family: 'tempo', reason },
      evaluated: reason === '',
    })),
  })
  assert.deepEqual(whatWouldHelp([lacks('a', ['x', 'y', '']), lacks('b', ['y', 'y'])]), [
    { reason: 'y', indicators: 3, cards: ['a', 'b'] },
    { reason: 'x', indicators: 1, cards: ['a'] },
  ])
})
