import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitsInWord, transposeBits } from './bits.ts'

const squares = fc
  .uint32Array({ minLength: 1, maxLength: 3 })
  .chain(({ length }) => fc.uint32Array({ minLength: length * 32, maxLength: length * 32 }))

test('a square of bits is turned over its diagonal, each square for itself', () => {
  fc.assert(
    fc.property(squares, words => {
      const turned = words.slice()
      transposeBits(turned)
      for (let i = 0; i < words.length; i++) {
        const start = i - (i % 32)
        for (let bit = 0; bit < 32; bit++) {
          assert.equal((turned[start + bit]! >>> (i % 32)) & 1, (words[i]! >>> bit) & 1)
        }
      }
    }),
  )
})

test('the bits of a word are told by their places', () => {
  assert.deepEqual(bitsInWord(0), [])
  assert.deepEqual(bitsInWord(1 | (1 << 5) | (1 << 31)), [0, 5, 31])
})
