import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { microsPerDay, parseDate } from '../domain/time.ts'
import { createCalendar } from './calendar.ts'
import { offsetMinutes } from './cities.ts'
import { poisson, substream, zipf } from './random.ts'

const epochDayOf = (date: string) => parseDate(date)! / microsPerDay

test('daylight saving agrees with the time zone database at noon', () => {
  const cities = [
    ['Australia/Sydney', { name: 'Sydney', winterMinutes: 600, daylightSaving: true }],
    ['Australia/Adelaide', { name: 'Adelaide', winterMinutes: 570, daylightSaving: true }],
    ['Australia/Brisbane', { name: 'Brisbane', winterMinutes: 600, daylightSaving: false }],
  ] as const
  for (const [zone, city] of cities) {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    for (let day = epochDayOf('2024-01-01'); day < epochDayOf('2027-01-01'); day++) {
      const minutes = offsetMinutes(city, day, 12 * 3_600)
      const name = format
        .formatToParts(new Date((day * 86_400 + 12 * 3_600 - minutes * 60) * 1_000))
        .at(-1)!.value
      const [, hours, rest] = /GMT\+(\d+):(\d+)/.exec(name)!
      assert.equal(minutes, Number(hours) * 60 + Number(rest), `${zone} ${day}`)
    }
  }
})

test('the calendar knows weekdays and the moving holidays', () => {
  const calendar = createCalendar('2025-01-01', 24)
  assert.equal(calendar.days, 730)
  const day = (date: string) => epochDayOf(date) - calendar.epochDay
  assert.equal(calendar.weekday(day('2025-01-01')), 2)
  for (const date of ['2025-04-18', '2025-04-21', '2026-04-03', '2026-04-06', '2025-12-25'])
    assert.ok(calendar.isHoliday(day(date)), date)
  assert.ok(!calendar.isHoliday(day('2025-04-22')))
  assert.equal(calendar.date(-1), '2024-12-31')
})

test('streams repeat, differ by path, and draw what they say', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.nat(), (seed, name, index) => {
      const draw = () => Array.from({ length: 8 }, substream(seed, name, index))
      assert.deepEqual(draw(), draw())
      assert.notDeepEqual(draw(), Array.from({ length: 8 }, substream(seed, name, index + 1)))
      assert.ok(draw().every(value => value >= 0 && value < 1))
      assert.ok(
        Array.from({ length: 20 }, () => zipf(substream(seed, index), 5)).every(
          rank => rank >= 0 && rank < 5,
        ),
      )
    }),
  )
  const random = substream(1, 'poisson')
  const mean =
    Array.from({ length: 20_000 }, () => poisson(random, 0.7)).reduce((sum, each) => sum + each, 0) / 20_000
  assert.ok(Math.abs(mean - 0.7) < 0.03)
})
