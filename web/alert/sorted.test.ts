import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelinePayment } from '../api/picture.ts'
import { sortedBy } from './sorted.ts'

const payments = [
  { payment_id: 'a', amount: '9.00', amount_home: null, local_hour: null },
  { payment_id: 'b', amount: '10.00', amount_home: null, local_hour: 3 },
  { payment_id: 'c', amount: '2.00', amount_home: null, local_hour: 23 },
] as unknown as readonly TimelinePayment[]
const ids = (column: 'amount' | 'local_hour', isDown: boolean) =>
  sortedBy(payments, { column, isDown })
    .map(each => each.payment_id)
    .join('')

test('amounts are sorted as numbers, and what is not known stands last either way', () => {
  assert.equal(ids('amount', false), 'cab')
  assert.equal(ids('amount', true), 'bac')
  assert.equal(ids('local_hour', false), 'bca')
  assert.equal(ids('local_hour', true), 'cba')
})
