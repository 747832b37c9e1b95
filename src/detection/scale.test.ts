import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { scaleOf, scoreOnScale } from './scale.ts'

const bans = fc.double({ min: -5, max: 20, noNaN: true })
const evidence = fc.array(
  fc.oneof(
    bans,
    fc.integer({ min: -2, max: 6 }).map(value => value || 0),
  ),
  { minLength: 1, maxLength: 400 },
)
const close = (actual: number, expected: number) =>
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  )

describe('the scale of a card', () => {
  it('marks the evidence that one subject in ten reaches, and no fewer', () => {
    fc.assert(
      fc.property(evidence, found => {
        const { tenth } = scaleOf(found, 1_000)
        assert.ok(found.includes(tenth))
        assert.ok(found.filter(value => value >= tenth).length >= found.length / 10)
        assert.ok(found.filter(value => value > tenth).length <= found.length / 10)
      }),
    )
  })

  it('marks what one subject in a hundred would reach, were the tail to fall off as from the tenth to the thirtieth', () => {
    fc.assert(
      fc.property(evidence, found => {
        const scale = scaleOf(found, 1_000)
        assert.ok(scale.hundredth >= scale.tenth + 0.5)
        if (scale.hundredth <= scale.tenth + 0.5) return
        // One subject in thirty, and no more, reaches what the scale gives as that.
        const thirtieth = scale.tenth + (scale.hundredth - scale.tenth) * Math.log10(3)
        const reached = found.filter(value => value >= thirtieth - 1e-9).length
        assert.ok(
          reached >= found.length / 30 &&
            found.filter(value => value > thirtieth + 1e-9).length <= found.length / 30,
        )
      }),
    )
  })

  it('does not depend on the order of the subjects', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 1, max: 10_000 }), (found, customers) => {
        assert.deepEqual(scaleOf([...found].reverse(), customers), scaleOf(found, customers))
      }),
    )
  })

  it('gives at its two marks the share of customers that reached them, in bans', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 1, max: 10_000 }), (found, customers) => {
        const scale = scaleOf(found, customers)
        close(scoreOnScale(scale, scale.tenth), -Math.log10((found.length / customers) * 0.1))
        close(scoreOnScale(scale, scale.hundredth), -Math.log10((found.length / customers) * 0.01))
      }),
    )
  })

  it('scores more evidence higher, in a straight line', () => {
    fc.assert(
      fc.property(evidence, bans, bans, (found, one, other) => {
        const scale = scaleOf(found, 500)
        const middle = scoreOnScale(scale, (one + other) / 2)
        close(middle, (scoreOnScale(scale, one) + scoreOnScale(scale, other)) / 2)
        if (other > one + 1e-6) assert.ok(scoreOnScale(scale, other) > scoreOnScale(scale, one))
      }),
    )
  })

  it('scores a card that few customers come under higher for the same evidence', () => {
    const few = scaleOf([0, 1, 2, 3], 10_000)
    const many = scaleOf([0, 1, 2, 3], 100)
    close(scoreOnScale(few, 3) - scoreOnScale(many, 3), 2)
  })

  it('is moved little by those who are sought, even where they are most of the top hundredth', () => {
    const ordinary = Array.from({ length: 2_000 }, (_, i) => (i * 7_919) % 2_000).map(place => place / 1_000)
    const scale = scaleOf(ordinary, 20_000)
    for (const sought of [6, 20]) {
      const withSought = scaleOf([...ordinary, ...new Array(sought).fill(9)], 20_000)
      assert.ok(Math.abs(scoreOnScale(withSought, 3) - scoreOnScale(scale, 3)) < 0.25)
    }
  })

  it('stands on alike subjects, and on none at all, without a division by zero', () => {
    assert.deepEqual(scaleOf([2, 2, 2], 30), { tenth: 2, hundredth: 2.5, passed: 0.1 })
    assert.equal(scoreOnScale(scaleOf([2, 2, 2], 30), 2), 2)
    assert.deepEqual(scaleOf([], 30), { tenth: 0, hundredth: 0.5, passed: 0 })
    assert.deepEqual(scaleOf([], 0), { tenth: 0, hundredth: 0.5, passed: 0 })
  })

  it('is the same after it was written as JSON and read back', () => {
    fc.assert(
      fc.property(evidence, found => {
        const scale = scaleOf(found, 7)
        assert.deepEqual(JSON.parse(JSON.stringify(scale)), scale)
      }),
      { examples: [[[-0]]] },
    )
  })
})
