import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { partitionBy } from './partition.ts'

const given = fc.integer({ min: 1, max: 12 }).chain(entityCount =>
  fc.record({
    entityCount: fc.constant(entityCount),
    entities: fc.array(fc.nat(entityCount - 1), { maxLength: 60 }),
    skipZero: fc.boolean(),
  }),
)

describe('a partition', () => {
  it('gives each entity its payments, oldest first', () => {
    fc.assert(
      fc.property(given, ({ entityCount, entities, skipZero }) => {
        const { order, starts } = partitionBy(Uint32Array.from(entities), entityCount, skipZero)
        assert.equal(starts.length, entityCount + 1)
        for (let entity = 0; entity < entityCount; entity++) {
          const own = entities.flatMap((each, payment) => (each === entity ? [payment] : []))
          const expected = skipZero && entity === 0 ? [] : own
          assert.deepEqual([...order.subarray(starts[entity], starts[entity + 1])], expected)
        }
      }),
    )
  })

  it('holds every payment once, and of unknown entities none when they are skipped', () => {
    fc.assert(
      fc.property(given, ({ entityCount, entities, skipZero }) => {
        const { order } = partitionBy(Uint32Array.from(entities), entityCount, skipZero)
        const expected = entities.flatMap((entity, payment) => (skipZero && entity === 0 ? [] : [payment]))
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          expected,
        )
      }),
    )
  })

  it('leaves the entities it was given as they were', () => {
    const entities = Uint32Array.of(2, 0, 1, 2)
    partitionBy(entities, 3, true)
    assert.deepEqual([...entities], [2, 0, 1, 2])
  })

  it('is empty for no payments, and for no entities', () => {
    assert.deepEqual([...partitionBy(new Uint32Array(), 3, true).starts], [0, 0, 0, 0])
    assert.deepEqual([...partitionBy(new Uint32Array(), 0, false).starts], [0])
  })

  it('lies on shared memory, so that threads read it in place', () => {
    const { order, starts } = partitionBy(Uint32Array.of(0, 1), 2, false)
    assert.ok(order.buffer instanceof SharedArrayBuffer)
    assert.ok(starts.buffer instanceof SharedArrayBuffer)
  })
})
