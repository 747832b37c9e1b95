import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatInstant, microsPerDay, microsPerHour, parseInstant } from '../../domain/time.ts'
import { businessDaysAfter, dateOf, dayOf, easterOf, holidaysOf } from './business-days.ts'
import { dayIn, deadlineOf, keptUntil, startOfDay, urgencyOf } from './deadline.ts'
import { readJurisdiction } from './jurisdiction.ts'
import { ownJurisdictions } from './jurisdictions.ts'

const rules = ownJurisdictions()
const due = (
  country: string,
  formedAt: string,
  matter: 'any' | 'terrorism_financing' | 'no_suspect' = 'any',
) => formatInstant(deadlineOf(rules.get(country)!, matter, parseInstant(formedAt)!).dueAt)

test('three business days in Australia end at midnight in Sydney', () => {
  // Wednesday afternoon there; Thursday, Friday, Monday.
  assert.equal(due('AU', '2025-06-11T04:00:00Z'), '2025-06-16T14:00:00Z')
  assert.equal(due('AU', '2025-06-10T15:00:00Z'), '2025-06-16T14:00:00Z', 'already Wednesday there')
  assert.equal(due('AU', '2025-06-11T04:00:00Z', 'terrorism_financing'), '2025-06-12T04:00:00Z')
})

test('weekends and holidays do not count, nor the days to which holidays move', () => {
  // Good Friday 18 April, Easter Monday 21 April, Anzac Day Friday 25 April 2025.
  assert.equal(due('AU', '2025-04-17T02:00:00Z'), '2025-04-24T14:00:00Z')
  // Christmas Day 2027 is a Saturday, Boxing Day a Sunday: Monday and Tuesday are free.
  assert.equal(due('AU', '2027-12-24T02:00:00Z'), '2027-12-31T13:00:00Z')
  // New Year's Day 2028 is a Saturday and moves to Monday the 3rd.
  assert.equal(due('AU', '2027-12-31T02:00:00Z'), '2028-01-06T13:00:00Z')
})

test('thirty days in the United States, sixty without a suspect, across the change of clocks', () => {
  assert.equal(due('US', '2025-10-20T18:00:00Z'), '2025-11-20T05:00:00Z')
  assert.equal(due('US', '2025-10-20T18:00:00Z', 'no_suspect'), '2025-12-20T05:00:00Z')
})

test('a target is told from the law, and a period that is not confirmed says so', () => {
  const at = parseInstant('2025-06-11T04:00:00Z')!
  assert.equal(deadlineOf(rules.get('GB')!, 'any', at).rule.from, 'target')
  assert.equal(deadlineOf(rules.get('PH')!, 'any', at).rule.confirmed, false)
})

test('holidays by rule fall on the days that were kept', () => {
  assert.deepEqual(
    [2024, 2025, 2026, 2038].map(year => dateOf(easterOf(year))),
    ['2024-03-31', '2025-04-20', '2026-04-05', '2038-04-25'],
  )
  const kept = (country: string, year: number) =>
    [...holidaysOf(year, rules.get(country)!.holidays)].toSorted((a, b) => a - b).map(dateOf)
  assert.deepEqual(kept('NZ', 2026), [
    '2026-01-01',
    '2026-01-02',
    '2026-02-06',
    '2026-04-03',
    '2026-04-06',
    '2026-04-25',
    '2026-04-27',
    '2026-06-01',
    '2026-07-10',
    '2026-10-26',
    '2026-12-25',
    '2026-12-26',
    '2026-12-28',
  ])
  assert.ok(kept('GB', 2025).includes('2025-05-26'), 'the last Monday in May')
})

test('a deadline is never before its period, never on a day off, and one day later at most for a later suspicion', () => {
  const { holidays } = rules.get('AU')!
  const from = dayOf('2020-01-01')
  fc.assert(
    fc.property(
      fc.integer({ min: from, max: from + 20_000 }),
      fc.integer({ min: 1, max: 10 }),
      (day, count) => {
        const end = businessDaysAfter(day, count, holidays)
        let worked = 0
        for (let each = day + 1; each <= end; each++) {
          if (businessDaysAfter(each - 1, 1, holidays) === each) worked += 1
        }
        assert.equal(worked, count)
        assert.equal(businessDaysAfter(end - 1, 1, holidays), end)
        assert.ok(businessDaysAfter(day + 1, count, holidays) >= end)
      },
    ),
  )
})

test('days begin when they begin there, whatever the clocks do', () => {
  const zones = ['Australia/Sydney', 'America/New_York', 'Asia/Manila', 'Europe/London', 'Pacific/Auckland']
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 18_000, max: 25_000 }), (zone, day) => {
      const start = startOfDay(zone, day)
      assert.equal(dayIn(zone, start), day)
      assert.equal(dayIn(zone, start - 1), day - 1)
      assert.ok(Math.abs(start - day * microsPerDay) <= 14 * microsPerHour)
    }),
  )
})

test('a clock warns in its last third or last day, and is late from the deadline on', () => {
  const at = (days: number) => urgencyOf(0, 30 * microsPerDay, days * microsPerDay)
  assert.deepEqual([0, 19, 20, 29.99, 30].map(at), ['in_time', 'in_time', 'soon', 'soon', 'late'])
  assert.equal(urgencyOf(0, 2 * microsPerDay, 1.1 * microsPerDay), 'soon')
})

test('records are kept for whole years', () => {
  const closed = parseInstant('2024-02-29T03:00:00Z')!
  assert.equal(formatInstant(keptUntil(rules.get('AU')!, closed)), '2031-03-01T13:00:00Z')
})

test('rules that are wrong are refused with their line', () => {
  const text =
    'country: AU\nauthority: X\nreport: r\ntime_zone: Mars/Base\nrules: []\nkeep_years: 7\nholidays: []\nsource: s\n'
  assert.throws(
    () => readJurisdiction('XX.yaml', text),
    (error: Error & { remedy?: string }) =>
      /XX\.yaml:4:/.test(error.remedy ?? '') && /rules/.test(error.remedy ?? ''),
  )
})
