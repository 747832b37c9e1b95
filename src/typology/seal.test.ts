import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Folder } from './folder.ts'
import { isSealed, seal, unseal } from './seal.ts'

const passphrase = 'four words that rhyme'
const folder: Folder = {
  place: 'ours',
  files: new Map([
    ['overlay.yaml', Buffer.from('limits: {secret_limit: 4711}\n')],
    ['pack/cards/one.yaml', Buffer.from([0, 255, 10])],
  ]),
}

/** Bytes that a test can foretell; a small cost, so that a thousand openings take seconds. */
const options = { random: (bytes: number) => Buffer.alloc(bytes, 7), cost: 2 }
const sealed = seal(folder, passphrase, options)

test('what was sealed comes out as it went in', () => {
  assert.ok(isSealed(sealed))
  const opened = unseal('ours.sealed', sealed, passphrase)
  assert.deepEqual(opened, { place: 'ours.sealed', files: folder.files })
  assert.doesNotMatch(sealed.toString('latin1'), /secret_limit|4711|overlay/)
})

test('any byte changed or cut off, and any other passphrase, is an error that says so and shows nothing', () => {
  const damagedFiles = fc.oneof(
    fc
      .record({ at: fc.nat(sealed.length - 1), change: fc.integer({ min: 1, max: 255 }) })
      .map(({ at, change }) => {
        const bytes = Buffer.from(sealed)
        bytes[at]! ^= change
        return { bytes, passphrase }
      }),
    fc.nat(sealed.length - 1).map(length => ({ bytes: sealed.subarray(0, length), passphrase })),
    fc.string().map(text => ({ bytes: sealed, passphrase: text })),
    fc.constant({ bytes: Buffer.concat([sealed, Buffer.from('x')]), passphrase }),
  )
  fc.assert(
    fc.property(damagedFiles, ({ bytes, passphrase: tried }) => {
      fc.pre(!(bytes === sealed && tried === passphrase))
      // A byte of the cost is tried too: a dear one within bounds would only take time.
      fc.pre((bytes[8] ?? 0) <= 10 || (bytes[8] ?? 0) > 20)
      assert.throws(
        () => unseal('ours.sealed', bytes, tried),
        (error: Error & { code?: string; place?: string }) => {
          assert.match(String(error.code), /^overlay-(damaged|newer|locked)$/)
          assert.equal(error.place, 'ours.sealed')
          assert.doesNotMatch(JSON.stringify([error.message, String(error.cause)]), /secret_limit|4711|rhyme/)
          return true
        },
      )
    }),
    { numRuns: 600 },
  )
})

test('a file that is cut off is told from a wrong passphrase', () => {
  assert.throws(() => unseal('x', sealed.subarray(0, 20), passphrase), /cut off after 20 bytes/)
  assert.throws(() => unseal('x', sealed.subarray(0, 60), passphrase), /cut off: 60 of \d+ bytes/)
  assert.throws(() => unseal('x', sealed, 'another one'), { code: 'overlay-locked' })
})

test('two seals of one folder share nothing but the form', () => {
  let next = 0
  const random = (bytes: number) => Buffer.alloc(bytes, ++next)
  const [one, other] = [
    seal(folder, passphrase, { random, cost: 2 }),
    seal(folder, passphrase, { random, cost: 2 }),
  ]
  assert.notDeepEqual(one.subarray(41), other.subarray(41))
})

test('a short passphrase is refused', () => {
  assert.throws(() => seal(folder, 'short', options), { code: 'passphrase-short' })
})
