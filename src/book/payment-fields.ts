import { currenciesByDecimals, decimalsOf } from '../domain/money.ts'
import { columnsOf } from '../domain/tables.ts'

/** Payment fields that a scan can be asked for, and the SQL that they come from. */

/** Payments `p`, accounts `a`, or the session `s` in which a payment was made. */
export type Source = 'payment' | 'account' | 'session'

export interface TextSource {
  readonly from: Source
  /** These and `text`: see `makeDictionary`. */
  readonly keys: readonly string[]
  readonly text?: string
}

export interface NumberSource {
  readonly from: Source
  readonly number: string
  /** Whether its values are whole numbers far below 2^24, which are exact in 32 bits. */
  readonly isSmall?: boolean
}

/** Rails on which the counterparty is a shop or a service, so that its name is nobody's. */
export const merchantRails = ['card', 'gift_card', 'direct_debit']

export const textSources: ReadonlyMap<string, TextSource> = new Map([
  ...columnsOf('payments')
    .filter(({ kind }) => !['instant', 'decimal', 'minutes'].includes(kind))
    .map(({ name }): [string, TextSource] => [
      name === 'counterparty_id' ? 'counterparty' : name,
      { from: 'payment', keys: [`p.${name}`] },
    ]),
  ['product', { from: 'account', keys: ['a.product'] }],
  ['session_country', { from: 'session', keys: ['s.session_country'] }],
  ['session_anonymiser', { from: 'session', keys: ['s.session_anonymiser'] }],
  [
    'merchant_name',
    {
      from: 'payment',
      keys: [`CASE WHEN p.rail IN ('${merchantRails.join("', '")}') THEN p.counterparty_name END`],
    },
  ],
  [
    'exact_amount',
    { from: 'payment', keys: ['p.amount', 'p.currency'], text: "key_0::VARCHAR || ' ' || key_1" },
  ],
])

/** Number fields as SQL; null where unknown. */
export function numberSources(homeCurrency: string): ReadonlyMap<string, NumberSource> {
  const home = 10 ** decimalsOf(homeCurrency)
  return new Map([
    ['amount_home', { from: 'payment', number: `round(${amountHome(homeCurrency)} * ${home})` }],
    ['amount_minor', { from: 'payment', number: `p.amount * ${minorUnits}` }],
    ['utc_offset_minutes', { from: 'payment', number: 'p.utc_offset_minutes', isSmall: true }],
    ['account_opened_on', { from: 'account', number: daysSince1970, isSmall: true }],
  ])
}

const daysSince1970 = "date_diff('day', DATE '1970-01-01', a.opened_on)"

/** The amount in the home currency, of `payments p`. */
export function amountHome(homeCurrency: string): string {
  return `coalesce(p.amount_home, CASE WHEN p.currency = '${homeCurrency}' THEN p.amount END)`
}

/** Minor units in a whole unit of the payment's currency. */
const minorUnits = `CASE ${Array.from(
  Map.groupBy(currenciesByDecimals, ([, decimals]) => decimals),
  ([decimals, pairs]) =>
    `WHEN p.currency IN ('${pairs.map(([currency]) => currency).join("', '")}') THEN ${10 ** decimals}`,
).join(' ')} ELSE 100 END`

export const scannableFields: readonly string[] = [...textSources.keys(), ...numberSources('XXX').keys()]
