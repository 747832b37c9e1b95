import type { Card } from './card.ts'
import { nearestWord } from './nearest.ts'
import type { Overlay, OverlayPlace } from './overlay.ts'
import type { Problem } from './problem.ts'

/**
 * What in an overlay fits none of these cards. A weight for an indicator that its card lacks is an error. A name that no
 * card declares is a warning, because the card may be in a pack that is not read now.
 */
export function overlayProblems(overlay: Overlay, cards: readonly Card[]): Problem[] {
  const declared = {
    limits: namesIn(cards, 'limits'),
    terms: namesIn(cards, 'terms'),
    corridors: namesIn(cards, 'corridors'),
  }
  return [...overlay.places.values()].flatMap(place => {
    const { kind, name } = place
    if (kind === 'weights') return weightProblems(place, cards)
    if (declared[kind].includes(name)) return []
    return [problem(place, 'warning', `no card declares ${words[kind]} "${name}"`, declared[kind])]
  })
}

const words = { limits: 'the limit', terms: 'the term list', corridors: 'the corridor list' } as const

function namesIn(cards: readonly Card[], kind: 'limits' | 'terms' | 'corridors'): string[] {
  return cards.flatMap(card => Object.keys(card[kind] ?? {}))
}

function weightProblems(place: OverlayPlace, cards: readonly Card[]): Problem[] {
  const [cardId = '', indicator = ''] = place.name.split('.')
  const found = cards.filter(({ card }) => card === cardId)
  if (found.length === 0) {
    const ids = cards.map(({ card }) => card)
    return [problem(place, 'warning', `there is no card "${cardId}" to weigh`, ids, cardId)]
  }
  const ids = found.flatMap(card => card.indicators.map(({ id }) => id))
  if (ids.includes(indicator)) return []
  return [problem(place, 'error', `the card "${cardId}" has no indicator "${indicator}"`, ids, indicator)]
}

function problem(
  { file, line, column, name }: OverlayPlace,
  severity: Problem['severity'],
  message: string,
  valid: readonly string[],
  meant = name,
): Problem {
  const nearest = nearestWord(meant, valid)
  const found: Problem = { file, line, column, severity, message }
  return nearest === undefined ? found : { ...found, nearest }
}
