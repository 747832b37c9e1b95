import { hasEssentials } from './cards.ts'
import type { Fit } from './fit.ts'
import { logOdds, type Observation, probabilityOf } from './logistic.ts'
import { dot, type Matrix, times } from './matrix.ts'
import { type CardModel, meanWeight, observationAt } from './model.ts'

/** An undecided subject on whom a decision would teach much about the weights. */
export interface Teaching {
  readonly pack: string
  readonly card: string
  readonly typology: string
  readonly subject_id: string
  /** What a decision is expected to teach, in bits. */
  readonly gain_bits: number
  /** Probability, as the fit sees it, that a decision would confirm. */
  readonly probability: number
  readonly why: string
}

/** Only so many of a card's subjects are looked at, those with most evidence: the others are almost surely not sought. */
const candidatesMax = 500

/**
 * The undecided subjects whose decisions would teach most, one after the other, each given that those before it are
 * decided. The gain is what a measurement takes from the entropy of the Gaussian posterior, `log2(1 + p (1 - p) x' C x) / 2`
 * (MacKay 1992, Information-based objective functions for active data selection, Neural Computation 4:590). A decision
 * that is sure beforehand teaches nothing, nor does one about what is known well.
 */
export function mostTeaching(fit: Fit, count: number): Teaching[] {
  const { mode, covariance } = fit.posterior
  const left = fit.model.cards.flatMap(model => candidatesOf(fit, model))
  const known: Matrix = { size: covariance.size, values: Float64Array.from(covariance.values) }
  const chosen: Teaching[] = []
  while (chosen.length < count && left.length > 0) {
    let best = 0
    let most = -1
    for (const [i, candidate] of left.entries()) {
      const gain = Math.log2(1 + candidate.bend * spreadOf(known, candidate.observation)) / 2
      if (gain > most) {
        most = gain
        best = i
      }
    }
    const [next] = left.splice(best, 1)
    chosen.push(describe(fit, next!, most))
    learn(known, next!, mode.length)
  }
  return chosen
}

interface Candidate {
  readonly model: CardModel
  readonly row: number
  readonly observation: Observation
  readonly probability: number
  /** p (1 - p) */
  readonly bend: number
}

function candidatesOf(fit: Fit, model: CardModel): Candidate[] {
  const { card } = model
  const { evidence } = card.vectors
  return Array.from(card.ids, (_, row) => row)
    .filter(row => !card.labels.has(card.ids[row]!) && hasEssentials(card, row))
    .sort((a, b) => evidence[b]! - evidence[a]! || a - b)
    .slice(0, candidatesMax)
    .map(row => {
      const observation = observationAt(model, row, 0, 1)
      const probability = probabilityOf(logOdds(fit.posterior.mode, observation))
      return { model, row, observation, probability, bend: probability * (1 - probability) }
    })
}

/** x' C x */
function spreadOf({ size, values: c }: Matrix, { at, values }: Observation): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < values.length; j++) sum += values[i]! * c[(at + i) * size + at + j]! * values[j]!
  }
  return sum
}

/** The covariance once the candidate is decided, whichever way (Sherman and Morrison). */
function learn(known: Matrix, { observation, bend }: Candidate, size: number): void {
  const x = new Float64Array(size)
  x.set(observation.values, observation.at)
  const cx = times(known, x)
  const scale = bend / (1 + bend * dot(x, cx))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) known.values[i * size + j]! -= scale * cx[i]! * cx[j]!
  }
}

function describe(fit: Fit, { model, row, observation, probability }: Candidate, gain: number): Teaching {
  const { mode, covariance } = fit.posterior
  // The family to whose uncertainty the subject adds most.
  let column = 0
  let most = -1
  for (let i = 0; i < model.columns.length; i++) {
    const at = model.at + 1 + i
    const part = observation.values[i + 1]! ** 2 * covariance.values[at * covariance.size + at]!
    if (part > most) {
      most = part
      column = i
    }
  }
  const { name, isAgainst } = model.columns[column]!
  const at = model.at + 1 + column
  const mean = meanWeight(model, mode)
  const spread = (1.959964 * Math.sqrt(covariance.values[at * covariance.size + at]!)) / mean
  const weight = mode[at]! / mean
  const range = `${Math.max(0, weight - spread).toFixed(1)} to ${(weight + spread).toFixed(1)}`
  const side = isAgainst ? `what speaks against by ${name}` : name
  return {
    pack: model.card.pack,
    card: model.card.card,
    typology: model.card.typology,
    subject_id: model.card.ids[row]!,
    gain_bits: gain,
    probability,
    why: `It would tell most about ${side}, which may count ${range} times; it would be confirmed with about ${Math.round(probability * 100)} %.`,
  }
}
