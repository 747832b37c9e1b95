import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { microsPerDay } from '../domain/time.ts'
import { cutFor, episodeCount, type Trail } from './budget.ts'

/** Few different days and scores, so that ties, gaps of just the quiet period and bridges come up often. */
const trail: fc.Arbitrary<Trail> = fc
  .record({
    quietDays: fc.integer({ min: 1, max: 5 }),
    rows: fc.array(
      fc.record({ day: fc.integer({ min: 0, max: 20 }), score: fc.integer({ min: -1, max: 6 }) }),
      {
        maxLength: 8,
      },
    ),
  })
  .map(({ quietDays, rows }) => {
    const ordered = rows.toSorted((a, b) => a.day - b.day)
    return {
      quietDays,
      times: ordered.map(({ day }) => day * microsPerDay),
      scores: ordered.map(({ score }) => score),
    }
  })
const trails = fc.array(trail, { maxLength: 6 })
const budget = fc.integer({ min: 0, max: 12 })

/** Every payment that reaches the cut and has none that does in the quiet period before it begins an episode. */
function naiveEpisodes(all: readonly Trail[], cut: number): number {
  return all.reduce((sum, { quietDays, times, scores }) => {
    const reached = times.filter((_, i) => scores[i]! >= cut)
    const begins = reached.filter((at, i) => {
      return !reached.slice(0, i).some(before => at - before <= quietDays * microsPerDay)
    })
    return sum + begins.length
  }, 0)
}

const candidatesOf = (all: readonly Trail[]) =>
  [...new Set(all.flatMap(({ scores }) => scores))].sort((a, b) => b - a)

/** True where a lower cut never raises fewer alerts: no payment below one cut bridges two episodes above it. */
function hasNoBridge(all: readonly Trail[]): boolean {
  const counts = candidatesOf(all).map(cut => naiveEpisodes(all, cut))
  return counts.every((count, i) => i === 0 || count >= counts[i - 1]!)
}

describe('episodes', () => {
  it('are counted as a plain loop counts them', () => {
    fc.assert(
      fc.property(trails, fc.integer({ min: -2, max: 7 }), (all, cut) => {
        assert.equal(episodeCount(all, cut), naiveEpisodes(all, cut))
      }),
      { numRuns: 1_000 },
    )
  })

  it('end only when the quiet period is over', () => {
    const at = (...days: number[]): Trail => ({
      quietDays: 3,
      times: days.map(day => day * microsPerDay),
      scores: days.map(() => 1),
    })
    assert.equal(episodeCount([at(0, 3, 6, 9)], 1), 1)
    assert.equal(episodeCount([at(0, 3.01)], 1), 2)
    assert.equal(episodeCount([at(0, 0, 0)], 1), 1)
    assert.equal(episodeCount([at(0), at(0)], 1), 2)
    assert.equal(episodeCount([at(0)], 1.01), 0)
  })
})

describe('the cut for a budget', () => {
  it('never raises more alerts than the budget', () => {
    fc.assert(
      fc.property(trails, budget, (all, alerts) => {
        assert.ok(naiveEpisodes(all, cutFor(all, alerts)) <= alerts)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is a score that some payment has, and the next lower one would raise too many', () => {
    fc.assert(
      fc.property(trails, budget, (all, alerts) => {
        const candidates = candidatesOf(all)
        const cut = cutFor(all, alerts)
        const place = cut === Number.POSITIVE_INFINITY ? -1 : candidates.indexOf(cut)
        if (cut !== Number.POSITIVE_INFINITY) assert.notEqual(place, -1)
        const lower = candidates[place + 1]
        if (lower !== undefined) assert.ok(naiveEpisodes(all, lower) > alerts)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is the lowest that keeps to the budget, where no cut joins what a higher one parts', () => {
    fc.assert(
      fc.property(trails.filter(hasNoBridge), budget, (all, alerts) => {
        const fitting = candidatesOf(all).filter(cut => naiveEpisodes(all, cut) <= alerts)
        assert.equal(cutFor(all, alerts), fitting.at(-1) ?? Number.POSITIVE_INFINITY)
      }),
      { numRuns: 1_000 },
    )
  })

  it('falls as the budget grows', () => {
    fc.assert(
      fc.property(trails.filter(hasNoBridge), budget, (all, alerts) => {
        assert.ok(cutFor(all, alerts + 1) <= cutFor(all, alerts))
      }),
    )
  })

  it('does not depend on the order of the subjects', () => {
    fc.assert(
      fc.property(trails, budget, (all, alerts) => {
        assert.equal(cutFor(all.toReversed(), alerts), cutFor(all, alerts))
      }),
    )
  })

  it('is beyond every score where the budget allows none, and the lowest score where it allows all', () => {
    const one: Trail = { quietDays: 1, times: [0, microsPerDay], scores: [2, 3] }
    assert.equal(cutFor([one], 0), Number.POSITIVE_INFINITY)
    assert.equal(cutFor([one], 5), 2)
    assert.equal(cutFor([], 5), Number.POSITIVE_INFINITY)
  })
})
