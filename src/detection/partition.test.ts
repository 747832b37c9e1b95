import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { partitionBy } from './partition.ts'

const given = fc.integer({ min: 1, max: 12 }).chain(entityCount =>
  fc.record({
    entityCount: fc.constant(entityCount),
    entities: fc.array(fc.nat(entityCount - 1), { maxLength: 60 }),
    wanted: fc.option(fc.array(fc.nat(1), { minLength: entityCount, maxLength: entityCount }), {
      nil: undefined,
    }),
  }),
)

describe('a partition', () => {
  it('gives each entity its payments, oldest first', () => {
    fc.assert(
      fc.property(given, ({ entityCount, entities, wanted }) => {
        const partition = partitionBy(
          Uint32Array.from(entities),
          entityCount,
          wanted && Uint8Array.from(wanted),
        )
        const kept = Array.from({ length: entityCount }, (_, entity) => entity).filter(
          entity => wanted?.[entity] !== 0,
        )
        assert.deepEqual([...partition.entities], kept)
        assert.equal(partition.starts.length, kept.length + 1)
        for (const [place, entity] of kept.entries()) {
          const own = entities.flatMap((each, payment) => (each === entity ? [payment] : []))
          const { order, starts } = partition
          assert.deepEqual([...order.subarray(starts[place], starts[place + 1])], own)
        }
      }),
    )
  })

  it('holds every payment of the wanted entities once', () => {
    fc.assert(
      fc.property(given, ({ entityCount, entities, wanted }) => {
        const { order } = partitionBy(
          Uint32Array.from(entities),
          entityCount,
          wanted && Uint8Array.from(wanted),
        )
        const expected = entities.flatMap((entity, payment) => (wanted?.[entity] === 0 ? [] : [payment]))
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          expected,
        )
      }),
    )
  })

  it('leaves the entities it was given as they were', () => {
    const entities = Uint32Array.of(2, 0, 1, 2)
    partitionBy(entities, 3, Uint8Array.of(0, 1, 1))
    assert.deepEqual([...entities], [2, 0, 1, 2])
  })

  it('is empty for no payments, and for no entities', () => {
    assert.deepEqual([...partitionBy(new Uint32Array(), 3).starts], [0, 0, 0, 0])
    assert.deepEqual([...partitionBy(new Uint32Array(), 0).starts], [0])
  })

  it('lies on shared memory, so that threads read it in place', () => {
    const partition = partitionBy(Uint32Array.of(0, 1), 2)
    for (const array of Object.values(partition)) assert.ok(array.buffer instanceof SharedArrayBuffer)
  })
})
