import type { Clock, SubjectKind } from '../typology/plan.ts'
import type { Distribution } from './distribution.ts'
import type { NamedBy } from './intelligence/reasons.ts'
import type { LookAlike } from './lookAlikes.ts'

/** A typology's finding on a subject over one episode. The shape other programs read; bans are log10 units. */
export interface Alert {
  readonly alert_id: string
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly role: string
  readonly typology: string
  readonly card: string
  readonly title: string
  readonly pack: string
  readonly pack_version: string
  /** SHA-256 over every file of the pack, hexadecimal: the text that the alert rests on. */
  readonly pack_digest?: string
  /** The published pack whose card of this name the institution's own version replaced; absent where it replaced none. */
  readonly in_place_of?: { readonly pack: string; readonly pack_version: string }
  /** The alert's rank: nothing but ordinary life would bring one subject in `10 ** score_bans` so far. */
  readonly score_bans: number
  /** That a decision confirms it, 0 to 1; absent until enough outcomes are known (see `fit/probability.ts`). */
  readonly probability?: number
  /** Sum of the counted reasons less what speaks against. */
  readonly evidence_bans: number
  /** The score from which alerts are raised, for comparison. */
  readonly cut_bans: number
  /** RFC 3339: booking time of the payment at which the alert was first reached, and that payment. */
  readonly raised_at: string
  readonly payment_id: string
  /** The payment at which the evidence was strongest: the reasons are as seen there. */
  readonly strongest_at: string
  readonly strongest_payment_id: string
  /** First and last payment that bears on the alert: the evidence of its reasons and what followed in the episode. */
  readonly first_payment_at: string
  readonly last_payment_at: string
  readonly last_payment_id: string
  /** Sum over the evidence, decimal text in the home currency, and how many payments. */
  readonly amount_home: string
  readonly home_currency: string
  readonly payment_count: number
  readonly clock: Clock
  readonly reasons: readonly Reason[]
  readonly speaks_against: readonly CounterReason[]
  readonly not_evaluated: readonly { readonly indicator: string; readonly reason: string }[]
  /** Absent where only one subject was looked at, and in alerts from before they were kept. */
  readonly look_alikes?: readonly LookAlike[]
}

export interface Reason {
  readonly indicator: string
  readonly says: string
  readonly family: string
  readonly value: number
  readonly unit: string
  readonly peer_group: string
  /** How many peers the value was compared with, the customer not among them. */
  readonly peers: number
  /** (1 + peers at least as extreme) / (1 + peers). */
  readonly rarity: number
  /** How the values of those peers lie; absent in alerts from before it was kept. */
  readonly distribution?: Distribution
  readonly bans: number
  /**
   * By what share bans of the family count: less than 1 where it bears out what others show; `bans` has it in. Absent in alerts from before there were shares.
   */
  readonly family_share?: number
  /** By what outcomes multiplied the bans of the family; `bans` has it in. Absent where no outcomes were learnt from. */
  readonly family_weight?: number
  /** False where a stronger indicator of the same family counted instead. */
  readonly counted: boolean
  /** How many payments are its evidence; `payment_ids` lists the latest of them. */
  readonly payment_count: number
  readonly payment_ids: readonly string[]
  readonly sources: readonly string[]
  /** The intelligence that the reason rests on, where it does. */
  readonly intelligence?: readonly NamedBy[]
}

export interface CounterReason {
  readonly indicator: string
  readonly says: string
  readonly family: string
  readonly value: number
  readonly unit: string
  /** Bans taken away. */
  readonly bans: number
  /** By what outcomes multiplied the bans of the family; `bans` has it in. */
  readonly family_weight?: number
  readonly payment_ids: readonly string[]
  readonly sources: readonly string[]
}
