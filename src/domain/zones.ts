/** How far clocks of a time zone (IANA name) are ahead of UTC at an instant, both in microseconds. */
export function offsetAt(timeZone: string, instant: number): number {
  const millis = Math.floor(instant / 1_000)
  const parts = formatFor(timeZone).formatToParts(millis)
  const of = (type: string) => Number(parts.find(part => part.type === type)!.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return (there - Math.floor(millis / 1_000) * 1_000) * 1_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}
