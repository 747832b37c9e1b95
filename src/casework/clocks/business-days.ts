import { formatDate, microsPerDay, parseDate } from '../../domain/time.ts'

/**
 * Days on which offices work. Holidays are rules, so that no table runs out. Only holidays of the whole country are
 * given: one that is left out makes a deadline earlier, never late.
 */

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const
type Weekday = (typeof weekdays)[number]

export type Holiday =
  /** `on` is month and day, `01-26`. One that falls on a weekend can move to the next day that is free. */
  | { readonly name: string; readonly on: string; readonly moves?: 'next_free_day' | undefined }
  /** Days after Easter Sunday; -2 is Good Friday. */
  | { readonly name: string; readonly easter: number }
  /** The nth such weekday of a month; -1 is the last. */
  | { readonly name: string; readonly month: number; readonly weekday: Weekday; readonly nth: number }
  /** Days that follow no rule, `YYYY-MM-DD`. */
  | { readonly name: string; readonly dates: readonly string[] }

/** Days are counted from 1970-01-01. */
export type Day = number

export const dayOf = (date: string): Day => parseDate(date)! / microsPerDay
export const dateOf = (day: Day): string => formatDate(day * microsPerDay)

const weekdayOf = (day: Day) => (((day + 4) % 7) + 7) % 7 // 1970-01-01 was a Thursday.
const isWeekend = (day: Day) => weekdayOf(day) === 0 || weekdayOf(day) === 6

/** The holidays of a year. Those that move do so in the order given. */
export function holidaysOf(year: number, holidays: readonly Holiday[]): ReadonlySet<Day> {
  const days = new Set<Day>()
  const moving: Day[] = []
  for (const holiday of holidays) {
    if ('easter' in holiday) days.add(easterOf(year) + holiday.easter)
    else if ('weekday' in holiday) days.add(nthWeekday(year, holiday))
    else if ('dates' in holiday) {
      for (const date of holiday.dates) if (date.startsWith(`${year}-`)) days.add(dayOf(date))
    } else {
      const day = dayOf(`${year}-${holiday.on}`)
      days.add(day)
      if (holiday.moves !== undefined && isWeekend(day)) moving.push(day)
    }
  }
  for (const day of moving) {
    let free = day
    while (isWeekend(free) || days.has(free)) free += 1
    days.add(free)
  }
  return days
}

/** The day that many business days after `day`; with 0, `day` itself. */
export function businessDaysAfter(day: Day, count: number, holidays: readonly Holiday[]): Day {
  const years = new Map<number, ReadonlySet<Day>>()
  const isHoliday = (candidate: Day) => {
    const year = Number(dateOf(candidate).slice(0, 4))
    // A holiday of late December can move into January.
    for (const each of [year - 1, year]) {
      if (!years.has(each)) years.set(each, holidaysOf(each, holidays))
      if (years.get(each)!.has(candidate)) return true
    }
    return false
  }
  let end = day
  for (let left = count; left > 0; ) {
    end += 1
    if (!isWeekend(end) && !isHoliday(end)) left -= 1
  }
  return end
}

function nthWeekday(
  year: number,
  { month, weekday, nth }: { readonly month: number; readonly weekday: Weekday; readonly nth: number },
): Day {
  const wanted = weekdays.indexOf(weekday)
  const first = Date.UTC(year, month - 1, 1) / 86_400_000
  const last = Date.UTC(year, month, 0) / 86_400_000
  if (nth > 0) return first + ((wanted - weekdayOf(first) + 7) % 7) + 7 * (nth - 1)
  return last - ((weekdayOf(last) - wanted + 7) % 7) + 7 * (nth + 1)
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm as Meeus gives it (Astronomical Algorithms, 1991, chapter 8). */
export function easterOf(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return Date.UTC(year, month - 1, day) / 86_400_000
}
