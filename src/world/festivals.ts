import type { Country } from './abroad.ts'
import type { Calendar } from './calendar.ts'

/** First days of the Lunar New Year, of Diwali and of Eid al-Fitr (astronomical calendars; Eid may differ by a day). */
const dates = {
  lunar: ['2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'],
  diwali: ['2023-11-12', '2024-11-01', '2025-10-20', '2026-11-08', '2027-10-29', '2028-10-17', '2029-11-05', '2030-10-26'],
  eid: ['2023-04-21', '2024-04-10', '2025-03-31', '2026-03-20', '2027-03-10', '2028-02-27', '2029-02-15', '2030-02-05'],
} as const // biome-ignore format: a table

const kept: Readonly<Record<string, keyof typeof dates>> = {
  CN: 'lunar', VN: 'lunar', KR: 'lunar', MY: 'lunar', SG: 'lunar', IN: 'diwali', NP: 'diwali', LK: 'diwali',
  PK: 'eid', BD: 'eid', ID: 'eid', SA: 'eid',
} // biome-ignore format: a table

const days = new Map<string, ReadonlySet<number>>(
  Object.entries(dates).map(([name, list]) => [
    name,
    new Set(
      list.flatMap(date => Array.from({ length: 18 }, (_, before) => Date.parse(date) / 86_400_000 - before)),
    ),
  ]),
)

/** How much more than usual families abroad are sent on a day: before the festival that most keep there, Christmas for the others. */
export function giving(calendar: Calendar, country: Country, day: number): number {
  const festival = kept[country.code]
  if (festival === undefined) return calendar.month(day) === 12 ? 1.35 : 1
  return days.get(festival)!.has(calendar.epochDay + day) ? 1.4 : 1
}
