import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Indicator, Plan, Protective } from '../typology/plan.ts'
import { bansMax, bansOf, bansTaken, essentialMin, evidenceOf, familiesOf, isOneFamily } from './evidence.ts'

const families = ['tempo', 'amount', 'network', 'ties', 'travel'] as const
/** By what share each counts. */
const counts = { tempo: 0.25, amount: 0.25, network: 1, ties: 0.5, travel: 0.5 } as const

function shareOf(family: string): { share?: number } {
  return family in counts ? { share: counts[family as keyof typeof counts] } : {}
}

function planOf(
  indicators: readonly string[],
  protective: readonly string[],
  essential: readonly (string | readonly string[])[],
): Plan {
  return {
    card: 'card', cardVersion: 1, title: '', typology: '', pack: 'pack', packVersion: '1.0.0',
    subject: 'customer', role: '', clock: 'suspicion', gate: { kind: 'constant', holds: true },
    peers: [], quietDays: 1, measures: [], unbound: [], essential,
    indicators: indicators.map((family, i): Indicator => {
      return { id: `i${i}`, says: '', family, measure: 0, per: undefined, unit: '', unusual: 'high', weight: 1, ...shareOf(family), sources: [] }
    }),
    protective: protective.map((family, i): Protective => {
      return { id: `p${i}`, says: '', family, measure: 0, unit: '', fullAt: 1, takes: 1, sources: [] }
    }),
  } // biome-ignore format: a table
}

interface Part {
  readonly family: string
  readonly bans: number
}

const part: fc.Arbitrary<Part> = fc.record({
  family: fc.constantFrom(...families),
  bans: fc.integer({ min: 0, max: 12 }).map(quarters => quarters / 4),
})
const parts = fc.array(part, { maxLength: 6 })

function evidence(
  indicators: readonly Part[],
  protective: readonly Part[],
  essential: readonly (string | readonly string[])[] = [],
) {
  const names = (list: readonly Part[]) => list.map(({ family }) => family)
  return evidenceOf(
    familiesOf(planOf(names(indicators), names(protective), essential)),
    Float64Array.from(indicators, ({ bans }) => bans),
    Float64Array.from(protective, ({ bans }) => bans),
  )
}

/** The rules once more, over lists and names. */
function naive(
  indicators: readonly Part[],
  protective: readonly Part[],
  essential: readonly (string | readonly string[])[],
): number {
  const strongest = (list: readonly Part[], family: string) =>
    Math.max(0, ...list.filter(each => each.family === family).map(({ bans }) => bans))
  const sum = families.reduce(
    (total, family) => total + counts[family] * strongest(indicators, family) - strongest(protective, family),
    0,
  )
  const isOrdinary = essential.some(group =>
    [group].flat().every(family => strongest(indicators, family) < essentialMin),
  )
  return isOrdinary ? Math.min(0, sum) : sum
}

describe('bans', () => {
  it('are powers of ten of rarity, times the weight, and end at one in a thousand', () => {
    assert.equal(bansOf(1, 1) + 0, 0)
    assert.equal(bansOf(0.1, 1), 1)
    assert.equal(bansOf(0.01, 0.5), 1)
    assert.equal(bansOf(1e-9, 1), bansMax)
    assert.equal(bansOf(1e-9, 2), 2 * bansMax)
    assert.equal(bansOf(1e-9, 0), 0)
  })

  it('never fall when a value gets rarer, and never pass the cap', () => {
    const rarity = fc.double({ min: 1e-12, max: 1, noNaN: true })
    const weight = fc.double({ min: 0, max: 4, noNaN: true })
    fc.assert(
      fc.property(rarity, rarity, weight, (one, other, times) => {
        assert.ok(bansOf(Math.min(one, other), times) >= bansOf(Math.max(one, other), times))
        assert.ok(bansOf(one, times) >= 0 && bansOf(one, times) <= bansMax * times)
      }),
    )
  })

  it('are taken away in proportion, up to all that the indicator takes', () => {
    assert.equal(bansTaken(0.5, 1, 2), 1)
    assert.equal(bansTaken(1, 1, 2), 2)
    assert.equal(bansTaken(30, 10, 2), 2)
    assert.equal(bansTaken(0, 1, 2), 0)
    assert.equal(bansTaken(-3, 1, 2), 0)
  })

  it('are not taken away for what is not known', () => {
    assert.equal(bansTaken(Number.NaN, 1, 2), 0)
  })
})

