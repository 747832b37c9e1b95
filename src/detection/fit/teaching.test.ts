import assert from 'node:assert/strict'
import test from 'node:test'
import { fitCards } from './fit.ts'
import { inverse, zeros } from './matrix.ts'
import { modelOf, observationAt } from './model.ts'
import { labelled, seeded, syntheticCard } from './synthetic.sample.ts'
import { mostTeaching } from './teaching.ts'

const random = seeded(21)
const here = syntheticCard('card', 500, [1.5, 1, 0.5, 1, 1], random)
const fit = fitCards(modelOf([labelled(here, 60, random)]), { cut: 2, random })

test('decisions that would teach most come first, undecided subjects all, each once', () => {
  const next = mostTeaching(fit, 12)
  assert.equal(next.length, 12)
  assert.equal(new Set(next.map(({ subject_id }) => subject_id)).size, 12)
  const { labels } = fit.model.cards[0]!.card
  for (const [i, each] of next.entries()) {
    assert.ok(!labels.has(each.subject_id))
    assert.ok(each.gain_bits > 0 && (i === 0 || each.gain_bits <= next[i - 1]!.gain_bits + 1e-9))
    assert.match(each.why, /may count [\d.]+ to [\d.]+ times; .* about \d+ %/)
  }
  assert.equal(mostTeaching(fit, 0).length, 0)
})

test('a gain is what the decision takes from the entropy of the weights', () => {
  // The determinant of the covariance before and after, from whole matrices.
  const [first, second] = mostTeaching(fit, 2)
  const model = fit.model.cards[0]!
  const precision = inverse(fit.posterior.covariance)
  const size = precision.size
  let before = logDeterminant(precision)
  for (const chosen of [first!, second!]) {
    const row = model.card.ids.indexOf(chosen.subject_id)
    const { at, values } = observationAt(model, row, 0, 1)
    const bend = chosen.probability * (1 - chosen.probability)
    for (let i = 0; i < values.length; i++) {
      for (let j = 0; j < values.length; j++) {
        precision.values[(at + i) * size + at + j]! += bend * values[i]! * values[j]!
      }
    }
    const after = logDeterminant(precision)
    assert.ok(Math.abs((after - before) / 2 / Math.LN2 - chosen.gain_bits) < 1e-6)
    before = after
  }
})

/** By elimination. */
function logDeterminant({ size, values }: { size: number; values: Float64Array }): number {
  const rest = zeros(size)
  rest.values.set(values)
  let sum = 0
  for (let i = 0; i < size; i++) {
    sum += Math.log(rest.values[i * size + i]!)
    for (let row = i + 1; row < size; row++) {
      const factor = rest.values[row * size + i]! / rest.values[i * size + i]!
      for (let k = i; k < size; k++) rest.values[row * size + k]! -= factor * rest.values[i * size + k]!
    }
  }
  return sum
}
