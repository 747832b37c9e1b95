import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvaluationLine } from './line.ts'
import { budgetInWords, figure, percent } from './words.ts'

const line = (measure: EvaluationLine['measure'], value: number, low: number, high: number) =>
  figure({ measure, value, low, high, n: 27 })

test('figures have two digits that count, a unit and their interval', () => {
  assert.deepEqual([0.814, 0.0654, 0.00123, 1, 0].map(percent), ['81 %', '6.5 %', '0.12 %', '100 %', '0 %'])
  assert.equal(line('recall', 0.814, 0.667, 0.963), '81 % (67 to 96 %)')
  assert.equal(line('lift', 208.3, 162.8, 253.9), '208× (163 to 254)')
  assert.equal(line('median_days_to_alert', 0.8, 0.61, 1.7), '0.8 days (0.61 to 1.7)')
  assert.equal(line('false_positive_ratio', 0.74, 0.19, Number.POSITIVE_INFINITY), '0.74× (0.19 to no bound)')
  assert.equal(line('found', 22, 17, 25), '22 of 27')
  assert.equal(figure(undefined), '')
})

test('a budget says how many customers there are for each alert', () => {
  assert.equal(budgetInWords(20, 20_000), '20 alerts, 1 in 1,000 customers')
  assert.equal(budgetInWords(1, undefined), '1 alert')
})
