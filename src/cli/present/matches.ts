import { dayOf } from '../../casework/words.ts'
import type { Tally } from '../../detection/intelligence/matcher.ts'
import type { CustomerMatch, NamedValue } from '../../detection/intelligence/matches.ts'
import { formatMoney, parseMoney } from '../../domain/money.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { type Paragraph, table } from '../terminal/table.ts'

interface Options {
  readonly width: number
  readonly paint: Paint
}

/** Customers who match, most to look at first, with one row for each piece of intelligence. */
export function matchTable(matches: readonly CustomerMatch[], options: Options): readonly string[] {
  return table(
    [
      { title: '#', align: 'right' },
      { title: 'Customer', columnsMin: 10, columnsMax: 24 },
      { title: 'Named', columnsMin: 14, columnsMax: 40 },
      { title: 'By whom', columnsMin: 16, columnsMax: 44 },
      { title: 'Dealings (UTC)', columnsMin: 16 },
      { title: 'Completed', columnsMin: 14 },
    ],
    matches.flatMap(match =>
      match.named.map((value, at) => [
        at === 0 ? String(match.rank) : '',
        at === 0 ? { text: match.customer_id, style: 'strong' as const } : '',
        [{ text: value.value }, { text: whatOf(value), style: 'faint' as const }],
        byWhom(value),
        dealings(value),
        amounts(value, match.home_currency),
      ]),
    ),
    { ...options, spaced: true },
  )
}

/** How many values were tested, so that nothing found is not mistaken for nothing looked at. */
export function tallyLines(tallies: readonly Tally[]): readonly string[] {
  return tallies.map(({ keyId, selectors, tested, named, keyGiven }) => {
    const which = `${counted(selectors, 'selector')} ${keyId === undefined ? 'in plain text' : `under the key ${keyId}`}`
    if (!keyGiven) return `${which}: not tested, because the key was not given.`
    const one = named === 1
    return `${which}: ${counted(tested, 'value')} of the book tested, ${grouped(named)} ${one ? 'is' : 'are'} named.`
  })
}

function whatOf({ names, selector_type: type }: NamedValue): string {
  return names === 'counterparty' ? `counterparty, ${type}` : `the customer's own, ${type}`
}

function byWhom(value: NamedValue): readonly Paragraph[] {
  const {
    source,
    received_at: received,
    age_days: age,
    expires_at: expires,
    tlp,
    typology,
    reference,
  } = value
  const days = Math.floor(age)
  const more = [tlp, typology, reference].filter(each => each !== null)
  return [
    { text: source },
    { text: `received ${dayOf(received)}, ${counted(days, 'day')} ago`, style: 'faint' },
    ...(expires === null ? [] : [{ text: `expires ${dayOf(expires)}`, style: 'faint' as const }]),
    ...(more.length === 0 ? [] : [{ text: more.join(', '), style: 'faint' as const }]),
  ]
}

function dealings(value: NamedValue): readonly Paragraph[] {
  if (value.names === 'own identifier') {
    return [
      {
        text:
          value.known_since === null
            ? "the customer's own"
            : `the customer's own since ${dayOf(value.known_since)}`,
      },
    ]
  }
  const [first, last] = [dayOf(value.first_dealing_at!), dayOf(value.last_dealing_at!)]
  const { payments_before_receipt: before, payments_after_receipt: after } = value
  return [
    { text: counted(value.payments, 'payment') },
    { text: first === last ? `on ${first}` : `${first} to ${last}` },
    {
      text: `${grouped(before)} before receipt, ${grouped(after)} after`,
      style: after > 0 ? 'evidence' : 'faint',
    },
  ]
}

function amounts(value: NamedValue, currency: string): readonly Paragraph[] {
  if (value.names === 'own identifier') return [{ text: '-' }]
  const money = (text: string) => formatMoney(parseMoney(text, currency)!)
  const isZero = (text: string) => /^[0.]+$/.test(text)
  return [
    ...(isZero(value.paid_out) && !isZero(value.paid_in) ? [] : [{ text: `${money(value.paid_out)} out` }]),
    ...(isZero(value.paid_in) ? [] : [{ text: `${money(value.paid_in)} in` }]),
    ...(value.payments_without_amount === 0
      ? []
      : [{ text: `${grouped(value.payments_without_amount)} of unknown amount`, style: 'faint' as const }]),
  ]
}
