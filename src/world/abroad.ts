import { decimalsOf } from '../domain/money.ts'
import type { Party } from './party.ts'
import { opaque, substream, weighted } from './random.ts'

/** A country seen from an Australian bank. */
export interface Country {
  readonly code: string
  readonly currency: string
  /** Decimal places of the currency. */
  readonly decimals: number
  /** Units of the currency for one AUD, about as in March 2025 (European Central Bank reference rates, or near). */
  readonly perAud: number
  readonly offsetMinutes: number
  /** Part of people with roots abroad (Australian Bureau of Statistics, Cultural diversity: Census), in permille. */
  readonly diaspora: number
  /** Of those, the part that supports a family there. */
  readonly supports: number
  /** How relatives are paid out: weights of bank, cash pick-up, wallet. */
  readonly payout: readonly [bank: number, cash: number, wallet: number]
  /** Weight among destinations of trips (Australian Bureau of Statistics, Overseas Arrivals and Departures). */
  readonly trips: number
}

type Line = readonly [
  string,
  string,
  number,
  number,
  number,
  number,
  readonly [number, number, number],
  number,
]

const lines: readonly Line[] = [
  ['GB', 'GBP', 0.4884, 0, 42, 0.04, [10, 0, 0], 60],
  ['IN', 'INR', 54.92, 330, 38, 0.35, [8, 1, 1], 45],
  ['CN', 'CNY', 4.573, 480, 32, 0.18, [6, 0, 4], 40],
  ['NZ', 'NZD', 1.1014, 720, 30, 0.05, [10, 0, 0], 110],
  ['PH', 'PHP', 36.185, 480, 20, 0.7, [2, 1, 7], 28],
  ['VN', 'VND', 16_100, 420, 18, 0.5, [5, 4, 1], 25],
  ['IT', 'EUR', 0.5801, 60, 14, 0.03, [10, 0, 0], 22],
  ['ZA', 'ZAR', 11.477, 120, 10, 0.12, [8, 1, 1], 10],
  ['NP', 'NPR', 88, 345, 9, 0.65, [4, 4, 2], 8],
  ['LK', 'LKR', 187, 330, 9, 0.5, [6, 3, 1], 10],
  ['LB', 'USD', 0.6317, 120, 8, 0.5, [2, 8, 0], 5],
  ['MY', 'MYR', 2.809, 480, 9, 0.12, [9, 0, 1], 16],
  ['US', 'USD', 0.6317, -300, 8, 0.04, [10, 0, 0], 70],
  ['ID', 'IDR', 10_333, 480, 7, 0.45, [5, 2, 3], 145],
  ['PK', 'PKR', 177, 300, 7, 0.5, [5, 4, 1], 4],
  ['KR', 'KRW', 918.3, 540, 6, 0.06, [10, 0, 0], 14],
  ['BD', 'BDT', 77, 360, 5, 0.55, [4, 3, 3], 3],
  ['TH', 'THB', 21.267, 420, 6, 0.5, [6, 2, 2], 42],
  ['FJ', 'FJD', 1.45, 720, 5, 0.6, [3, 4, 3], 40],
  ['GR', 'EUR', 0.5801, 120, 5, 0.05, [10, 0, 0], 12],
  ['WS', 'WST', 1.77, 780, 4, 0.75, [2, 6, 2], 6],
  ['TO', 'TOP', 1.5, 780, 3, 0.75, [2, 6, 2], 3],
  ['NG', 'NGN', 970, 60, 2, 0.6, [7, 2, 1], 1],
  ['KE', 'KES', 81.7, 180, 3, 0.6, [1, 1, 8], 3],
  ['GH', 'GHS', 9.7, 0, 2, 0.6, [2, 2, 6], 1],
  ['ET', 'ETB', 82, 180, 2, 0.6, [4, 5, 1], 1],
  ['CO', 'COP', 2_600, -300, 4, 0.4, [6, 3, 1], 2],
  ['BR', 'BRL', 3.63, -180, 5, 0.2, [9, 0, 1], 5],
  ['UA', 'UAH', 26.2, 120, 2, 0.35, [9, 1, 0], 0.5],
  ['MX', 'MXN', 12.622, -360, 1, 0.3, [6, 4, 0], 4],
  ['DO', 'DOP', 39.6, -240, 0.3, 0.5, [3, 7, 0], 0.3],
  ['JM', 'JMD', 99.5, -300, 0.3, 0.5, [4, 6, 0], 0.3],
  ['RO', 'RON', 2.887, 120, 1, 0.25, [9, 1, 0], 1],
  ['CI', 'XOF', 380, 0, 0.3, 0.6, [2, 3, 5], 0.2],
  ['JP', 'JPY', 93.91, 540, 4, 0.03, [10, 0, 0], 75],
  ['SG', 'SGD', 0.8433, 480, 4, 0.03, [10, 0, 0], 40],
  ['CA', 'CAD', 0.905, -300, 3, 0.03, [10, 0, 0], 14],
  ['DE', 'EUR', 0.5801, 60, 5, 0.03, [10, 0, 0], 16],
  ['FR', 'EUR', 0.5801, 60, 3, 0.03, [10, 0, 0], 18],
  ['NL', 'EUR', 0.5801, 60, 3, 0.03, [10, 0, 0], 7],
  ['SA', 'SAR', 2.37, 180, 0.3, 0.1, [10, 0, 0], 0.5],
] // biome-ignore format: a table

export const countries: readonly Country[] = lines.map(
  ([code, currency, perAud, offsetMinutes, diaspora, supports, payout, trips]) => ({
    code, currency, decimals: decimalsOf(currency), perAud, offsetMinutes, diaspora, supports, payout, trips,
  }),
) // biome-ignore format: a table

const byCode = new Map(countries.map(country => [country.code, country]))

/** @param code one of the countries of the table above */
export const countryOf = (code: string): Country => byCode.get(code)!

export const drawOrigin = weighted(countries.map(country => [country, country.diaspora]))
export const drawDestination = weighted(countries.map(country => [country, country.trips]))

const payoutDraws = new Map(
  countries.map(({ code, payout }) => {
    const [bank, cash, wallet] = payout
    return [code, weighted<Payout>([['bank', bank], ['cash_pickup', cash], ['wallet', wallet]])]
  }),
) // biome-ignore format: short

export type Payout = 'bank' | 'cash_pickup' | 'wallet'
const institutionWords: Record<Payout, string> = { bank: 'BANK', cash_pickup: 'CASH', wallet: 'WALLET' }

/** An invented person abroad who can be paid. The same path always gives the same person. */
export function personAbroad(
  seed: number,
  country: Country,
  path: readonly (string | number)[],
  chosen?: Payout,
): Party {
  const mark = opaque(seed, 'abroad', country.code, ...path)
  const payout = chosen ?? payoutDraws.get(country.code)!(substream(seed, 'payout', mark))
  return {
    id: `SYN-R-${country.code}-${mark}`,
    name: `Synthetic Payee ${mark.slice(0, 6).toUpperCase()}`,
    country: country.code,
    institution: `SYN${institutionWords[payout]}${country.code}`,
    payout,
  }
}
