import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { substream } from '../world/random.ts'
import { stabilityOf } from './stability.ts'

const counts = fc.array(fc.nat(10_000), { minLength: 2, maxLength: 12 })

test('the index is zero for equal shares, never negative, and the same both ways', () => {
  fc.assert(
    fc.property(counts, counts, (one, other) => {
      const same = stabilityOf(one, one)
      assert.ok(Math.abs(same.psi) < 1e-12)
      const paired = one.map((_, bin) => other[bin] ?? 0)
      const psi = stabilityOf(one, paired).psi
      assert.ok(psi >= -1e-12)
      assert.ok(Math.abs(psi - stabilityOf(paired, one).psi) < 1e-9)
    }),
  )
})

test('the index is the published sum, and is read by custom', () => {
  const [expected, actual] = [
    [50_000, 50_000],
    [62_000, 38_000],
  ]
  const sum = 0.12 * Math.log(0.62 / 0.5) + -0.12 * Math.log(0.38 / 0.5)
  assert.ok(Math.abs(stabilityOf(expected!, actual!).psi - sum) < 1e-4)
  assert.equal(stabilityOf(expected!, actual!).reading, 'stable')
  assert.equal(stabilityOf(expected!, [68_000, 32_000]).reading, 'moderate change')
  assert.equal(stabilityOf(expected!, [80_000, 20_000]).reading, 'large change')
})

test('what chance explains is not read as a change', () => {
  assert.equal(stabilityOf([500, 500], [8, 2]).reading, 'too few to tell')
  assert.equal(stabilityOf([500, 500], [0, 0]).reading, 'too few to tell')
  assert.equal(stabilityOf([500, 500], [60, 40]).reading, 'stable')
})

test('in months where nothing changed, the index exceeds what chance explains about once in a hundred', () => {
  const random = substream(7, 'stability')
  const drawn = (size: number) => {
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < size; i++) bins[Math.floor(random() * 10)]!++
    return bins
  }
  let beyond = 0
  for (let trial = 0; trial < 1_000; trial++) {
    const { psi, chance } = stabilityOf(drawn(2_000), drawn(1_000))
    if (psi > chance) beyond++
  }
  assert.ok(beyond >= 2 && beyond <= 25, `${beyond} of 1000`)
})
