import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { sealed, unsealed } from './sealed.ts'

const passphrase = 'correct horse battery'
const seed = Number(process.env.LAPWING_SEED ?? Date.now() % 100_000)
const random = (bytes: number) => createHash('shake256', { outputLength: bytes }).update('sample').digest()

async function* pieces(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream))
}

const seal = (bytes: Buffer, length = 10_000) =>
  all(sealed(pieces(bytes, length), { passphrase, random, cost: 4 }))
const unseal = (bytes: Buffer, length = 10_000, used = passphrase) =>
  all(unsealed(pieces(bytes, length), { place: 'file', passphrase: used }))

/** Around the ends of frames, where mistakes are made. */
const lengths = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]

test('what was sealed comes back, in whatever pieces it is read and written', async () => {
  for (const length of lengths) {
    const bytes = createHash('shake256', { outputLength: length }).update('content').digest()
    for (const piece of [97, 65_552, 1_000_000]) {
      assert.ok((await unseal(await seal(bytes, piece), piece)).equals(bytes), `${length} ${piece}`)
    }
  }
})

test(`damage anywhere is found: a byte changed, an end cut off, bytes added (seed ${seed})`, async () => {
  const bytes = createHash('shake256', { outputLength: 150_000 }).update('content').digest()
  const whole = await seal(bytes)
  const isRefused = async (damaged: Buffer) => {
    await assert.rejects(unseal(damaged), (error: { code?: string }) =>
      /^backup-(damaged|newer|locked)$/.test(error.code ?? ''),
    )
  }
  const damage = fc.oneof(
    // The fields of the header, and the whole file.
    fc.tuple(
      fc.constant('change'),
      fc.oneof(fc.nat(24), fc.nat(whole.length - 1)),
      fc.integer({ min: 1, max: 255 }),
    ),
    fc.tuple(
      fc.constant('cut'),
      fc.oneof(fc.nat(whole.length - 1), fc.constantFrom(25, 65_577, 131_129)),
      fc.constant(0),
    ),
    fc.tuple(fc.constant('add'), fc.nat(40), fc.nat(255)),
  )
  await fc.assert(
    fc.asyncProperty(damage, async ([how, at, value]) => {
      if (how === 'cut') return isRefused(whole.subarray(0, at))
      if (how === 'add') return isRefused(Buffer.concat([whole, Buffer.alloc(at + 1, value)]))
      // A greater cost than its own would only take longer to be refused.
      if (at === 8) return
      const changed = Buffer.from(whole)
      changed[at]! ^= value
      await isRefused(changed)
    }),
    { seed, numRuns: 150 },
  )
})

test('frames in another order, or of another file, do not open', async () => {
  const whole = await seal(Buffer.alloc(140_000, 7))
  const frame = (i: number) => whole.subarray(25 + i * 65_552, 25 + (i + 1) * 65_552)
  const header = whole.subarray(0, 25)
  await assert.rejects(unseal(Buffer.concat([header, frame(1), frame(0), frame(2)])), {
    code: 'backup-locked',
  })
  await assert.rejects(unseal(Buffer.concat([header, frame(0), frame(2)])), { code: 'backup-damaged' })
  const other = await all(
    sealed(pieces(Buffer.alloc(140_000, 7), 9_999), { passphrase, random: n => Buffer.alloc(n, 1), cost: 4 }),
  )
  const mixed = Buffer.concat([header, frame(0), other.subarray(25 + 65_552)])
  await assert.rejects(unseal(mixed), { code: 'backup-damaged' })
})

test('another passphrase does not open it, and a short one seals nothing', async () => {
  await assert.rejects(unseal(await seal(Buffer.from('x')), 9, 'correct horse batteri'), {
    code: 'backup-locked',
  })
  await assert.rejects(all(sealed(pieces(Buffer.from('x'), 1), { passphrase: 'short', random })), {
    code: 'passphrase-short',
  })
})
