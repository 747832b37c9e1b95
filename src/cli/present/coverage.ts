import type { CardCoverage, ProductCoverage } from '../../detection/coverage.ts'
import type { Observable } from '../../typology/observables.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import type { Paint, Style } from '../terminal/style.ts'
import { type Paragraph, table } from '../terminal/table.ts'
import { wrap } from '../terminal/width.ts'

type Look = { readonly width: number; readonly paint: Paint }

/** The map of typologies, products and data, what is missing, and what it would take. */
export function coverageReport(
  cards: readonly CardCoverage[],
  needs: readonly Observable[],
  look: Look,
): readonly string[] {
  const blind = cards.filter(({ state }) => state === 'blind').length
  const products = cards[0]?.products ?? []
  return [
    ...table(
      [
        { title: 'Typology', columnsMin: 16, columnsMax: 26 },
        { title: 'Seen' },
        { title: 'Payments looked at, by product and rail', columnsMin: 24 },
        { title: 'Indicators', align: 'right' },
      ],
      cards.map(card => [card.card, seen(card), lookedAt(card.products), evaluated(card)]),
      { ...look, spaced: true },
    ),
    '',
    ...wrap(
      products.length === 0
        ? 'The book has no payments yet: run "lapwing import".'
        : `${counted(cards.length, 'typology', 'typologies')}, ${blind} that nothing in this book can show. In the book: ${products.map(productInWords).join(', ')}.`,
      look.width,
    ),
    ...missing(cards, look),
    ...observables(needs, look),
  ]
}

function seen({ state }: CardCoverage): Paragraph {
  const style: Style | undefined = state === 'blind' ? 'protect' : state === 'whole' ? undefined : 'faint'
  return { text: state, style }
}

function evaluated({ indicators }: CardCoverage): string {
  const own = indicators.filter(({ speaks }) => speaks === 'for')
  return `${own.filter(each => each.evaluated).length} of ${own.length}`
}

function lookedAt(products: readonly ProductCoverage[]): readonly Paragraph[] {
  const looked = products.filter(({ looked_at }) => Object.keys(looked_at).length > 0)
  if (looked.length === 0) return [{ text: 'none', style: 'faint' }]
  return looked.map(({ product, looked_at }) => ({
    text: `${product}: ${Object.entries(looked_at)
      .sort(([, one], [, other]) => other - one)
      .map(([rail, payments]) => `${grouped(payments)} ${rail.replace('_', ' ')}`)
      .join(', ')}`,
  }))
}

function productInWords({ product, payments }: ProductCoverage): string {
  return `${product.replace('_', ' ')} (${counted(payments, 'payment')})`
}

/** One row a reason, because one column that is missing takes something from many cards. */
function missing(cards: readonly CardCoverage[], look: Look): readonly string[] {
  const reasons = new Map<string, string[]>()
  for (const { card, indicators, products, missing_families: families } of cards) {
    for (const { indicator, reason } of indicators.filter(each => !each.evaluated)) {
      reasons.set(reason, [...(reasons.get(reason) ?? []), `${card}.${indicator}`])
    }
    for (const family of families) {
      const reason = `no indicator of the family ${family} can be evaluated, without which there is no alert`
      reasons.set(reason, [...(reasons.get(reason) ?? []), card])
    }
    if (products.length > 0 && products.every(each => Object.keys(each.looked_at).length === 0)) {
      const reason = 'no payment of the kind that the card looks at is in the book'
      reasons.set(reason, [...(reasons.get(reason) ?? []), card])
    }
  }
  if (reasons.size === 0) return []
  return [
    '',
    look.paint('What is missing', 'strong'),
    ...table(
      [
        { title: 'Why, and what it would take', columnsMin: 30 },
        { title: 'Cards and indicators', columnsMin: 30 },
      ],
      [...reasons].map(([reason, names]) => [reason, names.join(', ')]),
      { ...look, spaced: true },
    ),
  ]
}

function observables(needs: readonly Observable[], look: Look): readonly string[] {
  if (needs.length === 0) return []
  return [
    '',
    look.paint('Published, and not in any input table', 'strong'),
    ...table(
      [
        { title: 'Typology', columnsMin: 14 },
        { title: 'What can be observed', columnsMin: 24 },
        { title: 'What it would take', columnsMin: 24 },
      ],
      needs.map(({ typology, observable, needs = '' }) => [typology, observable, needs]),
      { ...look, spaced: true },
    ),
  ]
}
