import { offsetAt } from '../../domain/zones.ts'

/** Clock times of a place for formats that have no zone: `2029-11-22T21:40:00`. */
export function localDateTime(micros: number, timeZone: string): string {
  return new Date((micros + offsetAt(timeZone, micros)) / 1_000).toISOString().slice(0, 19)
}
