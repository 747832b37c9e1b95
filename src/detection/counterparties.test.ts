import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf, type Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { type Deed, dayAt, rowsOf } from './crowd.sample.ts'
import { bindField, flagNo, flagYes } from './fields.ts'

/** What a card sees at each payment, oldest first; `undefined` where unknown. */
function seen(rows: Rows, name: string): (string | number | boolean | undefined)[] {
  const history = historyOf(rows, 'AUD')
  const field = bindField(history, name)
  const payments = Uint32Array.from({ length: history.paymentCount }, (_, row) => row)
  const numbers = new Float64Array(payments.length)
  const codes = new Uint32Array(payments.length)
  if (field.type === 'number') field.fill(payments, numbers)
  else field.fill(payments, codes)
  return Array.from(payments, row => {
    if (field.type === 'number') return Number.isNaN(numbers[row]!) ? undefined : numbers[row]
    if (field.type === 'text') return field.dictionary[codes[row]!] || undefined
    return codes[row] === flagYes ? true : codes[row] === flagNo ? false : undefined
  })
}

const pay = (customer_id: string, at: number, more: Partial<Deed> = {}): Deed => ({
  customer_id,
  at,
  ...more,
})

test('the age of a payee is that of the customer who holds the account, and unknown elsewhere', () => {
  const rows = rowsOf(
    [
      pay('adult', 0, { counterparty_id: 'a-child' }),
      pay('adult', 1, { counterparty_id: 'an-account-elsewhere' }),
      pay('adult', 2),
      pay('child', 3, { counterparty_id: 'a-adult', direction: 'in' }),
      pay('adult', 10, { counterparty_id: 'a-child' }),
    ],
    { child: { birth_date: '2009-01-05' } },
  )
  assert.deepEqual(seen(rows, 'counterparty_age'), [15, undefined, undefined, 45, 16])
  assert.deepEqual(seen(rows, 'counterparty_is_customer'), [true, false, undefined, true, true])
})

test('an account that is opened later is nobody’s yet', () => {
  const rows = rowsOf([pay('one', 0, { counterparty_id: 'a-two' }), pay('two', 5)])
  const accounts = rows.accounts.map(
    (account): Row<'accounts'> =>
      account.customer_id === 'two' ? { ...account, opened_on: '2025-01-03' } : account,
  )
  assert.deepEqual(seen({ ...rows, accounts }, 'counterparty_is_customer')[0], false)
  assert.deepEqual(seen(rows, 'counterparty_is_customer')[0], true)
})

test('a transfer between accounts of one customer is told from a payment to another', () => {
  const rows = rowsOf([
    pay('one', 0, { counterparty_id: 'a-savings' }),
    pay('one', 1, { counterparty_id: 'a-two' }),
    pay('two', 2),
  ])
  const savings: Row<'accounts'> = {
    account_id: 'a-savings',
    customer_id: 'one',
    product: 'savings',
    opened_on: '2020-01-01',
  }
  assert.deepEqual(seen({ ...rows, accounts: [...rows.accounts, savings] }, 'own_account'), [
    true,
    false,
    undefined,
  ])
})

test('a session counts for the payments of the day after it began, the latest one, and never for earlier ones', () => {
  const session = (session_id: string, at: number, more: Partial<Row<'sessions'>>): Row<'sessions'> => ({
    session_id,
    customer_id: 'one',
    started_at: dayAt(at),
    ...more,
  })
  const rows = rowsOf([pay('one', 0.9), pay('one', 1), pay('one', 1.5), pay('one', 2.4), pay('two', 1.2)])
  const sessions = [
    session('s1', 1, { anonymiser: 'vpn', ip_country: 'NL' }),
    session('s2', 1.45, { ip_country: 'AU' }),
  ]
  // Oldest first: one at 0.9 and 1, two at 1.2, one at 1.5 and 2.4.
  assert.deepEqual(seen({ ...rows, sessions }, 'session_anonymiser'), [
    undefined,
    'vpn',
    undefined,
    undefined,
    undefined,
  ])
  assert.deepEqual(seen({ ...rows, sessions }, 'session_country'), [undefined, 'NL', undefined, 'AU', 'AU'])
})

test('a device is shared by as many customers as have paid from it so far', () => {
  const rows = rowsOf([
    pay('one', 0, { device_id: 'd' }),
    pay('two', 1, { device_id: 'd' }),
    pay('one', 2, { device_id: 'd' }),
    pay('three', 3),
  ])
  assert.deepEqual(seen(rows, 'device_customers'), [1, 2, 2, undefined])
})

test('payments of one amount are counted between the two, however the amount is written', () => {
  const rows = rowsOf([
    pay('one', 0, { counterparty_id: 'p', amount: '50' }),
    pay('one', 30, { counterparty_id: 'p', amount: '50.00' }),
    pay('one', 31, { counterparty_id: 'p', amount: '50.00', direction: 'in' }),
    pay('one', 40, { counterparty_id: 'q', amount: '50.00' }),
    pay('one', 60, { counterparty_id: 'p', amount: '50.0' }),
    pay('one', 61, { amount: '50.0' }),
    pay('two', 62, { counterparty_id: 'p', amount: '50.0' }),
  ])
  assert.deepEqual(seen(rows, 'same_amount_times'), [0, 1, 0, 0, 2, undefined, 0])
  assert.deepEqual(seen(rows, 'same_amount_days'), [
    undefined,
    30,
    undefined,
    undefined,
    30,
    undefined,
    undefined,
  ])
  assert.deepEqual(seen(rows, 'same_amount_received_days'), [
    undefined,
    undefined,
    undefined,
    9,
    29,
    30,
    undefined,
  ])
})
