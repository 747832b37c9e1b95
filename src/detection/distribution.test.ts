import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distributionOf } from './distribution.ts'
import { peerTable } from './rarity.ts'

test('a point says the value that so large a share of the peers reaches', () => {
  const table = peerTable(
    Array.from({ length: 1_000 }, (_, i) => i + 1),
    'high',
  )
  const { points } = distributionOf(table, Number.NaN, 'high')
  const at = (share: number) => points.find(point => point.share === share)?.value
  assert.deepEqual([at(0.5), at(0.1), at(0.01)], [501, 901, 991])
  // One in a thousand would be a single person's own value.
  assert.equal(at(0.001), undefined)
})

test('a subject is not among its own peers', () => {
  const table = peerTable([...Array<number>(10).fill(1), ...Array<number>(5).fill(3)], 'high')
  const last = (own: number) => distributionOf(table, own, 'high').points.at(-1)
  // Of fifteen five reach 3; of the fourteen others only four, who are too few to be told of.
  assert.deepEqual([last(Number.NaN)?.value, last(3)?.value], [1, 1])
  const wide = peerTable([...Array<number>(10).fill(1), ...Array<number>(11).fill(3)], 'high')
  const median = (own: number) => distributionOf(wide, own, 'high').points.find(({ share }) => share === 0.5)
  assert.deepEqual([median(Number.NaN)?.value, median(1)?.value], [3, 3])
})

test('points run from the least unusual on, and never stand for fewer than five peers', () => {
  const values = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 1_500 })
  fc.assert(
    fc.property(values, fc.constantFrom('high' as const, 'low' as const), (extremes, unusual) => {
      const { points } = distributionOf(peerTable(extremes, unusual), Number.NaN, unusual)
      for (const [at, { share, value }] of points.entries()) {
        const reach = extremes.filter(each => (unusual === 'high' ? each >= value : each <= value)).length
        assert.ok(reach >= 5 && reach >= share * extremes.length)
        const before = points[at - 1]?.value
        if (before !== undefined) assert.ok(unusual === 'high' ? value >= before : value <= before)
      }
    }),
    { numRuns: 60 },
  )
})
