import assert from 'node:assert/strict'
import test from 'node:test'
import { localTime, shownPayments } from './payment.ts'

const alert = { payment_id: 'P-2', strongest_payment_id: 'P-2', home_currency: 'AUD' }
const record = {
  payment_id: 'P-1',
  booked_at: '2025-01-02T00:00:00Z',
  amount: '2000.00',
  currency: 'JPY',
  amount_home: '20.50',
  counterparty_country: 'PH',
  counterparty_id: 'X-1',
  counterparty_name: '',
  utc_offset_minutes: '-570',
  rail: 'gift_card',
}

test('the wall clock at the payer, with its offset; nothing where the offset is not known', () => {
  assert.equal(localTime('2025-03-14T14:03:00Z', '600'), '2025-03-15 00:03 UTC+10:00')
  assert.equal(localTime('2025-03-14T14:03:00Z', '-570'), '2025-03-14 04:33 UTC-09:30')
  assert.equal(localTime('2025-03-14T14:03:00Z', ''), '')
})

test('payments come in order of time, with the amount in both currencies and the turning points marked', () => {
  const later = {
    ...record,
    payment_id: 'P-2',
    booked_at: '2025-01-03T00:00:00Z',
    currency: 'AUD',
    amount: '7.00',
    amount_home: '',
  }
  const [first, second] = shownPayments([later, record], alert)
  assert.deepEqual(
    [first?.payment_id, first?.amount, first?.amount_home, first?.home_value],
    ['P-1', 'JPY 2,000', 'AUD 20.50', '20.50'],
  )
  assert.deepEqual(
    [first?.counterparty, first?.counterparty_country, first?.rail],
    ['X-1', 'Philippines', 'gift card'],
  )
  assert.deepEqual([second?.amount, second?.amount_home, second?.home_value], ['AUD 7.00', '', '7.00'])
  assert.deepEqual([first?.marks, second?.marks], [[], ['raised', 'strongest']])
})
