import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addDecimals, grouped, sumsOf } from './money.ts'

test('sums are exact', () => {
  assert.equal(addDecimals(['0.1', '0.2']), '0.3')
  assert.equal(addDecimals(['-5', '0.05']), '-4.95')
  assert.equal(addDecimals([]), '0')
  const cents = fc.array(fc.integer({ min: 0, max: 10 ** 12 }))
  fc.assert(
    fc.property(cents, amounts => {
      const text = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`
      const sum = amounts.reduce((before, each) => before + BigInt(each), 0n)
      if (amounts.length > 0) assert.equal(addDecimals(amounts.map(each => text(BigInt(each)))), text(sum))
    }),
  )
})

test('currencies and directions are not added to one another', () => {
  const copies = [
    { direction: 'out', currency: 'AUD', amount: '10.00' },
    { direction: 'out', currency: 'AUD', amount: '2.50' },
    { direction: 'in', currency: 'AUD', amount: '1.00' },
    { direction: 'out', currency: 'JPY', amount: '900' },
  ]
  assert.deepEqual(
    sumsOf(copies).map(({ direction, currency, amount, payments }) => [
      direction,
      currency,
      amount,
      payments,
    ]),
    [
      ['out', 'AUD', '12.50', 2],
      ['in', 'AUD', '1.00', 1],
      ['out', 'JPY', '900', 1],
    ],
  )
  assert.equal(grouped('1234567.80'), '1,234,567.80')
})
