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
  readonly home_currency: string
  readonly budget_alerts_per_month: number
  readonly months: number
  /** Score in bans from which an alert is raised, for every card; null when the budget allows none. */
  readonly cut_bans: number | null
  readonly cards: readonly CardCalibration[]
}

export interface CardCalibration {
  readonly card: string
  readonly card_version: number
  readonly pack: string
  readonly pack_version: string
  /** What the plan measures; a calibration of another plan does not fit. */
  readonly plan_digest: string
  /** Subjects who passed the gate in the period. */
  readonly subjects: number
  readonly scale: Scale
  readonly peer_fields: readonly string[]
  readonly indicators: readonly IndicatorCalibration[]
}

export interface IndicatorCalibration {
  readonly indicator: string
  readonly groups: readonly (PeerTable & { readonly values_shared: readonly string[] })[]
}
