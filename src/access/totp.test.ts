import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { codeAt, fromBase32, stepOfCode, toBase32 } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

test('codes are those of RFC 6238, appendix B', () => {
  const vectors = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ] as const
  for (const [seconds, code] of vectors) assert.equal(codeAt(secret, Math.floor(seconds / 30), 8), code)
})

test('a code is good once, and one step before and after its time', () => {
  const now = 2_000_000_000_000_000
  const step = Math.floor(now / 30_000_000)
  for (const [offset, expected] of [
    [-2, undefined],
    [-1, step - 1],
    [0, step],
    [1, step + 1],
    [2, undefined],
  ] as const) {
    assert.equal(stepOfCode(secret, codeAt(secret, step + offset), now, null), expected)
  }
  assert.equal(stepOfCode(secret, codeAt(secret, step), now, step), undefined)
  assert.equal(stepOfCode(secret, '12345', now, null), undefined)
})

test('base 32 gives back what it was given', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 40 }), bytes => {
      assert.deepEqual(fromBase32(toBase32(Buffer.from(bytes))), Buffer.from(bytes))
    }),
  )
  // RFC 4648, section 10.
  assert.equal(toBase32(Buffer.from('foobar')), 'MZXW6YTBOI')
})
