import { type CardEvidence, hasEssentials, publishedWeights, weighAll } from './cards.ts'
import type { Label } from './labels.ts'
import { logOdds, type Observation, type Prior, probabilityOf } from './logistic.ts'
import { type CardModel, type Model, observationAt } from './model.ts'

/** A subject that was decided about, as a card saw it before the decision. */
export interface Decision {
  /** Index of the card in the model. */
  readonly card: number
  readonly row: number
  readonly id: string
  readonly label: Label
  readonly observation: Observation
}

/** A label that teaches nothing, and why. */
export interface Unused {
  readonly what: string
  readonly count: number
  readonly reason: string
}

/** The labelled subjects of every card, and the labels that no card can learn from. */
export function decisionsOf({ cards }: Model): { decisions: Decision[]; unused: Unused[] } {
  const decisions: Decision[] = []
  const unused: Unused[] = []
  for (const [index, model] of cards.entries()) {
    const { card } = model
    let ordinary = 0
    let seen = 0
    for (const [row, id] of card.ids.entries()) {
      const label = card.labels.get(id)
      if (label === undefined) continue
      seen++
      if (!hasEssentials(card, row)) ordinary++
      else {
        const observation = observationAt(model, row, label.target, label.weight)
        decisions.push({ card: index, row, id, label, observation })
      }
    }
    const what = `decisions on ${card.card}`
    const unseen = card.labels.size - seen
    if (unseen > 0) {
      unused.push({ what, count: unseen, reason: 'no payment of theirs before the decision passes its gate' })
    }
    if (ordinary > 0) {
      unused.push({ what, count: ordinary, reason: 'ordinary in a family that the card cannot do without' })
    }
  }
  return { decisions, unused }
}

/** At most so many undecided subjects stand in for all below the line. */
const backgroundMax = 100

/**
 * Undecided subjects from below the line, as weak evidence of what is not sought. Labels are mostly of people who were
 * alerted on, so an unlabelled one is not a negative: each counts as sought with the probability that the prior gives it
 * (Elkan and Noto 2008, KDD, "Learning classifiers from only positive and unlabeled data"), and all of a card together count for
 * no more than its labels do. Who was decided about follows from what the card saw, and not from the truth, so that
 * the labels themselves need no correction.
 *
 * @param cut score in bans from which alerts are raised
 * @param random numbers from 0 inclusive to 1 exclusive
 */
export function backgroundOf(
  model: Model,
  decisions: readonly Decision[],
  prior: Prior,
  cut: number,
  random: () => number,
): Observation[] {
  const decided = new Set(decisions.map(({ id }) => id))
  return model.cards.flatMap((cardModel, index) => {
    const total = decisions.reduce((sum, { card, label }) => sum + (card === index ? label.weight : 0), 0)
    if (total === 0) return []
    const rows = drawn(belowLine(cardModel.card, decided, cut), backgroundMax, random)
    return rows.map(row => {
      const { at, values } = observationAt(cardModel, row, 0, 1)
      const target = probabilityOf(logOdds(prior.mean, { at, values }))
      return { at, values, target: Math.min(0.5, target), weight: total / rows.length }
    })
  })
}

function belowLine(card: CardEvidence, decided: ReadonlySet<string>, cut: number): number[] {
  const { scores } = weighAll(card, publishedWeights(card.families))
  return card.ids.flatMap((id, row) =>
    scores[row]! < cut && !decided.has(id) && hasEssentials(card, row) ? [row] : [],
  )
}

/** So many of the list, each as likely as any other, in no order (Fisher and Yates, the first steps). */
export function drawn<T>(list: readonly T[], count: number, random: () => number): T[] {
  const pool = [...list]
  const take = Math.min(count, pool.length)
  for (let i = 0; i < take; i++) {
    const other = i + Math.floor(random() * (pool.length - i))
    const kept = pool[i]!
    pool[i] = pool[other]!
    pool[other] = kept
  }
  return pool.slice(0, take)
}

/** Share of the book's customers that each card seeks, as far as decisions tell; never 0. */
export function baseRatesOf({ cards }: Model, decisions: readonly Decision[]): number[] {
  return cards.map(({ card }: CardModel, index) => {
    const confirmed = decisions.filter(each => each.card === index && each.label.target === 1).length
    return (1 + confirmed) / (1 + card.customers)
  })
}
