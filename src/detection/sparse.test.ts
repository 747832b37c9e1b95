import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitsFor, getNumbers, makeSparse, setNumbers } from './sparse.ts'

const histories = fc.oneof(
  fc.array(fc.boolean(), { maxLength: 200 }),
  fc.constant(new Array<boolean>(64).fill(true)),
)

test('numbers of some payments are found again, and the others have none', () => {
  fc.assert(
    fc.property(histories, wanted => {
      const has = bitsFor(wanted.length)
      for (const [payment, is] of wanted.entries()) if (is) has[payment >>> 5]! |= 1 << (payment % 32)
      const numbers = makeSparse(has)
      const payments = Uint32Array.from(wanted.keys()).reverse()
      const out = new Float64Array(payments.length)
      getNumbers(numbers, payments, out)
      assert.ok(out.every(Number.isNaN), 'unknown until set')
      setNumbers(
        numbers,
        payments,
        Float64Array.from(payments, payment => payment + 0.5),
      )
      getNumbers(numbers, payments, out)
      assert.deepEqual(
        [...out],
        Array.from(payments, payment => (wanted[payment] ? payment + 0.5 : Number.NaN)),
      )
      assert.equal(numbers.values.length, wanted.filter(is => is).length)
    }),
  )
})
