import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Foretold, reliabilityOf } from './reliability.ts'

const foretold: fc.Arbitrary<Foretold[]> = fc.array(
  fc.record({
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    target: fc.constantFrom(0 as const, 1 as const),
  }),
  { minLength: 1, maxLength: 200 },
)

test('every decision is in one bin, in order of what was foretold', () => {
  fc.assert(
    fc.property(foretold, all => {
      const { bins, n, brier, calibration_error } = reliabilityOf(all)
      assert.equal(n, all.length)
      assert.equal(
        bins.reduce((sum, { observed }) => sum + observed.n, 0),
        n,
      )
      for (const [i, bin] of bins.entries()) {
        assert.ok(bin.from <= bin.foretold + 1e-12 && bin.foretold <= bin.to + 1e-12)
        assert.ok(i === 0 || bins[i - 1]!.to <= bin.from)
        assert.ok(bins.length === 1 || bin.observed.n >= 8)
      }
      assert.ok(brier >= 0 && brier <= 1 && calibration_error >= 0 && calibration_error <= 1)
    }),
  )
})

test('what is right all the time has no error, and what is wrong all the time has most', () => {
  const always = (right: boolean) =>
    Array.from({ length: 64 }, (_, i): Foretold => {
      const target = i % 2 === 0 ? 1 : 0
      return { target, probability: right ? target : 1 - target }
    })
  assert.deepEqual([reliabilityOf(always(true)).brier, reliabilityOf(always(true)).calibration_error], [0, 0])
  assert.deepEqual(
    [reliabilityOf(always(false)).brier, reliabilityOf(always(false)).calibration_error],
    [1, 1],
  )
  assert.equal(reliabilityOf(always(true)).brier_of_base_rate, 0.25)
})
