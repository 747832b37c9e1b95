import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExample } from './examples.ts'
import type { Problem } from './problem.ts'

const text = `example: ten-clubs
expect: alert
why: An invented history for tests.
customers:
  - {customer_id: gardener, kind: person, birth_date: 1970-05-01, residence_country: AU,
     customer_since: 2015-01-01, overseas_ties: [PH, TH], flags: [], occupation: }
accounts:
  - {account_id: main, customer_id: gardener, product: transaction, opened_on: 2015-01-01}
defaults:
  account_id: main
  direction: out
  currency: AUD
  rail: remittance
  status: completed
payments:
  - booked_at: 2025-03-01T20:00:00Z
    amount: 51.20
    counterparty_id: club {n}
    reference_text: "07"
    repeat: 3
    every: 36h
  - payment_id: last
    booked_at: 2025-06-01T00:00:00+10:00
    amount: 0.10
    rail: card
`

function read(changed = text) {
  const problems: Problem[] = []
  const example = parseExample('garden-club', 'one.yaml', changed, problems)
  return { example, problems }
}

test('an example is expanded to canonical rows, with values as they were written', () => {
  const { example, problems } = read()
  assert.deepEqual(problems, [])
  assert.equal(example?.card, 'garden-club')
  assert.deepEqual(example?.customers, [
    {
      customer_id: 'gardener',
      kind: 'person',
      birth_date: '1970-05-01',
      residence_country: 'AU',
      customer_since: '2015-01-01',
      overseas_ties: ['PH', 'TH'],
      flags: [],
    },
  ])
  const defaults = { account_id: 'main', direction: 'out', currency: 'AUD', status: 'completed' }
  const clubs = { ...defaults, rail: 'remittance', amount: '51.20', reference_text: '07' }
  assert.deepEqual(example?.payments, [
    { ...clubs, payment_id: 'payment-1-1', booked_at: '2025-03-01T20:00:00Z', counterparty_id: 'club 1' },
    { ...clubs, payment_id: 'payment-1-2', booked_at: '2025-03-03T08:00:00Z', counterparty_id: 'club 2' },
    { ...clubs, payment_id: 'payment-1-3', booked_at: '2025-03-04T20:00:00Z', counterparty_id: 'club 3' },
    { ...defaults, rail: 'card', payment_id: 'last', booked_at: '2025-05-31T14:00:00Z', amount: '0.10' },
  ])
})

test('customers, accounts and payments that repeat meet by their number', () => {
  const { example, problems } = read(`example: many
expect: none
why: An invented history for tests.
customers:
  - {customer_id: "gardener-{n}", kind: person, residence_country: AU, customer_since: 2015-01-01, repeat: 3}
accounts:
  - {account_id: "main-{n}", customer_id: "gardener-{n}", product: transaction, opened_on: 2015-01-01, repeat: 3}
payments:
  - {booked_at: 2026-03-01T20:00:00Z, account_id: "main-{n}", direction: out, amount: 5, currency: AUD,
     rail: instant, status: completed, repeat: 3, every: 1d}
`)
  assert.deepEqual(problems, [])
  assert.deepEqual(
    example?.customers.map(row => row.customer_id),
    ['gardener-1', 'gardener-2', 'gardener-3'],
  )
  assert.deepEqual(
    example?.accounts.map(row => [row.account_id, row.customer_id]),
    [1, 2, 3].map(n => [`main-${n}`, `gardener-${n}`]),
  )
  assert.deepEqual(
    example?.payments.map(row => row.account_id),
    ['main-1', 'main-2', 'main-3'],
  )
})

const mistakes: readonly [from: string, to: string, line: number, message: RegExp, nearest?: string][] = [
  ['expect: alert', 'expect: alart', 2, /alert, none or peers/, 'alert'],
  ['kind: person', 'kind: persn', 5, /one of person, organisation/, 'person'],
  ['birth_date: 1970-05-01', 'birth_date: 1970-02-30', 5, /a date such as/],
  ['customer_since: 2015-01-01', 'customer_since: 2015-01-01, repeat: many', 6, /whole number from 1/],
  ['opened_on: 2015-01-01', 'opened_on: 2015-01-01, every: 1d', 8, /unknown column "every" of accounts/],
  ['account_id: main, customer', 'account_id: "main-{n}", customer', 16, /no row has the account_id "main"/],
  ['overseas_ties: [PH, TH]', 'overseas_ties: [PH, XX]', 6, /country codes/],
  ['product: transaction, ', '', 8, /"product" is missing/],
  [
    'customer_id: gardener, product',
    'customer_id: gardner, product',
    8,
    /no row has the customer_id/,
    'gardener',
  ],
  ['rail: remittance', 'rail: remitance', 13, /"rail" should be one of/, 'remittance'],
  ['  status: completed', '  stattus: completed', 14, /unknown column "stattus"/, 'status'],
  ['amount: 51.20', 'amount: -51.20', 17, /unsigned decimal/],
  ['    reference_text', '    refrence_text', 19, /unknown column "refrence_text"/, 'reference_text'],
  ['repeat: 3', 'repeat: 0', 20, /whole number from 1/],
  ['every: 36h', 'every: 36 hours', 21, /minutes, hours or days/],
  ['    repeat: 3\n', '', 20, /"every" needs "repeat"/],
  ['payment_id: last', 'payment_id: payment-1-2', 22, /a second time/],
  ['00:00:00+10:00', '25:00:00Z', 23, /RFC 3339/],
  ['    rail: card', '    account_id: mian', 22, /no row has the account_id "mian"/, 'main'],
]

test('mistakes in an example are found at their line, with the word that was meant', () => {
  for (const [from, to, line, message, nearest] of mistakes) {
    assert.ok(text.includes(from), from)
    const { problems } = read(text.replace(from, to))
    const found = problems.find(problem => message.test(problem.message))
    assert.ok(found, `${to}: ${JSON.stringify(problems)}`)
    assert.deepEqual([found.line, found.nearest], [line, nearest], to)
  }
})
