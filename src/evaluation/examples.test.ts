import assert from 'node:assert/strict'
import test from 'node:test'
import { type JudgedAlert, judge, type PackExample, rowsOf } from './examples.ts'

function example(file: string, expect: 'alert' | 'none'): PackExample {
  return {
    pack: 'sample',
    card: 'garden',
    example: file,
    file: `sample/examples/garden/${file}.yaml`,
    expect,
    lookAlike: undefined,
    why: 'An invented history for tests.',
    customers: [{ customer_id: 'c', kind: 'person', residence_country: 'AU', customer_since: '2020-01-01' }],
    accounts: [{ account_id: 'a', customer_id: 'c', product: 'transaction', opened_on: '2020-01-01' }],
    payments: [
      {
        payment_id: 'p',
        booked_at: '2026-01-01T00:00:00Z',
        account_id: 'a',
        direction: 'out',
        amount: '1.00',
        currency: 'AUD',
        rail: 'instant',
        status: 'completed',
        counterparty_id: 'payee',
      },
    ],
    sessions: [],
  }
}

function alert(subject_id: string, score_bans: number, card = 'garden'): JudgedAlert {
  return { pack: 'sample', card, subject_id, score_bans, reasons: [], speaks_against: [] }
}

test('examples in one book share no id, and keep who owns what', () => {
  const rows = rowsOf([example('one', 'alert'), example('two', 'none')])
  assert.equal(new Set(rows.customers.map(row => row.customer_id)).size, 2)
  assert.equal(new Set(rows.payments.flatMap(row => [row.payment_id, row.counterparty_id])).size, 4)
  for (const [at, payment] of rows.payments.entries()) {
    assert.equal(payment.account_id, rows.accounts[at]?.account_id)
    assert.equal(rows.accounts[at]?.customer_id, rows.customers[at]?.customer_id)
  }
})

test('an example is judged by the best alert of its own card on a subject of its own', () => {
  const examples = [example('one', 'alert'), example('one-more', 'none')]
  const [one, other] = rowsOf(examples).customers.map(row => row.customer_id)
  const found = (alerts: readonly JudgedAlert[]) =>
    judge(examples, alerts, 3, () => true).map(result => [result.found, result.score_bans, result.subject_id])
  assert.deepEqual(found([alert(one!, 2), alert(one!, 3)]), [
    ['alert', 3, 'c'],
    ['none', null, null],
  ])
  assert.deepEqual(found([alert(one!, 2.9), alert(other!, 9, 'other'), alert('c', 9)]), [
    ['none', 2.9, 'c'],
    ['none', null, null],
  ])
})

test('an example whose card cannot be used is not evaluated, and no cut raises nothing', () => {
  const examples = [example('one', 'none')]
  const alerts = [alert(rowsOf(examples).customers[0]!.customer_id, 9)]
  assert.equal(judge(examples, alerts, 3, () => false)[0]?.found, 'not evaluated')
  assert.equal(judge(examples, alerts, null, () => true)[0]?.found, 'none')
})
