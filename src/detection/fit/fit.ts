import { fitLogistic, logLoss, logOdds, type Observation, type Posterior } from './logistic.ts'
import { levelOnly, type Model, priorOf, type Spread, shaped } from './model.ts'
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

/**
 * Fits the model to the decisions. The weights are kept only if, in cross-validation, they foretell decisions about subjects
 * that they have not seen better than the published weights do; otherwise nothing changes.
 */
export function fitCards(model: Model, { cut, random }: FitOptions): Fit {
  const { decisions, unused } = decisionsOf(model)
  const background = backgroundOf(model, decisions, priorFor(model, decisions, shaped), cut, random)
  const fit = (training: readonly Decision[], spread: Spread): Posterior =>
    fitLogistic(
      [...training.map(({ observation }) => observation), ...weakened(background, training, decisions)],
      priorFor(model, training, spread),
    )
  const folds = foldsOf(decisions, random).map(subjects => {
    const training = decisions.filter(({ id }) => !subjects.has(id))
    return {
      subjects,
      coefficients: fit(training, shaped).mode,
      published: fit(training, levelOnly).mode,
    }
  })
  const predict = (by: (fold: (typeof folds)[number]) => Float64Array) =>
    Float64Array.from(decisions, ({ id, observation }) =>
      logOdds(by(folds.find(({ subjects }) => subjects.has(id))!), observation),
    )
  const outOfFold = predict(fold => fold.coefficients)
  const loss = meanLoss(decisions, outOfFold)
  const publishedOdds = predict(fold => fold.published)
  const publishedLoss = meanLoss(decisions, publishedOdds)
  const isBetter = decisions.length > 0 && loss < publishedLoss
  return {
    model,
    decisions,
    unused,
    posterior: fit(decisions, isBetter ? shaped : levelOnly),
    isBetter,
    outOfFold: isBetter ? outOfFold : publishedOdds,
    folds: folds.map(fold => ({
      subjects: fold.subjects,
      coefficients: isBetter ? fold.coefficients : fold.published,
    })),
    loss,
    publishedLoss,
  }
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

function meanLoss(decisions: readonly Decision[], odds: Float64Array): number {
  let loss = 0
  let weight = 0
  for (const [i, { label }] of decisions.entries()) {
    loss += label.weight * logLoss(odds[i]!, label.target)
    weight += label.weight
  }
  return loss / weight
}
