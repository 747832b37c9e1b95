import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import type { Line, Plan } from '../../typology/plan.ts'
import type { Calibration } from '../calibration.ts'
import type { Fit } from './fit.ts'
import { dot, times } from './matrix.ts'
import { type CardModel, meanWeight } from './model.ts'
import type { Unused } from './observe.ts'
import { type CardProbability, decisionsMin, probabilityFor, rarerMin } from './probability.ts'
import type { Reliability } from './reliability.ts'

/** What outcomes taught, as it is kept. It holds counts and factors, never people. */
export interface Weights {
  readonly format: 1
  /** RFC 3339: outcomes decided and payments booked before it were learnt from. */
  readonly until: string
  /** The calibration by which evidence was measured. */
  readonly calibrated_from: string
  readonly calibrated_until: string
  readonly decisions: number
  readonly confirmed: number
  readonly cleared: number
  /** Whether the fitted weights foretell unseen decisions better than the published; if not, all weights are 1. */
  readonly is_better: boolean
  /** Mean -log likelihood of an unseen decision, in bits; null without decisions. */
  readonly loss_bits: number | null
  readonly published_loss_bits: number | null
  readonly cards: readonly CardWeights[]
  readonly unused: readonly Unused[]
}

export interface CardWeights {
  readonly card: string
  readonly card_version: number
  readonly pack: string
  readonly pack_version: string
  readonly typology: string
  readonly confirmed: number
  readonly cleared: number
  /** Why its weights stay as published; null where they move. */
  readonly unmoved: string | null
  readonly families: readonly FamilyWeight[]
  readonly probability: Line | null
  /** Why there is no probability; null where there is one. */
  readonly no_probability: string | null
  readonly reliability: Reliability | null
}

export interface FamilyWeight {
  readonly family: string
  readonly speaks: 'for' | 'against'
  /** How much its evidence counts, as a multiple of the published weight; the mean of those that speak for is 1. */
  readonly weight: number
  /** 95 % interval by Laplace's approximation. */
  readonly low: number
  readonly high: number
}

/** Below so much of the published level, labels speak against the card as a whole, and ratios of weights mean nothing. */
const levelMin = 0.2

export function weightsOf(
  fit: Fit,
  plans: readonly Plan[],
  calibration: Calibration,
  until: number,
): Weights {
  const targets = fit.decisions.map(({ label }) => label.target)
  const bits = (nats: number) => (Number.isNaN(nats) ? null : nats / Math.LN2)
  return {
    format: 1,
    until: formatInstant(until),
    calibrated_from: calibration.from,
    calibrated_until: calibration.until,
    decisions: targets.length,
    confirmed: targets.filter(target => target === 1).length,
    cleared: targets.filter(target => target === 0).length,
    is_better: fit.isBetter,
    loss_bits: bits(fit.loss),
    published_loss_bits: bits(fit.publishedLoss),
    cards: fit.model.cards.map((model, index) => cardWeights(fit, model, index, plans)),
    unused: fit.unused,
  }
}

function cardWeights(fit: Fit, model: CardModel, index: number, plans: readonly Plan[]): CardWeights {
  const { pack, card, typology } = model.card
  const plan = plans.find(each => each.pack === pack && each.card === card)!
  const own = fit.decisions.filter(decision => decision.card === index)
  const confirmed = own.filter(({ label }) => label.target === 1).length
  const unmoved = unmovedReason(fit, index)
  const probability = probabilityFor(fit, index)
  return {
    card,
    card_version: plan.cardVersion,
    pack,
    pack_version: plan.packVersion,
    typology,
    confirmed,
    cleared: own.length - confirmed,
    unmoved,
    families: model.columns.map(({ name, isAgainst }, column) => ({
      family: name,
      speaks: isAgainst ? ('against' as const) : ('for' as const),
      ...(unmoved === null ? factorOf(fit, model, column) : { weight: 1, low: 1, high: 1 }),
    })),
    probability: unmoved === null || !fit.isBetter ? (probability?.line ?? null) : null,
    no_probability: probabilityReason(probability, own.length, confirmed),
    reliability: probability?.reliability ?? null,
  }
}

/** Why a card keeps its published weights; null where it does not. */
export function unmovedReason(fit: Fit, card: number): string | null {
  const model = fit.model.cards[card]!
  if (!fit.decisions.some(decision => decision.card === card))
    return 'no decision about it can be learnt from'
  if (!fit.isBetter) return 'other weights would not have foretold unseen decisions better'
  if (meanWeight(model, fit.posterior.mode) < levelMin) {
    return 'decisions speak against the card as a whole: review it'
  }
  return null
}

function probabilityReason(
  probability: CardProbability | null,
  decisions: number,
  confirmed: number,
): string | null {
  if (probability !== null) return null
  return `needs ${decisionsMin} decisions with ${rarerMin} of the rarer kind; has ${decisions} with ${Math.min(confirmed, decisions - confirmed)}`
}

/** A weight over the mean of its card's weights, and its interval by the delta method; never below 0. */
function factorOf({ posterior: { mode, covariance } }: Fit, model: CardModel, column: number) {
  const at = model.at + 1 + column
  const mean = meanWeight(model, mode)
  const weight = mode[at]! / mean
  const slope = new Float64Array(mode.length)
  const speaking = model.columns.filter(({ isAgainst }) => !isAgainst).length
  for (const [i, { isAgainst }] of model.columns.entries()) {
    if (!isAgainst) slope[model.at + 1 + i] = -weight / mean / speaking
  }
  slope[at]! += 1 / mean
  const spread = 1.959964 * Math.sqrt(Math.max(0, dot(slope, times(covariance, slope))))
  return { weight, low: Math.max(0, weight - spread), high: weight + spread }
}

/**
 * The plans with what outcomes taught. A plan whose card is not among the weights stays as it is.
 *
 * @throws LapwingError `weights-other-card` where a card has changed since
 */
export function withWeights(plans: readonly Plan[], weights: Weights): readonly Plan[] {
  return plans.map(plan => {
    const fitted = weights.cards.find(each => each.pack === plan.pack && each.card === plan.card)
    if (fitted === undefined || (fitted.unmoved !== null && fitted.probability === null)) return plan
    if (fitted.card_version !== plan.cardVersion) {
      throw new LapwingError(
        'weights-other-card',
        `card ${plan.pack}/${plan.card} has changed since weights were fitted to it`,
        {
          place: `version ${plan.cardVersion}, fitted to version ${fitted.card_version}`,
          remedy: 'Run lapwing learn again.',
        },
      )
    }
    const factors = (speaks: FamilyWeight['speaks']) =>
      Object.fromEntries(
        fitted.families.filter(each => each.speaks === speaks).map(each => [each.family, each.weight]),
      )
    return {
      ...plan,
      fitted: {
        indicators: factors('for'),
        protective: factors('against'),
        probability: fitted.probability,
      },
    }
  })
}