describe('evidence', () => {
  it('counts a family by its share, and in full where it has none; protection always in full', () => {
    assert.equal(evidence([{ family: 'network', bans: 2 }], []), 2)
    assert.equal(evidence([{ family: 'travel', bans: 2 }], []), 1)
    assert.equal(evidence([{ family: 'amount', bans: 2 }], []), 0.5)
    assert.equal(evidence([{ family: 'another', bans: 2 }], []), 2)
    assert.equal(evidence([], [{ family: 'tempo', bans: 2 }]), -2)
  })

  it('is the strongest of each family by its share, less the strongest protection of each family', () => {
    fc.assert(
      fc.property(parts, parts, fc.subarray([...families]), (indicators, protective, wanted) => {
        // A card's essential families are families of its indicators.
        const own = wanted.filter(family => indicators.some(each => each.family === family))
        const essential = own.length > 2 ? [own.slice(0, 2), ...own.slice(2)] : own
        assert.equal(evidence(indicators, protective, essential), naive(indicators, protective, essential))
      }),
      { numRuns: 1_000 },
    )
  })

  it('does not add up within a family', () => {
    const network = (bans: number): Part => ({ family: 'network', bans })
    assert.equal(evidence([network(2), network(1.5), network(2)], []), 2)
    assert.equal(evidence([network(2), { family: 'amount', bans: 2 }], []), 2.5)
  })

  it('is of one family while all together have no more bans than one could have, or the others too few, whatever shares and outcomes say', () => {
    const rarities = fc.array(fc.double({ min: 1e-12, max: 1, noNaN: true }), { maxLength: 20 })
    const factor = fc.double({ min: 0, max: 9, noNaN: true })
    fc.assert(
      fc.property(rarities, factor, (list, weight) => {
        const plan = planOf(
          list.map(() => 'network'),
          [],
          [],
        )
        const fitted = familiesOf({
          ...plan,
          fitted: { indicators: { network: weight }, protective: {}, probability: null },
        })
        const bans = Float64Array.from(list, rarity => bansOf(rarity, 1))
        assert.ok(isOneFamily(fitted, bans, new Float64Array(0)))
      }),
    )
    const two = familiesOf(planOf(['tempo', 'amount'], ['ties'], []))
    assert.ok(!isOneFamily(two, Float64Array.of(2, 1.5), Float64Array.of(0)))
    assert.ok(isOneFamily(two, Float64Array.of(2, 1), Float64Array.of(0)))
    assert.ok(isOneFamily(two, Float64Array.of(2, 1.5), Float64Array.of(0.5)))
    assert.ok(isOneFamily(two, Float64Array.of(2.5, 0.9), Float64Array.of(0)))
  })

  it('never grows by a protective indicator, and never falls by one more indicator', () => {
    fc.assert(
      fc.property(parts, parts, part, (indicators, protective, more) => {
        const before = evidence(indicators, protective)
        assert.ok(evidence(indicators, [...protective, more]) <= before)
        assert.ok(evidence([...indicators, more], protective) >= before)
      }),
    )
  })

  it('takes away even where protection speaks to a family that no indicator has', () => {
    assert.equal(evidence([{ family: 'network', bans: 2 }], [{ family: 'ties', bans: 1 }]), 1)
    assert.equal(evidence([], [{ family: 'ties', bans: 1 }]), -1)
  })

  it('is none while an essential family is ordinary, whatever the others say', () => {
    const others: Part[] = [
      { family: 'tempo', bans: 3 },
      { family: 'amount', bans: 3 },
    ]
    const network = (bans: number): Part => ({ family: 'network', bans })
    assert.equal(evidence([...others, network(essentialMin - 0.01)], [], ['network']), 0)
    assert.equal(evidence([...others, network(essentialMin)], [], ['network']), 1.5 + essentialMin)
    assert.equal(evidence([...others, network(0)], [], []), 1.5)
  })

  it('is moved by fitted weights, family by family', () => {
    const factor = fc.double({ min: 0, max: 4, noNaN: true })
    const factors = fc.record(Object.fromEntries(families.map(family => [family, factor])))
    fc.assert(
      fc.property(parts, parts, factors, factors, (indicators, protective, pro, contra) => {
        const names = (list: readonly Part[]) => list.map(({ family }) => family)
        const bans = (list: readonly Part[]) => Float64Array.from(list, each => each.bans)
        const plan = planOf(names(indicators), names(protective), [])
        const fitted = familiesOf({
          ...plan,
          fitted: { indicators: pro, protective: contra, probability: null },
        })
        const got = evidenceOf(fitted, bans(indicators), bans(protective))
        const sum = families.reduce((total, family) => {
          const strongest = (list: readonly Part[]) =>
            Math.max(0, ...list.filter(each => each.family === family).map(each => each.bans))
          const own = pro[family]! * counts[family] * strongest(indicators)
          return total + own - contra[family]! * strongest(protective)
        }, 0)
        assert.ok(Math.abs(got - sum) < 1e-9)
      }),
    )
  })

  it('is there when one family of an essential group is unusual', () => {
    const found = (essential: readonly (string | readonly string[])[]) =>
      evidence(
        [
          { family: 'tempo', bans: 2 },
          { family: 'network', bans: 0 },
        ],
        [],
        essential,
      )
    assert.equal(found([['tempo', 'network']]), 0.5)
    assert.equal(found([['amount', 'network']]), 0)
    assert.equal(found([['tempo', 'network'], 'network']), 0)
  })
})
