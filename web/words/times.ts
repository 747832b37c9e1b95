import { words } from './words.ts'

/** Which clock instants are read on. */
export type Zone = 'utc' | 'local'

const ofDay = { day: 'numeric', month: 'short', year: 'numeric' } as const
const ofMinute = { ...ofDay, hour: '2-digit', minute: '2-digit' } as const

/** Made once: making one takes a hundred times as long as using it, and a list of instants uses it at every key. */
function inZones(parts: Intl.DateTimeFormatOptions): Readonly<Record<Zone, Intl.DateTimeFormat>> {
  return {
    utc: new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: 'UTC' }),
    local: new Intl.DateTimeFormat(words.locale, parts),
  }
}
const days = inZones(ofDay)
const minutes = inZones(ofMinute)
const minutesNamed = inZones({ ...ofMinute, timeZoneName: 'short' })

/** `24 Nov 2026, 18:05`, with the zone's name where it is not said beside it. */
export function instant(
  text: string,
  zone: Zone,
  { named = false }: { readonly named?: boolean } = {},
): string {
  return (named ? minutesNamed : minutes)[zone].format(new Date(text))
}

/** `24 Nov 2026`. */
export function day(text: string, zone: Zone): string {
  return days[zone].format(new Date(text))
}

const steps = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const

/** How long, by its greatest unit: `3 d`, `5 h`, `12 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000
  for (const [unit, size] of steps) {
    if (seconds >= size) return words.times[unit](Math.floor(seconds / size))
  }
  return words.times.now
}

/** How long ago. */
export function age(text: string, now: number): string {
  return duration(now - Date.parse(text))
}
