import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../book/memory.ts'
import { adviceOn } from './advice.ts'
import { calibrate } from './calibrate.ts'
import type { Calibration } from './calibration.ts'
import { type Deed, planOf, rowsOf } from './crowd.sample.ts'
import { type Drift, driftOf } from './drift.ts'
import { openPool } from './pool.ts'

const customers = 250
/** First day of each month of 2025, in days since its start. */
const firstDays = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** A month in which each customer pays once, every month the same sums at the same hours, but for what a test changes. */
function monthOf(
  month: number,
  change: (deed: Deed, customer: number) => Deed | undefined = deed => deed,
): Deed[] {
  return Array.from({ length: customers }, (_, i): Deed => {
    const at = firstDays[month]! + 1 + (i % 25) + (8 + (i % 12)) / 24
    return { customer_id: `c${i}`, at, amount: `${10 + i}.00`, counterparty_country: 'PH' }
  }).flatMap((deed, i) => change(deed, i) ?? [])
}

const learnt = [0, 1, 2, 3, 4, 5].flatMap(month => monthOf(month))
const plans = [planOf({ peers: ['counterparty_country'] })]
const period = (month: number) => ({
  from: Date.UTC(2025, month, 1) * 1_000,
  until: Date.UTC(2025, month + 1, 1) * 1_000,
})

async function calibrated(): Promise<Calibration> {
  return calibrate(openPool(historyOf(rowsOf(learnt), 'AUD'), plans, 1), { budget: 1 })
}

async function driftWith(deeds: readonly Deed[], month: number): Promise<Drift> {
  const pool = openPool(historyOf(rowsOf(deeds), 'AUD'), plans, 1)
  return driftOf(pool, await calibrated(), period(month))
}

test('a month of the calibration itself has drifted nowhere, and calls for nothing', async () => {
  for (const month of [1, 5]) {
    const drift = await driftWith(learnt.slice(0, (month + 1) * customers), month)
    assert.deepEqual(
      drift.indicators.map(({ indicator, reading, subjects }) => [indicator, reading, subjects]),
      [
        ['large', 'stable', customers],
        ['late', 'stable', customers],
      ],
    )
    for (const { psi } of [...drift.indicators, ...drift.fields]) assert.ok(psi < 0.01, String(psi))
    assert.equal(drift.groupsCompared, month === 5)
    assert.deepEqual(adviceOn(drift), [])
  }
})

test('sums that tripled are found, and named', async () => {
  const now = monthOf(6, deed => ({ ...deed, amount: String(Number(deed.amount) * 3) }))
  const drift = await driftWith([...learnt, ...now], 6)
  const large = drift.indicators.find(({ indicator }) => indicator === 'large')
  assert.equal(large?.reading, 'large change')
  const about = adviceOn(drift).map(({ call, about }) => `${call} ${about}`)
  assert.deepEqual(about, ['recalibrate large-and-late/large'])
})

test('a field that is missing now is to be repaired before anything that reads it', async () => {
  const now = monthOf(6, ({ ...deed }) => ({ ...deed, utc_offset_minutes: undefined }) as unknown as Deed)
  const rows = rowsOf([...learnt, ...now])
  const drift = await driftOf(openPool(historyOf(rows, 'AUD'), plans, 1), await calibrated(), period(6))
  const advice = adviceOn(drift)
  assert.deepEqual(
    advice.slice(0, 2).map(({ call, about }) => `${call} ${about}`),
    ['repair utc_offset_minutes', 'repair large-and-late/late'],
  )
  assert.match(advice[0]!.says, /unknown on 100 % of payments, 0 % when calibrated/)
})

test('countries that calibration never saw are named', async () => {
  const now = monthOf(6, (deed, i) => (i < 10 ? { ...deed, counterparty_country: 'TH' } : deed))
  const drift = await driftWith([...learnt, ...now], 6)
  const [advice] = adviceOn(drift)
  assert.deepEqual([advice?.call, advice?.about], ['recalibrate', 'counterparty_country'])
  assert.match(advice!.says, /never seen in calibration: TH\./)
})

test('a group that has become too small to compare with is named', async () => {
  const now = [6, 7, 8, 9, 10, 11].flatMap(month => monthOf(month, (deed, i) => (i < 120 ? deed : undefined)))
  const drift = await driftWith([...learnt, ...now], 11)
  const small = adviceOn(drift).filter(({ about }) => about.includes('Philippines'))
  assert.equal(small.length, 1)
  assert.match(small[0]!.says, /are 120 now, 250 when calibrated: fewer than 200/)
})

test('more alerts than the budget and chance explain are said', async () => {
  const drift = await driftWith(learnt, 5)
  const many = { ...drift, alerts: { raised: 9, budget: 2, byCard: [] } }
  assert.deepEqual(
    adviceOn(many).map(({ call, about }) => `${call} ${about}`),
    ['recalibrate alerts'],
  )
  assert.deepEqual(adviceOn({ ...drift, alerts: { raised: 5, budget: 2, byCard: [] } }), [])
})

test('a month without payments, and a calibration from before drift was watched, are errors', async () => {
  const pool = openPool(historyOf(rowsOf(learnt), 'AUD'), plans, 1)
  await assert.rejects(driftOf(pool, await calibrated(), period(8)), { code: 'empty-month' })
  const { fields: _, ...old } = await calibrated()
  await assert.rejects(driftOf(pool, old, period(5)), { code: 'calibration-without-months' })
})
