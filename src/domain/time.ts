/** Instants are UTC, as whole microseconds since 1970: exact in a double until the year 2255. */
export type Micros = number & { readonly brand: 'micros' }

export const microsPerSecond = 1_000_000
export const microsPerHour = 3_600 * microsPerSecond
export const microsPerDay = 24 * microsPerHour

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * Reads an RFC 3339 date-time with at most six decimals of a second and an offset; `undefined` when it is not one.
 * 30 February and a time of 25:00 are not; a leap second (:60) is not, because it has no place on the scale.
 */
export function parseInstant(text: string): Micros | undefined {
  const match = instantPattern.exec(text)
  if (match === null) return undefined
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    ,
    sign,
    offsetHour = '0',
    offsetMinute = '0',
  ] = match
  const midnight = dayNumber(Number(year), Number(month), Number(day))
  if (midnight === undefined) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHour) * 60 + Number(offsetMinute))
  const seconds = midnight * 86_400 + Number(hour) * 3_600 + (Number(minute) - offset) * 60 + Number(second)
  return (seconds * microsPerSecond + Number(fraction.padEnd(6, '0'))) as Micros
}

/** Reads a calendar date `YYYY-MM-DD` as midnight UTC; `undefined` when there is no such day. */
export function parseDate(text: string): Micros | undefined {
  const match = datePattern.exec(text)
  if (match === null) return undefined
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))
  return day === undefined ? undefined : ((day * microsPerDay) as Micros)
}

/** The instant as RFC 3339 in UTC, with only as many decimals of a second as it has. */
export function formatInstant(instant: number): string {
  const micros = ((instant % microsPerSecond) + microsPerSecond) % microsPerSecond
  const whole = new Date((instant - micros) / 1_000).toISOString().slice(0, 19)
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`
  return `${whole}${fraction}Z`
}

/** As `formatInstant`; what has not happened has none. */
export function formatInstantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant)
}

/** The UTC calendar date of the instant, `YYYY-MM-DD`. */
export function formatDate(instant: number): string {
  return new Date(Math.floor(instant / 1_000)).toISOString().slice(0, 10)
}

function dayNumber(year: number, month: number, day: number): number | undefined {
  const millis = Date.UTC(year, month - 1, day)
  const date = new Date(millis)
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? millis / 86_400_000 : undefined
}
