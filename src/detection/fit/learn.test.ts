import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { historyOf, type Rows } from '../../book/memory.ts'
import type { Outcome } from '../../book/outcomes.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Fitted } from '../../typology/plan.ts'
import { calibrate } from '../calibrate.ts'
import { digestOf } from '../calibration.ts'
import { crowd, dayAt, look, ordinaryDeed, planOf, rowsOf, unusualDeed } from '../crowd.sample.ts'
import { openPool } from '../pool.ts'
import { gatherEvidence, publishedWeights, weighAll } from './cards.ts'
import { fitCards } from './fit.ts'
import { labelsFrom } from './labels.ts'
import { modelOf } from './model.ts'
import { seeded } from './synthetic.sample.ts'
import { weightsOf, withWeights } from './weights.ts'

const at = (day: number) => parseInstant(dayAt(day))!

function outcome(customerId: string, day: number, kind: Outcome['outcome'], typology = 'test'): Outcome {
  return { customerId, decidedAt: at(day), typology, outcome: kind, source: 'desk' }
}

async function evidenceIn(rows: Rows, outcomes: readonly Outcome[], before: number, threads = 1) {
  const pool = openPool(historyOf(rows, 'AUD'), [planOf()], threads)
  try {
    const calibration = await calibrate(pool, { budget: 1_000_000 })
    const cards = await gatherEvidence(pool, calibration, labelsFrom(outcomes), before)
    return { card: cards[0]!, calibration }
  } finally {
    await pool.close()
  }
}

describe('the evidence that is learnt from', () => {
  const rows = rowsOf([
    ...crowd(),
    ordinaryDeed('x', 3),
    unusualDeed('x', 9),
    ordinaryDeed('y', 3),
    unusualDeed('y', 9),
    unusualDeed('z', 9),
  ])
  const later = Number.POSITIVE_INFINITY
  const of = ({ ids, vectors }: Awaited<ReturnType<typeof evidenceIn>>['card'], id: string) =>
    vectors.evidence[ids.indexOf(id)]

  it('is that before the decision: what the subject did later is not seen', async () => {
    const { card } = await evidenceIn(rows, [outcome('x', 5, 'cleared'), outcome('z', 5, 'cleared')], later)
    assert.ok(of(card, 'x')! < 1 && of(card, 'y')! > 3)
    assert.ok(!card.ids.includes('z'), 'nothing of theirs came before the decision')
    const { unused } = fitCards(modelOf([card]), { cut: 2, random: seeded(1) })
    assert.deepEqual(
      unused.map(({ count, reason }) => [count, reason]),
      [[1, 'no payment of theirs before the decision passes its gate']],
    )
  })

  it('ends where learning ends', async () => {
    const { card } = await evidenceIn(rows, [], at(5))
    assert.ok(of(card, 'x')! < 1 && of(card, 'y')! < 1 && of(card, 'z') === undefined)
  })

  it('is by family what the alert counts, on one thread as on two', async () => {
    const { card } = await evidenceIn(rows, [], later)
    const { evidence } = weighAll(card, publishedWeights(card.families))
    assert.deepEqual(evidence, card.vectors.evidence)
    const { alerts } = await look(rows, [planOf()])
    for (const { subject_id, evidence_bans } of alerts) {
      assert.ok(Math.abs(evidence_bans - of(card, subject_id)!) < 1e-4)
    }
    assert.deepEqual((await evidenceIn(rows, [], later, 2)).card, card)
  })

  it('takes the latest decision about a subject, and half of a suspicion that was reported', () => {
    const labels = labelsFrom([
      outcome('x', 1, 'cleared'),
      outcome('x', 2, 'reported'),
      outcome('y', 1, 'victim'),
    ])
    assert.deepEqual(labels.get('test')!.get('x'), { target: 1, weight: 0.5, decidedAt: at(2) })
    assert.deepEqual(labels.get('test')!.get('y'), { target: 1, weight: 1, decidedAt: at(1) })
  })
})

describe('an alert by fitted weights', () => {
  const fitted: Fitted = {
    indicators: { amount: 1.5, 'time of day': 0.5 },
    protective: {},
    probability: { intercept: -2, slope: 0.5 },
  }
  const rows = rowsOf([...crowd(), unusualDeed('x', 5)])

  it('shows the weight of each family, and its sum is still the sum of its reasons', async () => {
    const plain = (await look(rows, [planOf()])).alerts[0]!
    const [alert] = (await look(rows, [planOf({ fitted })])).alerts
    for (const reason of alert!.reasons) {
      const was = plain.reasons.find(({ indicator }) => indicator === reason.indicator)!
      assert.equal(reason.family_weight, fitted.indicators[reason.family])
      assert.ok(Math.abs(reason.bans - was.bans * reason.family_weight!) < 1e-4)
    }
    const sum = alert!.reasons.reduce((total, { counted, bans }) => total + (counted ? bans : 0), 0)
    assert.ok(Math.abs(alert!.evidence_bans - sum) < 1e-4)
    const odds = -2 + 0.5 * alert!.evidence_bans
    assert.ok(Math.abs(alert!.probability! - 1 / (1 + Math.exp(-odds))) < 1e-4)
    assert.ok(!('probability' in plain) && plain.reasons.every(reason => !('family_weight' in reason)))
  })

  it('is not raised with a calibration made by other weights', async () => {
    const { calibration } = await look(rows, [planOf()])
    await assert.rejects(look(rows, [planOf({ fitted })], { calibration }), { code: 'card-not-calibrated' })
  })
})

describe('weights that are kept', () => {
  it('change no plan without decisions, and refuse a card that has changed since', async () => {
    const rows = rowsOf([...crowd(), unusualDeed('x', 5)])
    const { card, calibration } = await evidenceIn(rows, [], Number.POSITIVE_INFINITY)
    const fit = fitCards(modelOf([card]), { cut: 2, random: seeded(1) })
    const weights = weightsOf(fit, [planOf()], calibration, at(30))
    assert.deepEqual(weights.cards[0]!.unmoved, 'no decision about it can be learnt from')
    assert.equal(digestOf(withWeights([planOf()], weights)[0]!), digestOf(planOf()))
    const moved = { ...weights, cards: weights.cards.map(each => ({ ...each, unmoved: null })) }
    assert.throws(() => withWeights([planOf({ cardVersion: 2 })], moved), { code: 'weights-other-card' })
    assert.deepEqual(withWeights([planOf({ card: 'another' })], moved), [planOf({ card: 'another' })])
    assert.deepEqual(JSON.parse(JSON.stringify(weights)), weights)
  })
})
