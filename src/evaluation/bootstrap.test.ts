import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrap, drawnOnes, quantile, shareOf } from './bootstrap.ts'
import { resamplingOf, seeded } from './seeded.sample.ts'

test('the interval of a share holds the true share about 19 times in 20', () => {
  const random = seeded(7)
  for (const [share, size] of [
    [0.3, 60],
    [0.02, 400],
  ] as const) {
    let held = 0
    const trials = 400
    for (let trial = 0; trial < trials; trial++) {
      let ones = 0
      for (let i = 0; i < size; i++) if (random() < share) ones++
      const { low, high } = shareOf(ones, size, { random, resamples: 200 })
      if (low <= share && share <= high) held++
    }
    assert.ok(held / trials > 0.89 && held / trials < 0.99, `${held} of ${trials} for ${share}`)
  }
})

test('a mean is bootstrapped to the interval that the normal law gives', () => {
  const random = seeded(3)
  const sample = Array.from({ length: 400 }, () => random())
  const mean = (each: readonly number[]) => each.reduce((sum, value) => sum + value, 0) / each.length
  const { value, low, high } = bootstrap(sample, mean, { random, resamples: 1_000 })
  const half = 1.96 * Math.sqrt(1 / 12 / 400)
  assert.equal(value, mean(sample))
  assert.ok(Math.abs(high - low - 2 * half) < 0.2 * half)
})

test('none or all of a few say no more than the exact bound', () => {
  // Of 10, none: 1 - 0.025^(1/10), as in tables of Clopper and Pearson.
  assert.deepEqual(shareOf(0, 10, resamplingOf(1)), { value: 0, low: 0, high: 1 - 0.025 ** 0.1 })
  assert.ok(Math.abs(shareOf(0, 10, resamplingOf(1)).high - 0.3085) < 1e-4)
  assert.ok(Math.abs(shareOf(5, 5, resamplingOf(1)).low - 0.4782) < 1e-4)
})

test('ones drawn again have the mean and the variance of a binomial, however rare they are', () => {
  for (const [ones, all] of [
    [1, 1_000],
    [30, 100],
    [90, 100],
    [100, 100],
    [0, 5],
  ] as const) {
    const random = seeded(ones)
    const drawn = Array.from({ length: 4_000 }, () => drawnOnes(ones, all, random))
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length
    const expected = ones * (1 - ones / all)
    assert.ok(Math.abs(mean - ones) <= 4 * Math.sqrt(expected / drawn.length), `mean ${mean} of ${ones}`)
    assert.ok(Math.abs(variance - expected) <= 0.15 * expected, `variance ${variance} of ${expected}`)
    assert.ok(drawn.every(each => each >= 0 && each <= all))
  }
})

test('a quantile lies between its neighbours in proportion', () => {
  assert.deepEqual(
    [0, 0.25, 0.5, 1].map(share => quantile([4, 1, 3, 2], share)),
    [1, 1.75, 2.5, 4],
  )
  assert.equal(quantile([], 0.5), Number.NaN)
})
