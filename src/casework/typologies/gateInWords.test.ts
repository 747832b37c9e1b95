import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPack } from '../../typology/pack.ts'
import { referencePack } from '../../typology/referencePack.ts'
import { gateInWords } from './gateInWords.ts'

test('the gates of all published cards are told in words, without a sign of their code', async () => {
  const { plans } = await readPack(referencePack)
  for (const { card, gate } of plans) {
    const said = gateInWords(gate)
    assert.ok(said.length > 0, card)
    assert.doesNotMatch(said.join('\n'), /[=&|_!]|undefined/, card)
  }
})

test('a limit and a list of the overlay are named and never told', () => {
  const said = gateInWords({
    kind: 'all',
    of: [
      { kind: 'number', field: 'amount_home', comparison: '>=', value: 4711, limit: 'worth_a_look' },
      {
        kind: 'text',
        field: 'counterparty_country',
        cel: 'among(counterparty_country, "watched", ["NO"])',
        holds: true,
      },
      { kind: 'text', field: 'direction', cel: 'direction == "in"', holds: false },
    ],
  })
  assert.deepEqual(said, [
    'amount home is at least your limit "worth_a_look"',
    'counterparty country is in your list "watched"',
    'direction is not in',
  ])
})
