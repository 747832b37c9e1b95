import { fitLogistic, logLoss, logOdds, type Observation, type Posterior } from './logistic.ts'
import { levelOnly, type Model, priorOf, type Spread, shapedSpreads } from './model.ts'
import { backgroundOf, baseRatesOf, type Decision, decisionsOf, type Unused } from './observe.ts'

export interface FitOptions {
  /** Score in bans from which alerts are raised. */
  readonly cut: number
  /** Numbers from 0 inclusive to 1 exclusive: for the folds and the sample from below the line. */
  readonly random: () => number
}

export interface Fit {
  readonly model: Model
  readonly decisions: readonly Decision[]
  readonly unused: readonly Unused[]
  readonly posterior: Posterior
  /** True where the fitted weights foretell decisions that they have not seen better than the published ones do. */
  readonly isBetter: boolean
  /** Log-odds for each decision, from a fit that has not seen its subject. */
  readonly outOfFold: Float64Array
  /** Coefficients of the fit without each fold. */
  readonly folds: readonly FoldFit[]
  /** Mean -log likelihood of a decision out of fold, in nats: fitted, and published with a level of its own. */
  readonly loss: number
  readonly publishedLoss: number
}

export interface FoldFit {
  readonly coefficients: Float64Array
  readonly subjects: ReadonlySet<string>
}

const foldCount = 5
/** Standard errors by which weights that move further must foretell better: chance alone gives that once in forty times. */
const errorsMin = 2

/**
 * Fits the model to the decisions. The weights are kept only if, in cross-validation, they foretell decisions about subjects
 * that they have not seen better than the published weights do; otherwise nothing changes. How far they may move is chosen
 * in the same way: further only where that foretells better by more than chance would have it, so that few labels move little
 * (after the rule of one standard error: Breiman et al. 1984, Classification and Regression Trees, section 3.4.3).
 */
export function fitCards(model: Model, { cut, random }: FitOptions): Fit {
  const { decisions, unused } = decisionsOf(model)
  const first = priorFor(model, decisions, shapedSpreads[0]!)
  const background = backgroundOf(model, decisions, first, cut, random)
  const fit = (training: readonly Decision[], spread: Spread): Posterior =>
    fitLogistic(
      [...training.map(({ observation }) => observation), ...weakened(background, training, decisions)],
      priorFor(model, training, spread),
    )
  const parts = foldsOf(decisions, random)
  const foretell = (spread: Spread): Foretold => {
    const folds = parts.map(subjects => {
      const training = decisions.filter(({ id }) => !subjects.has(id))
      return { subjects, coefficients: fit(training, spread).mode }
    })
    const odds = Float64Array.from(decisions, ({ id, observation }) =>
      logOdds(folds.find(({ subjects }) => subjects.has(id))!.coefficients, observation),
    )
    return { spread, folds, odds, losses: lossesOf(decisions, odds) }
  }
  const published = foretell(levelOnly)
  const narrow = foretell(shapedSpreads[0]!)
  const loss = meanLoss(decisions, narrow)
  const publishedLoss = meanLoss(decisions, published)
  const isBetter = decisions.length > 0 && loss < publishedLoss
  const chosen = isBetter ? widened(decisions, narrow, shapedSpreads.slice(1).map(foretell)) : published
  return {
    model,
    decisions,
    unused,
    posterior: fit(decisions, chosen.spread),
    isBetter,
    outOfFold: chosen.odds,
    folds: chosen.folds,
    loss: isBetter ? meanLoss(decisions, chosen) : loss,
    publishedLoss,
  }
}

/** What fits that had not seen the subjects foretold. */
interface Foretold {
  readonly spread: Spread
  readonly folds: readonly FoldFit[]
  readonly odds: Float64Array
  /** -log likelihood of each decision, in nats. */
  readonly losses: Float64Array
}

/** The narrowest, or the widest up to which each foretells better than the one before by more than chance. */
function widened(decisions: readonly Decision[], narrow: Foretold, wider: readonly Foretold[]): Foretold {
  let chosen = narrow
  for (const next of wider) {
    const gains = next.losses.map((loss, i) => chosen.losses[i]! - loss)
    const mean = weightedMean(decisions, gains)
    const variance = weightedMean(
      decisions,
      gains.map(gain => (gain - mean) ** 2),
    )
    if (mean <= errorsMin * Math.sqrt(variance / decisions.length)) break
    chosen = next
  }
  return chosen
}

function priorFor(model: Model, decisions: readonly Decision[], spread: Spread) {
  return priorOf(model, spread, baseRatesOf(model, decisions))
}

/** The background weighs as much as the decisions that are there. */
function weakened(
  background: readonly Observation[],
  training: readonly Decision[],
  decisions: readonly Decision[],
): Observation[] {
  const share = decisions.length === 0 ? 0 : training.length / decisions.length
  return background.map(each => ({ ...each, weight: each.weight * share }))
}

/** Whole subjects in each fold, the confirmed and the cleared spread evenly. */
function foldsOf(decisions: readonly Decision[], random: () => number): ReadonlySet<string>[] {
  const confirmed = new Set(decisions.filter(({ label }) => label.target === 1).map(({ id }) => id))
  const ids = [...new Set(decisions.map(({ id }) => id))]
    .map(id => ({ id, order: random() + (confirmed.has(id) ? 1 : 0) }))
    .sort((a, b) => a.order - b.order)
  const count = Math.min(foldCount, ids.length)
  return Array.from({ length: count }, (_, fold) => {
    return new Set(ids.filter((_, i) => i % count === fold).map(({ id }) => id))
  })
}

function lossesOf(decisions: readonly Decision[], odds: Float64Array): Float64Array {
  return Float64Array.from(decisions, ({ label }, i) => logLoss(odds[i]!, label.target))
}

function meanLoss(decisions: readonly Decision[], { losses }: Foretold): number {
  return weightedMean(decisions, losses)
}

function weightedMean(decisions: readonly Decision[], values: Float64Array): number {
  let sum = 0
  let weight = 0
  for (const [i, { label }] of decisions.entries()) {
    sum += label.weight * values[i]!
    weight += label.weight
  }
  return sum / weight
}
