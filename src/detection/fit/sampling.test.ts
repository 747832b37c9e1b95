import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { publishedWeights, reaches, weighAll } from './cards.ts'
import type { Label } from './labels.ts'
import { proportion } from './proportion.ts'
import { drawSample, estimateMissed, type Sample, type Stratum } from './sampling.ts'
import { labelled, seeded, syntheticCard } from './synthetic.sample.ts'

const cut = 1.5
const truth = [1, 1, 1, 1, 1]

function sampleOf(strata: readonly Stratum[]): Sample {
  return { format: 1, seed: 1, until: '2025-01-01T00:00:00Z', cut_bans: cut, strata }
}

describe('a sample around the line', () => {
  const random = seeded(1)
  const here = [syntheticCard('one', 400, truth, random), syntheticCard('two', 300, truth, random)]
  const cards = here.map(({ card }) => card)

  it('draws as many as asked, nobody twice, and no one who was decided about', () => {
    const known = [labelled(here[0]!, 50, seeded(2)), cards[1]!]
    fc.assert(
      fc.property(fc.nat(30), fc.nat(60), fc.nat(), (above, below, seed) => {
        const strata = drawSample(known, { above, below, cut, random: seeded(seed) })
        const drawn = strata.flatMap(({ card, subjects }) =>
          subjects.map(each => `${card} ${each.subject_id}`),
        )
        assert.equal(new Set(drawn).size, drawn.length)
        assert.ok(drawn.every(name => !known[0]!.labels.has(name.split(' ')[1]!)))
        const count = (wanted: boolean) =>
          strata
            .filter(({ line }) => (line === 'just above') === wanted)
            .reduce((sum, { subjects }) => sum + subjects.length, 0)
        assert.equal(count(false), below)
        assert.ok(count(true) <= above)
        for (const { line, subjects } of strata) {
          for (const { score_bans } of subjects) {
            if (line === 'just above') assert.ok(score_bans >= cut - 1e-5)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('has everyone below the line in one stratum of each card', () => {
    const strata = drawSample(cards, { above: 10, below: 20, cut, random: seeded(3) })
    const all = drawSample(cards, { above: 10, below: 0, cut, random: seeded(3) })
    for (const { card } of cards) {
      const below = (list: readonly Stratum[]) =>
        list
          .filter(stratum => stratum.card === card && stratum.line !== 'just above')
          .reduce((sum, { size }) => sum + size, 0)
      assert.equal(below(strata), below(all))
      assert.ok(below(strata) > 0)
    }
  })

  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => drawSample(cards, { above: 5, below: 20, cut, random: seeded(seed) })
    assert.deepEqual(draw(4), draw(4))
    assert.notDeepEqual(draw(4), draw(5))
  })

  it('tells how many are missed: right on average, and within its interval mostly', () => {
    const { card, sought } = here[0]!
    const isSought = (id: string) => sought[card.ids.indexOf(id)] === 1
    const weighed = weighAll(card, publishedWeights(card.families))
    const missed = sought.filter((is, row) => is === 1 && !reaches(card, weighed, row, cut)).length
    assert.ok(missed > 5)
    let sum = 0
    let covered = 0
    const draws = 150
    for (let seed = 0; seed < draws; seed++) {
      const strata = drawSample([card], { above: 0, below: 60, cut, random: seeded(seed) })
      const labels = new Map<string, Label>(
        strata.flatMap(({ subjects }) =>
          subjects.map(({ subject_id }) => {
            const label: Label = { target: isSought(subject_id) ? 1 : 0, weight: 1, decidedAt: 1 }
            return [subject_id, label] as const
          }),
        ),
      )
      const [estimate] = estimateMissed(sampleOf(strata), new Map([['one', labels]]))
      sum += estimate!.missed
      if (estimate!.low <= missed && missed <= estimate!.high) covered++
    }
    assert.ok(Math.abs(sum / draws - missed) < 0.15 * missed, `${sum / draws} against ${missed}`)
    assert.ok(covered >= 0.93 * draws, `${covered} of ${draws}`)
  })

  it('whose decisions found nobody still leaves room for those not seen', () => {
    const strata = drawSample([cards[0]!], { above: 0, below: 20, cut, random: seeded(7) })
    const cleared: Label = { target: 0, weight: 1, decidedAt: 1 }
    const labels = new Map(
      strata.flatMap(({ subjects }) => subjects.map(each => [each.subject_id, cleared] as const)),
    )
    const [estimate] = estimateMissed(sampleOf(strata), new Map([['one', labels]]))
    assert.equal(estimate!.missed, 0)
    assert.ok(estimate!.high > 20)
    const [undecided] = estimateMissed(sampleOf(strata), new Map())
    assert.ok(undecided!.high > estimate!.high && undecided!.decided === 0)
  })
})

describe("Wilson's interval", () => {
  it('is that of his paper, holds the share, and narrows as more is known', () => {
    const { low, high } = proportion(8, 10)
    assert.ok(Math.abs(low - 0.4902) < 5e-4 && Math.abs(high - 0.9433) < 5e-4)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, yes) => {
        const some = proportion(Math.min(yes, n), n)
        assert.ok(some.low >= 0 && some.low <= some.value && some.value <= some.high && some.high <= 1)
        const more = proportion(Math.min(yes, n) * 4, n * 4)
        assert.ok(more.high - more.low < some.high - some.low)
      }),
    )
  })
})
