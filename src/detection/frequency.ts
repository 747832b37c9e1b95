import { microsPerDay } from '../domain/time.ts'

/**
 * How often a subject does what a card looks at. Whoever pays often also pays more people, more often at night and more round
 * sums: one fact, which several families would count. So a value is compared first among those who did it about as often by
 * then, and the rarities multiply as conditional ones do. It also compares a fourth payment with the fourth payments of
 * others, and not with what they came to in a year.
 *
 * Bands are octaves: 1, 2 to 3, 4 to 7 payments and so on. Where too few reached a band, those stand in who did it more often
 * than some lower number of times.
 */

const windowMicros = 365 * microsPerDay
/** More than 32,768 payments a year are one band. */
const bandsMax = 16

/** The code of the band of so many payments, from 1 on. */
export function bandOf(payments: number): number {
  return Math.min(bandsMax, 1 + Math.floor(Math.log2(payments)))
}

/** The code of everybody who reached the band, whatever came later. */
export function orMore(band: number): number {
  return bandsMax + band
}

/** Whether a code stands for a band, rather than for everybody from a band on. */
export function isBand(code: number): boolean {
  return code >= 1 && code <= bandsMax
}

/** What the codes mean, by code: `4 to 7`, `4 or more`. */
export const frequencyNames: readonly string[] = [
  '',
  ...bands().map(band => (band === 1 ? '1' : `${2 ** (band - 1)} to ${2 ** band - 1}`)),
  ...bands().map(band => `${2 ** (band - 1)} or more`),
]

function bands(): number[] {
  return Array.from({ length: bandsMax }, (_, i) => i + 1)
}

/**
 * Writes the band at each row of one subject that is weighed: how many of `counted` there were within a year by then. `rows`, the
 * weighed, are among `counted`; both are oldest first. `time` is by row, in microseconds.
 */
export function fillBands(
  rows: readonly number[],
  counted: readonly number[],
  time: Float64Array,
  codes: Uint32Array,
): void {
  let oldest = 0
  let next = 0
  for (const row of rows) {
    while (next < counted.length && counted[next]! <= row) next++
    while (time[counted[oldest]!]! <= time[row]! - windowMicros) oldest++
    codes[row] = bandOf(next - oldest)
  }
}
