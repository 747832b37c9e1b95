/** Sums of amounts as the frozen copies have them: exact decimal texts, by currency and direction. */
export interface Sum {
  readonly direction: string
  readonly currency: string
  readonly amount: string
  readonly payments: number
}

export function sumsOf(copies: readonly Readonly<Record<string, string>>[]): readonly Sum[] {
  const groups = Map.groupBy(copies, ({ direction = '', currency = '' }) => `${direction} ${currency}`)
  return [...groups.values()].map(group => ({
    direction: group[0]!.direction ?? '',
    currency: group[0]!.currency ?? '',
    amount: addDecimals(group.map(({ amount = '0' }) => amount)),
    payments: group.length,
  }))
}

/** Adds decimal texts without a binary fraction in between: `0.1` and `0.2` are `0.3`. */
export function addDecimals(texts: readonly string[]): string {
  const places = Math.max(0, ...texts.map(text => (text.split('.')[1] ?? '').length))
  const whole = texts.reduce((sum, text) => {
    const [before = '0', after = ''] = text.split('.')
    return sum + BigInt(`${before}${after.padEnd(places, '0')}`)
  }, 0n)
  const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, '0')
  const sign = whole < 0n ? '-' : ''
  if (places === 0) return `${sign}${digits}`
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** `1234567.80` as `1,234,567.80`. */
export function grouped(amount: string): string {
  const [before = '', after] = amount.split('.')
  const text = before.replace(/\B(?=(\d{3})+$)/g, ',')
  return after === undefined ? text : `${text}.${after}`
}
