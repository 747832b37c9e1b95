import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { peerCurveOf } from './peerCurve.ts'

const points = (values: readonly number[]) =>
  values.map((value, at) => ({ value, share: [0.95, 0.5, 0.1, 0.01][at]! }))

test('what is unusual stands to the right of what is usual, whether that is high or low', () => {
  const given = { rarity: 0.001, peers: 999 }
  const high = peerCurveOf({ unusual: 'high', points: points([1, 2, 4, 9]) }, { ...given, value: 12 })!
  const low = peerCurveOf({ unusual: 'low', points: points([90, 40, 20, 10]) }, { ...given, value: 3 })!
  for (const { curve, here } of [high, low]) {
    assert.deepEqual(
      curve.map(each => each.x),
      curve.map(each => each.x).toSorted((one, other) => one - other),
    )
    assert.ok(here.x > curve.at(-1)!.x)
    assert.equal(here.y, 1)
  }
})

test('each step down is ten times fewer peers', () => {
  const { steps, curve } = peerCurveOf(
    { unusual: 'high', points: points([1, 2, 4, 9]) },
    { value: 9, rarity: 0.01, peers: 9_999 },
  )!
  assert.deepEqual(
    steps.map(each => each.y),
    [0.25, 0.5, 0.75, 1],
  )
  assert.equal(curve.at(-1)!.y, 0.5)
})

test('whatever the values, everything stands within the drawing', () => {
  const value = fc.integer({ min: -1e9, max: 1e9 }).map(each => each / 1_000)
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 4 }),
      value,
      fc.integer({ min: 1, max: 1e6 }),
      (some, own, peers) => {
        const sorted = some.toSorted((one, other) => one - other)
        const { curve, here } = peerCurveOf(
          { unusual: 'high', points: points(sorted) },
          { value: own, rarity: 1 / (1 + peers), peers },
        )!
        for (const { x, y } of [...curve, here]) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1)
      },
    ),
  )
})

test('without points there is nothing to draw', () => {
  assert.equal(peerCurveOf({ unusual: 'high', points: [] }, { value: 1, rarity: 1, peers: 3 }), undefined)
})
