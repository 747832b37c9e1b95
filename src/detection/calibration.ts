import { LapwingError } from '../domain/errors.ts'
import { sha256 } from '../domain/hash.ts'
import { parseInstant } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { FieldUse } from './field-use.ts'
import type { MonthlyDistribution } from './monthly.ts'
import type { PeerTable } from './rarity.ts'
import type { Scale } from './scale.ts'

/**
 * What an institution's own book teaches: how its lawful customers behave, and from which score on an alert is worth a
 * person's time. It holds distributions, never people.
 */
export interface Calibration {
  readonly format: 1
  /** Booking times (RFC 3339) of the payments it was learnt from: from the first, up to but without the last. */
  readonly from: string
  readonly until: string
  /** Booking time (RFC 3339) before which no alert is raised: the first weeks of the book; see `settledFrom`. */
  readonly settled_from?: string
  readonly home_currency: string
  readonly budget_alerts_per_month: number
  readonly months: number
  /** Score in bans from which an alert is raised, for every card; null when the budget allows none. */
  readonly cut_bans: number | null
  /** The same with links between customers left aside: from there on, others are linked with a customer. Null when no card reads links. */
  readonly cut_without_links_bans: number | null
  readonly cards: readonly CardCalibration[]
  /** How each column was filled in the period; absent in calibrations from before drift was watched. */
  readonly fields?: readonly FieldUse[]
}

export interface CardCalibration {
  readonly card: string
  readonly card_version: number
  readonly pack: string
  readonly pack_version: string
  /** SHA-256 over every file of the pack, hexadecimal. */
  readonly pack_digest?: string
  /** What the plan measures; a calibration of another plan does not fit. */
  readonly plan_digest: string
  /** Subjects who passed the gate in the period. */
  readonly subjects: number
  readonly scale: Scale
  /** Of the evidence with links left aside; where a card reads links. */
  readonly scale_without_links?: Scale
  /** Subjects who passed the gate in each whole calendar month of the period; absent as `fields` is. */
  readonly monthly_subjects?: readonly number[]
  readonly peer_fields: readonly string[]
  readonly indicators: readonly IndicatorCalibration[]
}

export interface IndicatorCalibration {
  readonly indicator: string
  /** What single months looked like; absent where the period has no whole month. */
  readonly monthly?: MonthlyDistribution
  readonly groups: readonly (PeerTable & { readonly values_shared: readonly string[] })[]
}

/** Before this instant (microseconds) no payment raises an alert. */
export function raisesFrom({ settled_from }: Calibration): number {
  return settled_from === undefined ? Number.NEGATIVE_INFINITY : parseInstant(settled_from)!
}

/** Everything that decides a plan's values: a calibration fits no other plan. */
export function digestOf(plan: Plan): string {
  // The digest of the pack is over texts that decide nothing, such as examples.
  const { packDigest: _, ...deciding } = plan
  const text = JSON.stringify(deciding, (_, value) => (value === Number.POSITIVE_INFINITY ? 'ever' : value))
  return sha256(text)
}

/** What was learnt for a plan. @throws LapwingError `card-not-calibrated` when that is missing or for another text of the card */
export function calibrationOf(calibration: Calibration, plan: Plan): CardCalibration {
  const card = calibration.cards.find(
    candidate => candidate.card === plan.card && candidate.pack === plan.pack,
  )
  if (card?.plan_digest === digestOf(plan)) return card
  const what = card === undefined ? 'was not calibrated' : 'has changed since it was calibrated'
  throw new LapwingError('card-not-calibrated', `card ${plan.pack}/${plan.card} ${what}`, {
    remedy:
      'Run lapwing calibrate again, with the same packs, overlay and weights, and with selectors if they are used.',
  })
}
