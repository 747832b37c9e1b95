import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeWholeNumbers } from './history.ts'

test('whole numbers lie in as few bytes as hold the largest exactly, and are unknown at first', () => {
  for (const [most, bytes] of [
    [1, 4],
    [2 ** 24, 4],
    [2 ** 24 + 1, 8],
  ] as const) {
    const numbers = makeWholeNumbers(2, most)
    numbers[0] = most
    assert.deepEqual([numbers.BYTES_PER_ELEMENT, ...numbers], [bytes, most, Number.NaN])
  }
})
