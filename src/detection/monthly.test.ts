import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDate, parseDate, parseInstant } from '../domain/time.ts'
import { planOf } from './crowd.sample.ts'
import type { BoundPlan } from './engine.ts'
import {
  coarse,
  countsBetween,
  emptyTallies,
  joinTallies,
  monthlyDistributions,
  subjectsIn,
  tallyMonths,
  wholeDays,
  wholeMonths,
} from './monthly.ts'

const plan = planOf()
/** Of a bound plan, tallies read where the measures stand. */
const bound = { plan, measureOf: [0, 1], perOf: [-1, -1] } as unknown as BoundPlan
const at = (text: string) => parseInstant(text)!

test('whole months are those that lie in the period from their first to their last day', () => {
  const days = (from: string, until: string) =>
    wholeMonths(wholeDays({ from: at(from), until: at(until) })).map(formatDate)
  assert.deepEqual(days('2024-12-31T08:00:00Z', '2025-03-31T23:10:00Z'), [
    '2025-01-01',
    '2025-02-01',
    '2025-03-01',
    '2025-04-01',
  ])
  assert.deepEqual(days('2025-01-01T08:00:00Z', '2025-01-30T23:59:59Z'), [])
  assert.deepEqual(days('2025-01-02T00:00:00Z', '2025-02-28T00:00:00Z'), [])
})

test('a coarse value is no further than 3 % below, keeps small whole numbers, order and the unknown', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: 1e-9, max: 1e12 }),
      fc.double({ noNaN: true, min: 1e-9, max: 1e12 }),
      (a, b) => {
        assert.ok(coarse(a) <= a && coarse(a) >= a * 0.96875)
        assert.ok(a <= b === coarse(a) <= coarse(b) || coarse(a) === coarse(b))
      },
    ),
  )
  for (let whole = 0; whole < 64; whole++) assert.equal(coarse(whole), whole)
  assert.ok(Number.isNaN(coarse(Number.NaN)))
})

test('tallies hold the most extreme value of each subject and month, like a plain count of them', () => {
  const months = wholeMonths({ from: parseDate('2025-01-01')!, until: parseDate('2025-05-01')! })
  const day = fc.integer({ min: -20, max: 140 })
  const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 40 }))
  const subject = fc.array(fc.tuple(day, value, value), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(subject, { minLength: 1, maxLength: 8 }), subjects => {
      const parts = subjects.map(rows => {
        const sorted = rows.toSorted((a, b) => a[0] - b[0])
        const part = emptyTallies(plan, months)
        const time = Float64Array.from(sorted, ([days]) => months[0]! + days * 86_400e6)
        const values = [1, 2].map(place => Float64Array.from(sorted, row => row[place]!))
        tallyMonths(part, months, bound, time, values, [...sorted.keys()])
        return part
      })
      const joined = joinTallies(plan, months, parts)
      for (let month = 0; month < 4; month++) {
        for (const i of [0, 1]) {
          const expected = new Map<number, number>()
          for (const rows of subjects) {
            const inMonth = rows.filter(([days]) => {
              const instant = months[0]! + days * 86_400e6
              return instant >= months[month]! && instant < months[month + 1]!
            })
            if (inMonth.length === 0) continue
            const known = inMonth.map(row => row[i + 1]!).filter(each => !Number.isNaN(each))
            const most = known.length === 0 ? Number.NaN : Math.max(...known)
            expected.set(most, (expected.get(most) ?? 0) + 1)
          }
          assert.deepEqual(joined[month]![i], expected)
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('a book without a whole month has nothing to tally', () => {
  const tallies = emptyTallies(plan, [])
  const values = [Float64Array.of(1), Float64Array.of(2)]
  tallyMonths(tallies, [], bound, Float64Array.of(parseDate('2025-01-05')!), values, [0])
  assert.deepEqual(tallies, [])
  assert.deepEqual(monthlyDistributions(plan, tallies, [], 0), [undefined, undefined])
})

test('bins hold about a tenth each, everyone once, and the unknown apart', () => {
  const months = wholeMonths({ from: parseDate('2025-01-01')!, until: parseDate('2025-02-01')! })
  const tallies = emptyTallies(plan, months)
  for (let value = 0; value < 1_000; value++) tallies[0]![0]!.set(value, 1)
  tallies[0]![0]!.set(Number.NaN, 30)
  const [first, second] = monthlyDistributions(plan, tallies, months, months[0]!)
  assert.equal(first?.edges.length, 9)
  assert.deepEqual(first?.counts, [30, ...new Array(10).fill(100)])
  assert.deepEqual(
    second?.counts,
    [0, 0],
    'an indicator without a value has one bin for the unknown and one beside it',
  )
  assert.equal(subjectsIn(tallies[0]![0]!), 1_030)
  assert.deepEqual(
    countsBetween(
      new Map([
        [Number.NaN, 2],
        [-1, 3],
        [5_000, 4],
      ]),
      first!.edges,
    ),
    [2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4],
  )
})

test('months from which a window reaches back beyond the book are left out while there are others', () => {
  const start = parseDate('2025-01-01')!
  const months = wholeMonths({ from: start, until: parseDate('2025-07-01')! })
  const tallies = emptyTallies(plan, months)
  const windowed = (days: number) =>
    planOf({ measures: plan.measures.map(measure => ({ ...measure, windowMicros: days * 86_400e6 })) })
  const used = (days: number) => {
    const [first] = monthlyDistributions(windowed(days), tallies, months, start)
    return [first?.months, first?.settled]
  }
  assert.deepEqual(used(1), [5, true])
  assert.deepEqual(used(90), [3, true])
  assert.deepEqual(used(365), [3, false])
  assert.deepEqual(used(Number.POSITIVE_INFINITY), [3, false])
})
