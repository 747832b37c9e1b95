import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ecod } from './ecod.ts'

/** The definition, word by word: three sums of negative logarithms of tail shares, counted one by one. */
function naive(rows: readonly (readonly number[])[]): number[] {
  const features = rows[0]?.length ?? 0
  const columns = Array.from({ length: features }, (_, f) =>
    rows.map(row => row[f]!).filter(value => !Number.isNaN(value)),
  )
  const leansLeft = columns.map(column => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length
    return column.reduce((sum, value) => sum + (value - mean) ** 3, 0) < 0
  })
  return rows.map(row => {
    const sums = [0, 0, 0]
    for (const [f, value] of row.entries()) {
      if (Number.isNaN(value)) continue
      const left = -Math.log(columns[f]!.filter(other => other <= value).length / columns[f]!.length)
      const right = -Math.log(columns[f]!.filter(other => other >= value).length / columns[f]!.length)
      sums[0]! += left
      sums[1]! += right
      sums[2]! += leansLeft[f] ? left : right
    }
    return Math.max(...sums)
  })
}

test('every score is what its definition gives, with ties and unknown values', () => {
  // Small whole numbers, so that the sums of the skewness are exact.
  const value = fc.oneof(fc.integer({ min: -4, max: 9 }), fc.constant(Number.NaN))
  const rows = fc.integer({ min: 1, max: 4 }).chain(features =>
    fc.array(fc.array(value, { minLength: features, maxLength: features }), {
      minLength: 1,
      maxLength: 25,
    }),
  )
  fc.assert(
    fc.property(rows, drawn => {
      const scores = ecod(drawn.map(row => Float64Array.from(row)))
      const expected = naive(drawn)
      // A column that is as good as symmetrical may lean either way in the last bit.
      const leans = expected.every((score, i) => Math.abs(score - scores[i]!) < 1e-9)
      fc.pre(leans || !drawn[0]!.some((_, f) => isAlmostEven(drawn.map(row => row[f]!))))
      assert.ok(leans, `${[...scores]} is not ${expected}`)
    }),
  )
})

function isAlmostEven(column: readonly number[]): boolean {
  const known = column.filter(value => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  return Math.abs(known.reduce((sum, value) => sum + (value - mean) ** 3, 0)) < 1e-9
}

test('on paper: of 1, 2, 3 and 10 the last is the furthest out', () => {
  const scores = ecod([1, 2, 3, 10].map(value => Float64Array.of(value)))
  // Left tails 1/4, 2/4, 3/4, 1; right tails 1, 3/4, 2/4, 1/4; the column leans right.
  const expected = [Math.log(4), Math.log(2), Math.log(2), Math.log(4)]
  for (const [i, score] of scores.entries()) assert.ok(Math.abs(score - expected[i]!) < 1e-12)
})
