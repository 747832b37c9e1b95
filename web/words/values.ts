import { words } from './words.ts'

const three = new Intl.NumberFormat(words.locale, { maximumSignificantDigits: 3 })
const whole = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 0 })

/** A value with the unit of its indicator: `12 payments`, `1 day`, `AUD 36.30`, `96 %`, `1.4 times`. */
export function measured(value: number, unit: string): string {
  if (/^[A-Z]{3}$/.test(unit)) return money(value, unit)
  if (unit === 'share') return words.values.percent(three.format(value * 100))
  return words.values.of(bare(value, unit), unit, value === 1)
}

/** The same where the unit has just been said: `12`, but `AUD 36.30` and `96 %`. */
export function bare(value: number, unit: string): string {
  if (/^[A-Z]{3}$/.test(unit) || unit === 'share') return measured(value, unit)
  return Math.abs(value) >= 1_000 ? whole.format(value) : three.format(value)
}

/** One a currency, made when it is first met: making one takes far longer than using it. */
const currencies = new Map<string, Intl.NumberFormat>()

function currencyFormat(currency: string): Intl.NumberFormat {
  const made =
    currencies.get(currency) ??
    new Intl.NumberFormat(words.locale, { style: 'currency', currency, currencyDisplay: 'code' })
  currencies.set(currency, made)
  return made
}

/** `AUD 1,204.50`: the currency first, as in files and reports. Decimal text stays exact to the minor unit. */
export function money(amount: number | string, currency: string): string {
  // The formatter takes decimal text too, and then reads it exactly.
  return currencyFormat(currency)
    .format(amount as number)
    .replace(/\s/g, ' ')
}

/** `1 in 420`, of a share from 0 to 1. */
export function oneIn(share: number): string {
  return words.values.oneIn(whole.format(Math.round(1 / share)))
}

/** `1,204`. */
export function count(value: number): string {
  return whole.format(value)
}

/** `42 %`, of a share from 0 to 1; what is there is never 0 %. */
export function percent(share: number): string {
  return words.values.percent(share > 0 && share < 0.01 ? '< 1' : whole.format(share * 100))
}
