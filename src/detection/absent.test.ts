import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../book/memory.ts'
import { absentColumns } from './absent.ts'
import { planOf, rowsOf } from './crowd.sample.ts'

const deeds = [
  { customer_id: 'c1', at: 0, amount: '20.00', counterparty_country: 'PH' },
  { customer_id: 'c2', at: 1, amount: '20.00' },
]
const plans = [
  planOf(),
  planOf({ card: 'abroad', peers: ['counterparty_country', 'age_band'] }),
  planOf({ card: 'by-age', peers: ['age_band'] }),
]

test('nothing is absent where the columns that the cards read have values', () => {
  assert.deepEqual(absentColumns(historyOf(rowsOf(deeds), 'AUD'), plans), [])
})

test('people of unknown age are counted even where others have one', () => {
  const found = absentColumns(historyOf(rowsOf(deeds, { c1: { birth_date: undefined } }), 'AUD'), plans)
  assert.deepEqual(
    found.map(({ what, count, reason }) => [what, count, reason]),
    [['customers', 1, 'of 2 without birth_date; read by abroad, by-age']],
  )
})

test('cards that ask who holds the other account are told where no counterparty is one here', () => {
  const young = { kind: 'number', field: 'counterparty_age', comparison: '<', value: 18 } as const
  const plan = planOf({ card: 'by-age-of-payee', gate: young })
  const reasons = (counterparty_id: string) =>
    absentColumns(historyOf(rowsOf([{ ...deeds[0]!, counterparty_id }, deeds[1]!]), 'AUD'), [plan]).map(
      ({ count, reason }) => [count, reason],
    )
  assert.deepEqual(reasons('a-c2'), [])
  assert.deepEqual(reasons('elsewhere'), [
    [2, 'none has a counterparty_id that is an account_id here; read by by-age-of-payee'],
  ])
})

test('a column without any value is named with its rows and the cards that read it', () => {
  const bare = rowsOf(
    deeds.map(deed => ({ ...deed, counterparty_country: undefined, utc_offset_minutes: undefined })),
    { c1: { birth_date: undefined }, c2: { birth_date: undefined } },
  )
  const found = absentColumns(historyOf(bare, 'AUD'), plans)
  assert.deepEqual(
    found.map(({ what, count, reason }) => [what, count, reason]),
    [
      ['payments', 2, 'none has counterparty_country; read by abroad'],
      ['payments', 2, 'none has utc_offset_minutes; read by large-and-late, abroad, by-age'],
      ['customers', 2, 'none has birth_date; read by abroad, by-age'],
    ],
  )
  assert.equal(found[0]!.remedy, 'import counterparty_country, if it is known')
})
