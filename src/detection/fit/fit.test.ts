import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CardEvidence, type FamilyWeights, publishedWeights, reaches, weighAll } from './cards.ts'
import { type Fit, fitCards } from './fit.ts'
import { familyWeights, modelOf } from './model.ts'
import { probabilityFor } from './probability.ts'
import { labelled, type SyntheticCard, seeded, syntheticCard } from './synthetic.sample.ts'
import { unmovedReason } from './weights.ts'

const equal = [1, 1, 1, 1, 1]
const unequal = [1.6, 1.2, 0.2, 1, 1]
const cut = 2

function fitOf(cards: readonly CardEvidence[], seed: number): Fit {
  return fitCards(modelOf(cards), { cut, random: seeded(seed) })
}

/** As they would be used. */
function weightsIn(fit: Fit, card: number): FamilyWeights {
  const model = fit.model.cards[card]!
  return unmovedReason(fit, card) === null
    ? familyWeights(model, fit.posterior.mode)
    : publishedWeights(model.card.families)
}

/** Average precision of the ranking of those who can be alerted on. */
function precisionOf({ card, sought }: SyntheticCard, weights: FamilyWeights): number {
  const weighed = weighAll(card, weights)
  const queue = Array.from(card.ids, (_, row) => row)
    .filter(row => reaches(card, weighed, row, Number.NEGATIVE_INFINITY))
    .sort((a, b) => weighed.scores[b]! - weighed.scores[a]!)
  let found = 0
  let sum = 0
  for (const [rank, row] of queue.entries()) {
    if (sought[row] === 0) continue
    found++
    sum += found / (rank + 1)
  }
  return found === 0 ? 0 : sum / found
}

/** Mean change of average precision elsewhere over many institutions with the same truth. */
function meanChange(truth: readonly number[], labels: number, institutions: number): number {
  let change = 0
  for (let seed = 1; seed <= institutions; seed++) {
    const random = seeded(seed)
    const here = syntheticCard('card', 1_500, truth, random)
    const elsewhere = syntheticCard('card', 1_500, truth, random)
    const weights = weightsIn(fitOf([labelled(here, labels, random)], seed), 0)
    change += precisionOf(elsewhere, weights) - precisionOf(elsewhere, publishedWeights(here.card.families))
  }
  return change / institutions
}

describe('weights fitted to outcomes', () => {
  it('are the published ones where nothing was decided', () => {
    const { card } = syntheticCard('card', 500, equal, seeded(1))
    const fit = fitOf([card], 1)
    assert.equal(fit.isBetter, false)
    assert.deepEqual(weightsIn(fit, 0), publishedWeights(card.families))
    const prior = fit.posterior.mode.slice(1)
    assert.deepEqual(prior, new Float64Array(prior.length).fill(1))
  })

  it('converge, are never negative, and keep a mean of 1, whatever was decided', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.boolean(), { minLength: 1, maxLength: 25 }), (seed, targets) => {
        const { card } = syntheticCard('card', 200, equal, seeded(seed))
        const labels = new Map(
          targets.map((target, row) => [
            card.ids[row]!,
            { target: target ? (1 as const) : (0 as const), weight: 1, decidedAt: 1 },
          ]),
        )
        const fit = fitOf([{ ...card, labels }], seed)
        assert.ok(fit.posterior.converged)
        const { indicators, protective } = weightsIn(fit, 0)
        assert.ok([...indicators, ...protective].every(weight => weight >= 0 && Number.isFinite(weight)))
        assert.ok(Math.abs(indicators.slice(0, 4).reduce((sum, each) => sum + each, 0) - 4) < 1e-9)
      }),
      // Where the last step's fall of the loss is less than its rounding.
      { numRuns: 40, examples: [[1761764967, [true, false, false]]] },
    )
  })

  it('are recovered from many decisions', () => {
    const random = seeded(3)
    const here = syntheticCard('card', 6_000, unequal, random)
    const fit = fitOf([labelled(here, 4_000, random)], 3)
    const { indicators } = weightsIn(fit, 0)
    for (let family = 0; family < 4; family++) {
      assert.ok(Math.abs(indicators[family]! - unequal[family]!) < 0.25, `${family}: ${indicators[family]}`)
    }
  })

  it('lose next to nothing where the published were right, however few the labels', () => {
    for (const labels of [10, 30, 100]) {
      const change = meanChange(equal, labels, 16)
      assert.ok(change > -0.005, `${labels} labels: ${change}`)
    }
  })

  it('gain where they were wrong, and more with more labels', () => {
    const [few, some, many] = [10, 30, 100].map(labels => meanChange(unequal, labels, 16))
    assert.ok(few! > -0.002, `10 labels: ${few}`)
    assert.ok(some! > 0.002, `30 labels: ${some}`)
    assert.ok(many! > some! && many! > 0.01, `100 labels: ${many}`)
  })

  it('learn of a family from other cards too', () => {
    const random = seeded(5)
    const taught = labelled(syntheticCard('taught', 1_500, unequal, random), 300, random)
    const other = syntheticCard('other', 1_500, unequal, random)
    const alone = fitOf([labelled(other, 12, seeded(6))], 5)
    const together = fitOf([labelled(other, 12, seeded(6)), taught], 5)
    const off = (fit: Fit) => {
      const { indicators } = familyWeights(fit.model.cards[0]!, fit.posterior.mode)
      return Math.hypot(...unequal.slice(0, 4).map((weight, i) => indicators[i]! - weight))
    }
    assert.ok(together.isBetter)
    assert.ok(off(together) < off(alone), `${off(together)} against ${off(alone)}`)
  })

  it('are the same for the same seed', () => {
    const { card, sought } = syntheticCard('card', 400, unequal, seeded(8))
    const cards = [labelled({ card, sought }, 40, seeded(9))]
    assert.deepEqual(fitOf(cards, 1).posterior, fitOf(cards, 1).posterior)
  })

  it('judge each decision by a fit that has not seen its subject', () => {
    const random = seeded(10)
    const fit = fitOf([labelled(syntheticCard('card', 600, unequal, random), 60, random)], 10)
    const members = fit.folds.flatMap(({ subjects }) => [...subjects])
    assert.deepEqual(members.toSorted(), fit.decisions.map(({ id }) => id).toSorted())
    assert.equal(fit.folds.length, 5)
  })
})

