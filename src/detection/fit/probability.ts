import type { Line } from '../../typology/plan.ts'
import type { Fit } from './fit.ts'
import { fitLogistic, type Observation, probabilityOf } from './logistic.ts'
import { zeros } from './matrix.ts'
import { meanWeight } from './model.ts'
import { type Foretold, type Reliability, reliabilityOf } from './reliability.ts'

/**
 * A card gives probabilities from so many decisions on: with 50 a share is known to within 14 points, and two coefficients want
 * about ten decisions of the rarer kind (Peduzzi and others 1996, Journal of Clinical Epidemiology 49:1373).
 */
export const decisionsMin = 50
export const rarerMin = 10

export interface CardProbability {
  /** From evidence in bans to log-odds. */
  readonly line: Line
  /** Foretold for decisions that neither the weights nor the line have seen. */
  readonly foretold: readonly Foretold[]
  readonly reliability: Reliability
}

/** The probability that a decision confirms an alert of the card; null with too few decisions. */
export function probabilityFor(fit: Fit, card: number): CardProbability | null {
  const own = fit.decisions.flatMap((decision, i) => (decision.card === card ? [i] : []))
  const targets = own.map(i => fit.decisions[i]!.label.target)
  const confirmed = targets.filter(target => target === 1).length
  if (own.length < decisionsMin || Math.min(confirmed, own.length - confirmed) < rarerMin) return null
  const foldOf = (i: number) => fit.folds.findIndex(({ subjects }) => subjects.has(fit.decisions[i]!.id))
  const foretold = own.map((i): Foretold => {
    const others = own.filter(other => foldOf(other) !== foldOf(i))
    const { intercept, slope } = straighten(fit, others)
    return {
      probability: probabilityOf(intercept + slope * fit.outOfFold[i]!),
      target: fit.decisions[i]!.label.target,
    }
  })
  const { intercept, slope } = straighten(fit, own)
  const model = fit.model.cards[card]!
  const { mode } = fit.posterior
  // The log-odds of the model are a line in the evidence that alerts show.
  const atNoEvidence = model.centre.reduce(
    (sum, value, i) => sum - value * mode[model.at + 1 + i]!,
    mode[model.at]!,
  )
  return {
    line: {
      intercept: intercept + slope * atNoEvidence,
      slope: slope * model.oddsPerBan * meanWeight(model, mode),
    },
    foretold,
    reliability: reliabilityOf(foretold),
  }
}

/**
 * Straightens log-odds out of fold by a line that never falls (Platt 1999), so that probabilities keep the order of scores. With
 * few decisions a line overfits less than steps do (Niculescu-Mizil and Caruana 2005, ICML).
 */
function straighten({ decisions, outOfFold }: Fit, which: readonly number[]): Line {
  const observations = which.map((i): Observation => {
    const { target, weight } = decisions[i]!.label
    return { at: 0, values: Float64Array.of(1, outOfFold[i]!), target, weight }
  })
  const precision = zeros(2)
  precision.values.set([1 / 2 ** 2, 0, 0, 1 / 0.5 ** 2])
  const { mode } = fitLogistic(observations, {
    mean: Float64Array.of(0, 1),
    precision,
    bounded: Uint8Array.of(0, 1),
  })
  return { intercept: mode[0]!, slope: mode[1]! }
}
