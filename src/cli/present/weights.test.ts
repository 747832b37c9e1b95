import assert from 'node:assert/strict'
import test from 'node:test'
import { proportion } from '../../detection/fit/proportion.ts'
import type { Weights } from '../../detection/fit/weights.ts'
import { plain } from '../terminal/style.ts'
import { widthOf } from '../terminal/width.ts'
import { reliabilityPicture, weightsInWords } from './weights.ts'

const reliability = {
  bins: [
    { from: 0, to: 0.2, foretold: 0.1, observed: proportion(1, 10) },
    { from: 0.2, to: 0.9, foretold: 0.5, observed: proportion(9, 12) },
  ],
  brier: 0.12,
  brier_of_base_rate: 0.25,
  calibration_error: 0.13,
  n: 22,
}
const weights: Weights = {
  format: 1,
  until: '2026-01-05T00:00:00Z',
  calibrated_from: '2025-01-01T00:00:00Z',
  calibrated_until: '2025-12-31T00:00:00Z',
  decisions: 22,
  confirmed: 10,
  cleared: 12,
  is_better: true,
  loss_bits: 0.6,
  published_loss_bits: 0.7,
  cards: [
    {
      card: 'live-distance-payer',
      card_version: 1,
      pack: 'reference',
      pack_version: '0.1.0',
      typology: 'live-distance-payer',
      confirmed: 10,
      cleared: 12,
      unmoved: null,
      families: [
        { family: 'tempo', speaks: 'for', weight: 0.6, low: 0.3, high: 0.9 },
        { family: 'fan-out', speaks: 'for', weight: 1.4, low: 0.8, high: 2 },
        { family: 'ties', speaks: 'against', weight: 1.01, low: 0.4, high: 1.6 },
      ],
      probability: { intercept: -3, slope: 0.8 },
      no_probability: null,
      reliability,
    },
  ],
  unused: [{ what: 'outcomes of "other"', count: 3, reason: 'no card of these packs seeks it' }],
}

test('a reliability picture shows observed with its interval, and foretold', () => {
  const [, first, second] = reliabilityPicture(reliability)
  assert.match(first!, /^ {4}10 % {6}10 % {3}10 {2}·*─+\+─+·+$/)
  assert.match(second!, /^ {4}50 % {6}75 % {3}12 {2}·+[─|]+●─+·+$/)
})

test('what outcomes taught says what moved, by how much, how surely, and what was not learnt from', () => {
  for (const width of [80, 120]) {
    const lines = weightsInWords(weights, { width, paint: plain, print: () => {} } as never)
    for (const line of lines) assert.ok(widthOf(line) <= width, `${width}: ${line}`)
  }
  const text = weightsInWords(weights, { width: 120, paint: plain } as never).join('\n')
  assert.match(text, /22 decisions .*10 confirmed, reported or victim, 12 cleared/)
  assert.match(text, /tempo +0\.60 times +0\.30 to 0\.90 +40 % less\n/)
  assert.match(text, /fan-out +1\.40 times +0\.80 to 2\.00 +40 % more, but no change is possible too/)
  assert.match(text, /ties, against +1\.01 times .* about as published/)
  assert.match(text, /3 outcomes of "other": no card of these packs seeks it\./)
})