describe('a probability', () => {
  it('appears only with enough decisions of both kinds', () => {
    const random = seeded(11)
    const here = syntheticCard('card', 1_500, equal, random)
    assert.equal(probabilityFor(fitOf([labelled(here, 49, random)], 1), 0), null)
    const positives = labelled(here, 80, random)
    const labels = new Map([...positives.labels].map(([id, label]) => [id, { ...label, target: 1 as const }]))
    assert.equal(probabilityFor(fitOf([{ ...positives, labels }], 1), 0), null)
    assert.notEqual(probabilityFor(fitOf([labelled(here, 120, random)], 1), 0), null)
  })

  it('foretells the share that is confirmed, and rises with the evidence', () => {
    const random = seeded(12)
    const here = syntheticCard('card', 4_000, unequal, random)
    const found = probabilityFor(fitOf([labelled(here, 600, random)], 12), 0)!
    assert.ok(found.line.slope > 0)
    assert.equal(found.foretold.length, 600)
    assert.ok(found.reliability.calibration_error < 0.06, `${found.reliability.calibration_error}`)
    assert.ok(found.reliability.brier < 0.8 * found.reliability.brier_of_base_rate)
    const inside = found.reliability.bins.filter(
      ({ foretold, observed }) => foretold >= observed.low && foretold <= observed.high,
    )
    assert.ok(inside.length >= 8, `${inside.length} of ${found.reliability.bins.length} bins`)
  })

  it('is the same line in the evidence that alerts show as in the coefficients', () => {
    const random = seeded(13)
    const fit = fitOf([labelled(syntheticCard('card', 2_000, unequal, random), 300, random)], 13)
    const { line } = probabilityFor(fit, 0)!
    const weighed = weighAll(fit.model.cards[0]!.card, weightsIn(fit, 0))
    const [one, other] = fit.decisions
      .filter(({ row }) => weighed.evidence[row]! > 3.2)
      .map(({ row, observation }) => {
        const odds = observation.values.reduce((sum, value, i) => sum + value * fit.posterior.mode[i]!, 0)
        return { odds, evidence: weighed.evidence[row]! }
      })
    const steepness = (one!.odds - other!.odds) / (one!.evidence - other!.evidence)
    // Both are straight lines in the same evidence, so their slopes differ by one factor, that of the straightening.
    const straightening = line.slope / steepness
    assert.ok(straightening > 0.2 && straightening < 2.5, `${straightening}`)
    const third = fit.decisions.find(
      ({ row }) =>
        weighed.evidence[row]! > 3.2 &&
        weighed.evidence[row] !== one!.evidence &&
        weighed.evidence[row] !== other!.evidence,
    )!
    const odds = third.observation.values.reduce((sum, value, i) => sum + value * fit.posterior.mode[i]!, 0)
    assert.ok(Math.abs(one!.odds + steepness * (weighed.evidence[third.row]! - one!.evidence) - odds) < 1e-6)
  })
})
