/** `5.2 bans` */
export const bans = value => `${value.toFixed(1)} bans`

/** A measured value with its unit. */
export function measured(value, unit) {
  if (unit === 'share') return `${Math.round(value * 100)} %`
  const digits = value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 6 : 3 })
  return `${digits} ${unit}`.trim()
}

/** `3 Jan` or `Jan 2025`, in UTC. */
export const dayFormat = options => {
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  return at => format.format(at).replace('Sept', 'Sep')
}

/** `14 payments` */
export const counted = (count, one) => `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`

/** `2025-03-14 09:26` of an RFC 3339 instant. */
export const minute = instant => instant.slice(0, 16).replace('T', ' ')
