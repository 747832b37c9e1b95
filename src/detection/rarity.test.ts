import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { atLeastAsExtreme, exactTail, peerTable, rarityOf, type Unusual } from './rarity.ts'

const unusual = fc.constantFrom<Unusual>('high', 'low')

/** Peers small and large, with few different values (many ties) or many; halves, so that one can ask between them. */
const peerValues = fc.oneof(
  fc.array(fc.integer({ min: -4, max: 12 }), { maxLength: 40 }),
  fc
    .record({
      peers: fc.integer({ min: 1, max: 6_000 }),
      different: fc.constantFrom(1, 3, 40, 700, 1_000_000),
      seed: fc.integer(),
    })
    .map(({ peers, different, seed }) => {
      const random = mixed(seed)
      // Squared, so that the extremes are sparse at one end and crowded at the other.
      return Array.from({ length: peers }, () => Math.floor(random() ** 2 * different))
    }),
)

/** Numbers from 0 to 1 by a small generator of its own (Park and Miller). */
function mixed(seed: number): () => number {
  let state = (Math.abs(seed) % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
}

function count(values: readonly number[], value: number, high: Unusual): number {
  return values.filter(other => (high === 'high' ? other >= value : other <= value)).length
}

/** Values that peers have, values between them, and values beyond all. */
function asked(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  const some = sorted.filter((_, i) => i < 60 || i > sorted.length - 60 || i % 97 === 0)
  return [(sorted[0] ?? 0) - 1, ...some, ...some.map(value => value + 0.5), (sorted.at(-1) ?? 0) + 1]
}

/** The `n`-th most extreme value, counted from 0. */
function nth(values: readonly number[], n: number, high: Unusual): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return high === 'high' ? sorted.at(-1 - n) : sorted[n]
}

describe('a peer table', () => {
  it('counts as a plain count does, while there are no more peers than the exact tail holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4, max: 12 }), { maxLength: exactTail }),
        unusual,
        (peers, way) => {
          const table = peerTable(peers, way)
          assert.equal(table.peers, peers.length)
          for (const value of asked(peers)) {
            assert.equal(atLeastAsExtreme(table, value, way), count(peers, value, way))
          }
        },
      ),
    )
  })

  it('is exact wherever no more peers than the exact tail holds are as extreme', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        const table = peerTable(peers, way)
        for (const value of asked(peers)) {
          const plain = count(peers, value, way)
          if (plain <= exactTail) assert.equal(atLeastAsExtreme(table, value, way), plain, `at ${value}`)
        }
      }),
    )
  })

  it('never counts fewer peers than there are, nor more than there are in all', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        const table = peerTable(peers, way)
        for (const value of asked(peers)) {
          const counted = atLeastAsExtreme(table, value, way)
          assert.ok(counted >= count(peers, value, way), `too few at ${value}`)
          assert.ok(counted <= peers.length, `too many at ${value}`)
        }
      }),
    )
  })

  it('is never wrong by more than a step, nor by more than the peers who share one value', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        const table = peerTable(peers, way)
        const step = Math.max(1, Math.floor((peers.length - exactTail) / exactTail))
        const shared = new Map<number, number>()
        for (const peer of peers) shared.set(peer, (shared.get(peer) ?? 0) + 1)
        const most = Math.max(0, ...shared.values())
        for (const value of asked(peers)) {
          const tooMany = atLeastAsExtreme(table, value, way) - count(peers, value, way)
          assert.ok(tooMany <= step + most, `${tooMany} too many at ${value}`)
        }
      }),
    )
  })

  it('gives no smaller count for a less extreme value', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        const table = peerTable(peers, way)
        const values = asked(peers).sort((a, b) => (way === 'high' ? b - a : a - b))
        const counts = values.map(value => atLeastAsExtreme(table, value, way))
        assert.deepEqual(
          counts,
          [...counts].sort((a, b) => a - b),
        )
      }),
    )
  })

  it('does not depend on the order of the peers', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        assert.deepEqual(peerTable([...peers].reverse(), way), peerTable(peers, way))
      }),
    )
  })

  it('reads high as the mirror image of low', () => {
    fc.assert(
      fc.property(peerValues, peers => {
        const high = peerTable(peers, 'high')
        const low = peerTable(
          peers.map(peer => -peer),
          'low',
        )
        for (const value of asked(peers)) {
          assert.equal(atLeastAsExtreme(high, value, 'high'), atLeastAsExtreme(low, -value, 'low'))
        }
      }),
    )
  })

  it('stays small however many the peers are', () => {
    const random = mixed(7)
    const table = peerTable(
      Array.from({ length: 100_000 }, () => random()),
      'high',
    )
    assert.ok(table.values.length <= 3 * exactTail, `${table.values.length} values`)
    assert.equal(table.values.length, table.atLeast.length)
    assert.equal(table.atLeast.at(-1), 100_000)
  })

  it('is the same after it was written as JSON and read back', () => {
    fc.assert(
      fc.property(peerValues, unusual, (peers, way) => {
        const table = peerTable(peers, way)
        assert.deepEqual(JSON.parse(JSON.stringify(table)), table)
      }),
    )
  })
})

