import { scoreOnScale } from '../scale.ts'
import { bansAt, type CardEvidence, type FamilyWeights, publishedWeights, weighAll } from './cards.ts'
import type { Observation, Prior } from './logistic.ts'
import { inverse, zeros } from './matrix.ts'

/**
 * One logistic model for all cards. The log-odds that a decision on a subject confirms a card's typology are
 *
 *     intercept + ln 10 * steepness * (sum of weight * bans - sum of weight * bans taken away)
 *
 * over the card's families, with bans as they count by the share of their family, where `steepness` is how many bans of score a ban of evidence gives on the card's scale: with all
 * weights at 1 the log-odds follow the published score. Bans are taken from the centre of the card's top hundredth, so that
 * the intercept speaks of subjects like those who are decided about.
 *
 * A priori every weight is 1. It moves as the sum of what moves all of them, those of its card, those of its family on
 * whatever card, and itself alone, each Gaussian and independent: few labels of one card then teach something about the
 * same family elsewhere, and what moves all weights of a card alike changes no rank.
 */
export interface Model {
  readonly cards: readonly CardModel[]
  readonly size: number
}

export interface CardModel {
  readonly card: CardEvidence
  /** Where the card's coefficients begin: its intercept, then its columns. */
  readonly at: number
  readonly columns: readonly Column[]
  /** Log-odds that one ban of evidence gives with a weight of 1. */
  readonly oddsPerBan: number
  /** Values of the columns in the middle of the card's top hundredth. */
  readonly centre: Float64Array
  /** Score in bans there, with the published weights. */
  readonly centreScore: number
}

export interface Column {
  readonly family: number
  readonly name: string
  readonly isAgainst: boolean
}

/** Standard deviations of what moves a weight. */
export interface Spread {
  readonly all: number
  readonly card: number
  readonly family: number
  readonly own: number
}

/** Only what changes no rank within a card may move. */
export const levelOnly: Spread = { all: 0.5, card: 0.3, family: 1e-3, own: 1e-3 }
/**
 * From narrow to wide. The first that moves ranks was chosen on four invented institutions that the benchmark leaves out: wider
 * ones lost more where labels were few. The wider are for thousands of labels.
 */
export const shapedSpreads: readonly Spread[] = [0.3, 1, 3].map(own => ({ ...levelOnly, family: own, own }))

/** The base rate may be wrong by a factor of ten. */
const interceptSpread = Math.log(10)

export function modelOf(cards: readonly CardEvidence[]): Model {
  let size = 0
  const models = cards.map(card => {
    const model = cardModel(card, size)
    size += 1 + model.columns.length
    return model
  })
  return { cards: models, size }
}

function cardModel(card: CardEvidence, at: number): CardModel {
  const { names, ofIndicator, ofProtective } = card.families
  const columns = [false, true].flatMap(isAgainst =>
    names
      .map((name, family) => ({ family, name, isAgainst }))
      .filter(({ family }) => (isAgainst ? ofProtective : ofIndicator).includes(family)),
  )
  const { evidence, scale } = weighAll(card, publishedWeights(card.families))
  const oddsPerBan = Math.LN10 / (scale.hundredth - scale.tenth)
  const plain = { card, at, columns, oddsPerBan, centre: new Float64Array(columns.length), centreScore: 0 }
  const order = Array.from(evidence, (_, row) => row).sort((a, b) => evidence[b]! - evidence[a]!)
  const top = order.slice(0, Math.max(1, Math.floor(order.length / 100)))
  if (order.length === 0) return plain
  const centre = new Float64Array(columns.length)
  for (const row of top) {
    for (const [i, value] of valuesAt(plain, row).slice(1).entries()) centre[i]! += value / top.length
  }
  const bans = centre.reduce((sum, value) => sum + value, 0) / oddsPerBan
  return { ...plain, centre, centreScore: scoreOnScale(scale, bans) }
}

/** The observation's values at a row of the card's vectors: 1 for the intercept, then the columns. */
export function valuesAt({ card, columns, oddsPerBan, centre }: CardModel, row: number): Float64Array {
  const { bans, taken } = bansAt(card, row)
  const values = new Float64Array(1 + columns.length)
  values[0] = 1
  for (const [i, { family, isAgainst }] of columns.entries()) {
    const counted = isAgainst ? -taken[family]! : card.families.shares[family]! * bans[family]!
    values[i + 1] = oddsPerBan * counted - centre[i]!
  }
  return values
}

/**
 * What is believed before the labels. The intercept follows from the card's base rate: with a share `r` of customers sought, a
 * subject at a score of `s` bans is one of them with odds of about `r * 10 ** s`, because ordinary life brings one in
 * `10 ** s` so far.
 *
 * @param baseRates share of the book's customers that each card seeks
 */
export function priorOf({ cards, size }: Model, spread: Spread, baseRates: readonly number[]): Prior {
  const mean = new Float64Array(size).fill(1)
  const bounded = new Uint8Array(size).fill(1)
  const covariance = zeros(size)
  const places = cards.flatMap(({ at, columns }, card) =>
    columns.map((column, i) => ({ ...column, card, at: at + 1 + i })),
  )
  for (const [i, { at, centreScore }] of cards.entries()) {
    mean[at] = Math.LN10 * (centreScore + Math.log10(baseRates[i]!))
    bounded[at] = 0
    covariance.values[at * size + at] = interceptSpread ** 2
  }
  for (const one of places) {
    for (const other of places) {
      const sameFamily = one.name === other.name && one.isAgainst === other.isAgainst
      covariance.values[one.at * size + other.at] =
        spread.all ** 2 +
        (one.card === other.card ? spread.card ** 2 : 0) +
        (sameFamily ? spread.family ** 2 : 0) +
        (one.at === other.at ? spread.own ** 2 : 0)
    }
  }
  return { mean, precision: inverse(covariance), bounded }
}

export function observationAt(model: CardModel, row: number, target: number, weight: number): Observation {
  return { at: model.at, values: valuesAt(model, row), target, weight }
}

/** The weights of a card among its coefficients, as multiples of their mean over its indicators. */
export function familyWeights(model: CardModel, coefficients: Float64Array): FamilyWeights {
  const weights = publishedWeights(model.card.families)
  const mean = meanWeight(model, coefficients)
  for (const [i, { family, isAgainst }] of model.columns.entries()) {
    const into = isAgainst ? weights.protective : weights.indicators
    into[family] = coefficients[model.at + 1 + i]! / mean
  }
  return weights
}

/** Mean weight of the families that speak for the typology. */
export function meanWeight({ at, columns }: CardModel, coefficients: Float64Array): number {
  const own = columns.flatMap(({ isAgainst }, i) => (isAgainst ? [] : [coefficients[at + 1 + i]!]))
  return own.reduce((sum, weight) => sum + weight, 0) / own.length
}
