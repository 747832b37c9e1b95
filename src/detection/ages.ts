import type { Numbers } from '../book/history.ts'
import { formatDate, microsPerDay } from '../domain/time.ts'
import type { BoundField, FillCodes, FillNumbers } from './fields.ts'

/** How old people and relations are at a payment, by the calendar, and the bands that this falls into. */

/**
 * Age of `whose` (an index of a customer for each payment, NaN for nobody) in whole years on the UTC day of the payment, by
 * calendar and not by days divided.
 */
export function ageAt(
  bookedAt: Float64Array,
  birthDates: Numbers,
  whose: Uint32Array | Numbers,
): FillNumbers {
  const births = Float64Array.from(birthDates, calendarNumber)
  const firstDay = Math.floor((bookedAt[0] ?? 0) / microsPerDay)
  const days = Math.floor((bookedAt.at(-1) ?? 0) / microsPerDay) - firstDay + 1
  const calendar = Float64Array.from({ length: days }, (_, day) =>
    calendarNumber((firstDay + day) * microsPerDay),
  )
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const day = Math.floor(bookedAt[row]! / microsPerDay) - firstDay
      out[i] = Math.floor((calendar[day]! - births[whose[row]!]!) / 10_000)
    }
  }
}

/** A date as a number such as 20250314, whose differences of 10 000 are whole years. */
export function calendarNumber(instant: number): number {
  return Number.isNaN(instant) ? Number.NaN : Number(formatDate(instant).replaceAll('-', ''))
}

export const microsPerYear = 365.2425 * microsPerDay

/** Time since `since` (one a customer), in `unitMicros`. */
export function tenureAt(
  bookedAt: Float64Array,
  since: Numbers,
  customer: Uint32Array,
  unitMicros: number,
): FillNumbers {
  return (rows, out) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      out[i] = (bookedAt[row]! - since[customer[row]!]!) / unitMicros
    }
  }
}

/** Upper bounds in years, and the names of the bands they part: ages of childhood and of majority, ages of accounts. */
export const ageBands = [13, 18, 25, 40, 60]
export const ageNames = ['', 'under 13', '13 to 17', '18 to 24', '25 to 39', '40 to 59', '60 and over']
export const tenureBands = [1, 3, 10]
export const tenureNames = ['', 'under 1 year', '1 to 3 years', '3 to 10 years', 'over 10 years']

export const ageBanded = (years: FillNumbers) => banded(years, ageBands, ageNames)
export const tenureBanded = (years: FillNumbers) => banded(years, tenureBands, tenureNames)

function banded(
  fillYears: FillNumbers,
  bounds: readonly number[],
  dictionary: readonly string[],
): BoundField {
  let years = new Float64Array(0)
  const fill: FillCodes = (rows, out) => {
    if (years.length < rows.length) years = new Float64Array(rows.length)
    fillYears(rows, years)
    for (let i = 0; i < rows.length; i++) {
      let band = 0
      while (band < bounds.length && years[i]! >= bounds[band]!) band++
      out[i] = Number.isNaN(years[i]!) ? 0 : band + 1
    }
  }
  return { type: 'text', dictionary, fill }
}
