import { microsPerDay, parseDate } from '../domain/time.ts'

/** The days of a world, counted from 0. */
export interface Calendar {
  /** Days from 1970 to day 0. */
  readonly epochDay: number
  readonly days: number
  /** 0 is Monday, 6 is Sunday. */
  weekday(day: number): number
  /** 1 to 12. */
  month(day: number): number
  dayOfMonth(day: number): number
  /** `YYYY-MM-DD`; days before the start too. */
  date(day: number): string
  isHoliday(day: number): boolean
  isSchoolHoliday(day: number): boolean
  /** How much people spend on that day, about 1 on average. */
  spending(day: number): number
}

/** Spending by month: the Australian retail year peaks before Christmas and rests in February. */
const monthFactors = [0.97, 0.92, 0.98, 0.98, 1.0, 0.98, 0.98, 0.99, 0.98, 1.01, 1.07, 1.2]
const weekdayFactors = [0.88, 0.9, 0.95, 1.06, 1.16, 1.16, 0.89]

/** @param start `YYYY-MM-DD`, a day that exists */
export function createCalendar(start: string, months: number): Calendar {
  const epochDay = parseDate(start)! / microsPerDay
  const first = new Date(epochDay * 86_400_000)
  const end = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, first.getUTCDate()) / 86_400_000
  const days = Math.round(end - epochDay)
  const at = (day: number) => new Date((epochDay + day) * 86_400_000)
  const table = Array.from({ length: days }, (_, day) => {
    const date = at(day)
    const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()]
    const weekday = (date.getUTCDay() + 6) % 7
    const holiday = isHoliday(date.getUTCFullYear(), month, dayOfMonth)
    const closed = month === 12 && dayOfMonth === 25 ? 0.3 : holiday ? 0.85 : 1
    return {
      weekday,
      month,
      dayOfMonth,
      holiday,
      schoolHoliday: isSchoolHoliday(month, dayOfMonth),
      spending: monthFactors[month - 1]! * weekdayFactors[weekday]! * closed,
    }
  })
  return {
    epochDay,
    days,
    weekday: day => table[day]!.weekday,
    month: day => table[day]!.month,
    dayOfMonth: day => table[day]!.dayOfMonth,
    date: day => at(day).toISOString().slice(0, 10),
    isHoliday: day => table[day]!.holiday,
    isSchoolHoliday: day => table[day]!.schoolHoliday,
    spending: day => table[day]!.spending,
  }
}

/** Holidays that all Australian states keep. */
function isHoliday(year: number, month: number, day: number): boolean {
  if (['1-1', '1-26', '4-25', '12-25', '12-26'].includes(`${month}-${day}`)) return true
  const fromEaster = (Date.UTC(year, month - 1, day) - easterSunday(year)) / 86_400_000
  return fromEaster === -2 || fromEaster === 1
}

/** Gregorian Easter by Gauss's rule, as milliseconds since 1970. */
function easterSunday(year: number): number {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const correction = 15 + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25)
  let moon = (19 * golden + correction) % 30
  if (moon === 29 || (moon === 28 && golden > 10)) moon--
  const sunday = 4 + century - Math.floor(century / 4)
  const wait = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + sunday) % 7
  return Date.UTC(year, 2, 22 + moon + wait)
}

/** Roughly when Australian schools rest; the states differ by a week or so. */
function isSchoolHoliday(month: number, day: number): boolean {
  const point = month * 100 + day
  return (
    point >= 1219 || point <= 128 || (point >= 412 && point <= 427) || (point >= 705 && point <= 720) ||
    (point >= 920 && point <= 1005)
  ) // biome-ignore format: ranges
}
