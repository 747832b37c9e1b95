import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelinePayment } from '../api/picture.ts'
import { diameterOf, lanesOf, sizeOf } from './lanes.ts'

const payment = (counterparty_id: string | null, given: Partial<TimelinePayment> = {}): TimelinePayment => ({
  payment_id: 'P',
  booked_at: '2029-11-01T13:00:00Z',
  customer_id: 'C',
  direction: 'out',
  status: 'completed',
  rail: 'transfer',
  amount: '10.00',
  currency: 'AUD',
  amount_home: null,
  counterparty_id,
  counterparty_name: null,
  counterparty_country: null,
  local_hour: null,
  is_evidence: false,
  ...given,
})

test('counterparties with most evidence come first, and all that have no lane share the last', () => {
  const payments = [
    ...Array.from({ length: 4 }, () => payment('many')),
    payment('few', { is_evidence: true, counterparty_name: 'Invented Payee' }),
    payment('one'),
    payment('two'),
  ]
  const lanes = lanesOf(payments, 3)
  assert.deepEqual(
    lanes.map(each => [each.counterparty_id, each.name, each.payments.length, each.counterparties]),
    [
      ['few', 'Invented Payee', 1, 1],
      ['many', null, 4, 1],
      [null, null, 2, 2],
    ],
  )
  assert.equal(lanesOf(payments, 4).length, 4)
})

test('no payment is without a lane, also where its counterparty is not known', () => {
  const lanes = lanesOf([payment(null), payment(null), payment('one')], 2)
  assert.equal(lanes.flatMap(each => each.payments).length, 3)
})

test('marks grow with the amount by their area, and amounts of other currencies are taken as converted', () => {
  assert.deepEqual(
    [0, 25, 100].map(amount => diameterOf(amount, 100)),
    [6, 16, 26],
  )
  assert.equal(diameterOf(0, 0), 6)
  assert.equal(sizeOf(payment('one', { amount: '999', currency: 'PHP', amount_home: '25.00' })), 25)
})
