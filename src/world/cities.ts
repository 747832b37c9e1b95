import { weighted } from './random.ts'

/** Where a customer lives, as far as clocks care. */
export interface City {
  readonly name: string
  /** Minutes east of UTC in winter. */
  readonly winterMinutes: number
  readonly daylightSaving: boolean
}

const city = (name: string, winterMinutes: number, daylightSaving: boolean): City => ({
  name,
  winterMinutes,
  daylightSaving,
})

/** In about the proportion of their people (Australian Bureau of Statistics, Regional population). */
export const drawCity = weighted([
  [city('Sydney', 600, true), 30],
  [city('Melbourne', 600, true), 30],
  [city('Brisbane', 600, false), 18],
  [city('Perth', 480, false), 11],
  [city('Adelaide', 570, true), 7],
  [city('Canberra', 600, true), 2],
  [city('Hobart', 600, true), 1],
  [city('Darwin', 570, false), 1],
])

/** Minutes east of UTC at a local time: daylight saving runs from the first Sunday of October to that of April. */
export function offsetMinutes(city: City, epochDay: number, secondOfDay: number): number {
  if (!city.daylightSaving) return city.winterMinutes
  const effective = secondOfDay < 3 * 3_600 ? epochDay - 1 : epochDay
  return city.winterMinutes + (isSummerTime(effective) ? 60 : 0)
}

const summerTime = new Map<number, boolean>()

function isSummerTime(epochDay: number): boolean {
  const known = summerTime.get(epochDay)
  if (known !== undefined) return known
  const date = new Date(epochDay * 86_400_000)
  const month = date.getUTCMonth() + 1
  // The date of the latest Sunday, today included; 0 or less when this month has had none.
  const latestSunday = date.getUTCDate() - date.getUTCDay()
  const answer =
    month > 10 || month < 4 || (month === 10 && latestSunday >= 1) || (month === 4 && latestSunday < 1)
  summerTime.set(epochDay, answer)
  return answer
}
