import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { historyOf, type Rows } from '../book/memory.ts'
import { parseInstant } from '../domain/time.ts'
import type { Measure } from '../typology/plan.ts'
import { bind } from './binding.ts'
import { valuesEverywhere } from './lookback.ts'
import { oracle } from './oracle.ts'
import { accounts, customers, measure, rows } from './random.sample.ts'

/** The kernel's value at every payment, in `(booked_at, payment_id)` order. */
function kernel(given: Rows, measured: Measure): number[] {
  return [...valuesEverywhere(bind(historyOf(given, 'AUD')), [measured])[0]!]
}

describe('the kernel', () => {
  it('gives the value of the naive oracle for every measure at every payment of random histories', () => {
    fc.assert(
      fc.property(rows, measure, (given, measured) => {
        assert.deepEqual(kernel(given, measured), oracle(given, 'AUD', measured))
      }),
      { numRuns: 3_000 },
    )
  })

  it('evaluates many measures together, whose conditions take several words, as it does each alone', () => {
    const customers = measure.filter(({ key }) => key[0] === 'customer')
    fc.assert(
      fc.property(rows, fc.array(customers, { minLength: 30, maxLength: 80 }), (given, measures) => {
        const together = valuesEverywhere(bind(historyOf(given, 'AUD')), measures)
        for (const [i, measured] of measures.entries())
          assert.deepEqual([...together[i]!], kernel(given, measured))
      }),
      { numRuns: 50 },
    )
  })

  it('does not depend on the order in which payments arrived: a late one is evaluated in its place', () => {
    fc.assert(
      fc.property(rows, measure, fc.integer(), (given, measured, seed) => {
        const shuffled = given.payments
          .map((row, i) => ({ row, at: Math.imul(i + 1, seed | 1) }))
          .sort((a, b) => a.at - b.at)
        assert.deepEqual(
          kernel({ ...given, payments: shuffled.map(({ row }) => row) }, measured),
          kernel(given, measured),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('sees nothing later than the payment: what follows does not change a value', () => {
    fc.assert(
      fc.property(rows, measure, fc.nat(40), (given, measured, cut) => {
        const whole = kernel(given, measured)
        const ordered = [...given.payments].sort(
          (a, b) =>
            parseInstant(a.booked_at)! - parseInstant(b.booked_at)! || (a.payment_id < b.payment_id ? -1 : 1),
        )
        const early = kernel({ ...given, payments: ordered.slice(0, cut) }, measured)
        assert.deepEqual(early, whole.slice(0, early.length))
      }),
      { numRuns: 500 },
    )
  })

  it('tells payments of one instant apart by the order of their ids', () => {
    const at = '2025-03-01T10:00:00Z'
    const base = {
      booked_at: at,
      account_id: 'a1',
      direction: 'out',
      amount: '1',
      currency: 'AUD',
      rail: 'card',
      status: 'completed',
    } as const
    const given: Rows = {
      customers,
      accounts,
      payments: ['b', 'a', 'c'].map(payment_id => ({ ...base, payment_id })),
    }
    const everything: Measure = {
      id: 'm', operation: 'count', key: ['customer'], where: { kind: 'constant', holds: true }, windowMicros: 1, of: undefined, whose: undefined, unit: '',
    } // biome-ignore format: one line reads better
    assert.deepEqual(kernel(given, everything), [1, 2, 3])
  })
})
