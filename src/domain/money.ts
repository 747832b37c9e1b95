/**
 * Money is exact: a whole number of minor units with its currency in memory, decimal text in files, never a binary
 * fraction. A double holds whole numbers exactly to 9 007 199 254 740 991, which the reader enforces.
 */
export type Money = { readonly minor: number; readonly currency: string }

/** Decimal places of each ISO 4217 currency that has not two. */
const otherDecimals: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
} // biome-ignore format: a table

/** ISO 4217 alphabetic codes of money in use in 2026, and those withdrawn since 2010 that histories still carry. */
export const currencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD CDF ' +
    'CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP ' +
    'GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK ' +
    'LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR ' +
    'NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN ' +
    'SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XCD ' +
    'XCG XOF XPF YER ZAR ZMK ZMW ZWG ZWL'
  ).split(' '),
)

/** Decimal places of an ISO 4217 currency: 2 for AUD, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  return otherDecimals[currency] ?? 2
}

/** Every currency whose decimal places are not two, with that number. */
export const currenciesByDecimals: readonly (readonly [currency: string, decimals: number])[] =
  Object.entries(otherDecimals)

const decimalPattern = /^(\d{1,14})(?:\.(\d{1,4}))?$/

/** Reads unsigned decimal text such as `51.20`; `undefined` when it is not one or is finer than the currency. */
export function parseMoney(text: string, currency: string): Money | undefined {
  const match = decimalPattern.exec(text)
  if (match === null) return undefined
  const decimals = decimalsOf(currency)
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return undefined
  const minor = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`)
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined
}

/** Decimal text with exactly the decimals of the currency: `{minor: 5120, currency: 'AUD'}` is `51.20`. */
export function formatDecimal(money: Money): string {
  const decimals = decimalsOf(money.currency)
  const digits = String(Math.abs(money.minor)).padStart(decimals + 1, '0')
  const sign = money.minor < 0 ? '-' : ''
  if (decimals === 0) return sign + digits
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** For people: currency first, thousands grouped, for example `AUD 1,204.50`. */
export function formatMoney(money: Money): string {
  const [whole = '0', fraction] = formatDecimal(money).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${money.currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}
