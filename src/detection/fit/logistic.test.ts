import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fitLogistic, type Observation, type Prior, probabilityOf, slopesOf } from './logistic.ts'
import { dot, inverse, times, zeros } from './matrix.ts'

const size = 4

/** A positive definite matrix from any numbers: A Aᵀ + I / 4. */
function precisionFrom(numbers: readonly number[]) {
  const precision = zeros(size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = row === column ? 0.25 : 0
      for (let k = 0; k < size; k++) sum += numbers[row * size + k]! * numbers[column * size + k]!
      precision.values[row * size + column] = sum
    }
  }
  return precision
}

const value = fc.double({ min: -3, max: 3, noNaN: true })
const priors: fc.Arbitrary<Prior> = fc
  .record({
    mean: fc.array(value, { minLength: size, maxLength: size }),
    numbers: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: size * size,
      maxLength: size * size,
    }),
    bounded: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
  })
  .map(({ mean, numbers, bounded }) => ({
    mean: Float64Array.from(mean),
    precision: precisionFrom(numbers),
    bounded: Uint8Array.from(bounded, Number),
  }))
const observations: fc.Arbitrary<Observation[]> = fc.array(
  fc
    .record({
      at: fc.constantFrom(0, 1),
      values: fc.array(value, { minLength: 3, maxLength: 3 }),
      target: fc.constantFrom(0, 1, 0.3),
      weight: fc.constantFrom(1, 0.5, 2),
    })
    .map(each => ({ ...each, values: Float64Array.from(each.values) })),
  { maxLength: 40 },
)

/** Small steps down the slope, put back into the bounds: slow and plain. */
function slowly(given: readonly Observation[], prior: Prior): Float64Array {
  let mode = Float64Array.from(prior.mean, (start, i) =>
    prior.bounded[i] === 1 ? Math.max(0, start) : start,
  )
  const steepest = Math.max(...slopesOf([], prior, mode).curvature.values.map(Math.abs)) * size
  const step =
    1 / (steepest + given.reduce((sum, { values, weight }) => sum + (weight * dot(values, values)) / 4, 0))
  for (let i = 0; i < 40_000; i++) {
    const { gradient } = slopesOf(given, prior, mode)
    const next = mode.map((at, k) => {
      const moved = at - step * gradient[k]!
      return prior.bounded[k] === 1 ? Math.max(0, moved) : moved
    })
    const far = next.reduce((most, at, k) => Math.max(most, Math.abs(at - mode[k]!)), 0)
    mode = next
    if (far < 1e-12) break
  }
  return mode
}

test('the fit converges to where a slow descent arrives, and keeps to the bounds', () => {
  fc.assert(
    fc.property(observations, priors, (given, prior) => {
      const fitted = fitLogistic(given, prior)
      assert.ok(fitted.converged)
      assert.ok(fitted.iterations < 60, `${fitted.iterations} iterations`)
      for (let i = 0; i < size; i++) {
        if (prior.bounded[i] === 1) assert.ok(fitted.mode[i]! >= 0)
      }
      const slow = slowly(given, prior)
      for (let i = 0; i < size; i++) assert.ok(Math.abs(fitted.mode[i]! - slow[i]!) < 1e-3)
    }),
    { numRuns: 60 },
  )
})

test('without observations the fit is the prior, and its spread the prior spread', () => {
  fc.assert(
    fc.property(priors, prior => {
      const free = { ...prior, bounded: new Uint8Array(size) }
      const { mode, covariance } = fitLogistic([], free)
      assert.deepEqual(mode, prior.mean)
      const expected = inverse(prior.precision)
      for (const [i, each] of covariance.values.entries()) {
        assert.ok(Math.abs(each - expected.values[i]!) < 1e-9 * (1 + Math.abs(each)))
      }
    }),
  )
})

test('a matrix times its inverse is one', () => {
  fc.assert(
    fc.property(priors, ({ precision }) => {
      const inverted = inverse(precision)
      for (let i = 0; i < size; i++) {
        const unit = new Float64Array(size)
        unit[i] = 1
        for (const [k, each] of times(precision, times(inverted, unit)).entries()) {
          assert.ok(Math.abs(each - unit[k]!) < 1e-6)
        }
      }
    }),
  )
})

test('a log-odds far from 0 neither overflows nor loses the target', () => {
  const far = fitLogistic([{ at: 0, values: Float64Array.of(1e4), target: 1, weight: 1 }], {
    mean: Float64Array.of(1),
    precision: { size: 1, values: Float64Array.of(1) },
    bounded: Uint8Array.of(1),
  })
  assert.ok(far.converged && Math.abs(far.mode[0]! - 1) < 1e-9)
  assert.equal(probabilityOf(1e4), 1)
  assert.equal(probabilityOf(-1e4), 0)
})
