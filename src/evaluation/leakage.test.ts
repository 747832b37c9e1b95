import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  crowd,
  dayAt,
  look,
  ofPayment,
  ordinaryDeed,
  planOf,
  rowsOf,
  unusualDeed,
} from '../detection/crowd.sample.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import { cutsIn, leaksOf } from './leakage.ts'
import { seeded } from './seeded.sample.ts'

const plan = planOf({
  measures: [
    { ...ofPayment('amount', 'amount_home', 'AUD'), operation: 'sum', windowMicros: 30 * microsPerDay },
    ofPayment('hour', 'local_hour', 'hours'),
  ],
})

test('no alert of detection knows of payments booked after it, wherever the book is cut', async () => {
  const days = fc.uniqueArray(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      days,
      days,
      fc.double({ min: 0, max: 61, noNaN: true }),
      async (unusual, ordinary, cut) => {
        const rows = rowsOf([
          ...crowd(),
          ...unusual.map(day => ({ ...unusualDeed('x', day), amount: `${300 + day * 20}.00` })),
          ...ordinary.map(day => ordinaryDeed('y', day)),
        ])
        const { alerts, calibration } = await look(rows, [plan])
        const cutAt = dayAt(cut)
        const before = rows.payments.filter(
          payment => parseInstant(payment.booked_at)! < parseInstant(cutAt)!,
        )
        const again = await look({ ...rows, payments: before }, [plan], { calibration })
        assert.deepEqual(leaksOf(alerts, again.alerts, cutAt), [])
      },
    ),
    { numRuns: 25 },
  )
})

test('an alert that needs, fears or is changed by later payments is a leak', async () => {
  const rows = rowsOf([...crowd(), unusualDeed('x', 5), unusualDeed('x', 8), unusualDeed('y', 6)])
  const { alerts } = await look(rows, [plan])
  const [x, y] = ['x', 'y'].map(id => alerts.find(({ subject_id }) => subject_id === id)!)
  const cutAt = dayAt(7)
  const leaks = (cut: typeof alerts) =>
    leaksOf(alerts, cut, cutAt).map(({ what, subject_id }) => [what, subject_id])
  // x goes on after the cut and may be stronger there; y is over.
  const weaker = { ...x!, score_bans: x!.score_bans - 1, last_payment_id: x!.payment_id }
  assert.deepEqual(leaks([weaker, y!]), [])
  assert.deepEqual(leaks([y!]), [['only with later payments', 'x']])
  assert.deepEqual(leaks([...alerts, { ...x!, alert_id: 'A-0' }]), [['only without later payments', 'x']])
  assert.deepEqual(leaks([x!, { ...y!, evidence_bans: 0 }]), [['changed by later payments', 'y']])
  assert.deepEqual(leaks([{ ...weaker, score_bans: x!.score_bans + 1 }, y!]), [
    ['changed by later payments', 'x'],
  ])
  assert.deepEqual(leaks([{ ...x!, payment_id: 'other' }, y!]), [['changed by later payments', 'x']])
  // What is raised after the cut is not asked about.
  assert.deepEqual(leaksOf(alerts, [], dayAt(5)), [])
})

test('cuts are whole seconds within the period, latest first', () => {
  const from = parseInstant('2025-01-01T00:00:00Z')!
  const cuts = cutsIn(from, from + microsPerDay, 20, seeded(1))
  assert.equal(new Set(cuts).size, 20)
  assert.deepEqual(
    cuts,
    cuts.toSorted((one, other) => other - one),
  )
  assert.ok(cuts.every(cut => cut >= from && cut <= from + microsPerDay && cut % 1_000_000 === 0))
})