describe('rarity', () => {
  it('is the plain permutation p-value over the other peers, a subject never being its own peer', () => {
    const few = fc.array(fc.integer({ min: -4, max: 12 }), { minLength: 1, maxLength: exactTail })
    fc.assert(
      fc.property(few, fc.nat(), unusual, (peers, which, way) => {
        const self = which % peers.length
        const others = peers.filter((_, i) => i !== self)
        const table = peerTable(peers, way)
        // A subject's value at one payment is never more extreme than its own extreme, but may be less so.
        for (const value of asked(peers)) {
          assert.deepEqual(rarityOf(table, value, peers[self]!, way), {
            rarity: (1 + count(others, value, way)) / (1 + others.length),
            peers: others.length,
          })
        }
      }),
    )
  })

  it('compares a subject that has no value in the period with all peers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 50 }), fc.integer(), unusual, (peers, value, way) => {
        assert.deepEqual(rarityOf(peerTable(peers, way), value, Number.NaN, way), {
          rarity: (1 + count(peers, value, way)) / (1 + peers.length),
          peers: peers.length,
        })
      }),
    )
  })

  it('never makes anyone look rarer than a plain count does, in groups of any size', () => {
    fc.assert(
      fc.property(peerValues, fc.nat(), unusual, (peers, which, way) => {
        if (peers.length === 0) return
        const self = which % peers.length
        const own = peers[self]!
        const others = peers.filter((_, i) => i !== self)
        const { rarity, peers: compared } = rarityOf(peerTable(peers, way), own, own, way)
        assert.equal(compared, others.length)
        assert.ok(rarity >= (1 + count(others, own, way)) / (1 + others.length))
        assert.ok(rarity > 0 && rarity <= 1)
      }),
    )
  })

  it('is exact for the most extreme, whoever they are', () => {
    fc.assert(
      fc.property(peerValues, fc.nat(exactTail - 1), unusual, (peers, place, way) => {
        const own = nth(peers, place, way)
        if (own === undefined || count(peers, own, way) > exactTail) return
        const extreme = count(peers, own, way) - 1
        assert.equal(rarityOf(peerTable(peers, way), own, own, way).rarity, (1 + extreme) / peers.length)
      }),
    )
  })

  it('says nothing about a value among no peers, or among none but oneself', () => {
    for (const way of ['high', 'low'] as const) {
      assert.deepEqual(rarityOf(peerTable([], way), 5, Number.NaN, way), { rarity: 1, peers: 0 })
      assert.deepEqual(rarityOf(peerTable([5], way), 5, 5, way), { rarity: 1, peers: 0 })
      assert.deepEqual(rarityOf(peerTable([5], way), 5, Number.NaN, way), { rarity: 1, peers: 1 })
    }
    assert.deepEqual(rarityOf(peerTable([5], 'high'), 6, Number.NaN, 'high'), { rarity: 0.5, peers: 1 })
  })

  it('counts ties as at least as extreme', () => {
    const table = peerTable([3, 3, 3, 1], 'high')
    assert.equal(rarityOf(table, 3, Number.NaN, 'high').rarity, 4 / 5)
    assert.equal(rarityOf(table, 3, 3, 'high').rarity, 3 / 4)
    assert.equal(rarityOf(table, 2, 3, 'high').rarity, 3 / 4)
    assert.equal(rarityOf(table, 4, Number.NaN, 'high').rarity, 1 / 5)
  })
})
