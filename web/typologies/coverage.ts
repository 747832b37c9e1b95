import type { CardCoverage } from '../api/typologies.ts'

/** Of a product's payments those that a card looks at, their share of all, and by rail, most first. */
export function lookedAt({ payments, looked_at }: CardCoverage['products'][number]) {
  const rails = Object.entries(looked_at).sort((one, other) => other[1] - one[1])
  const looked = rails.reduce((sum, [, count]) => sum + count, 0)
  return { payments: looked, share: payments === 0 ? 0 : looked / payments, rails }
}

/** What keeps indicators from being evaluated, each reason once, the one that would help most first. */
export function whatWouldHelp(items: readonly CardCoverage[]) {
  const lacking = items.flatMap(card =>
    card.indicators.filter(each => !each.evaluated).map(each => ({ reason: each.reason, title: card.title })),
  )
  return [...Map.groupBy(lacking, each => each.reason)]
    .map(([reason, of]) => ({
      reason,
      indicators: of.length,
      cards: [...new Set(of.map(each => each.title))],
    }))
    .sort((one, other) => other.indicators - one.indicators)
}
