/**
 * A plan is what a card compiles to: plain frozen data with nothing left to look up. The kernel, the SQL baseline, the
 * oracle and the explainer read the same plan.
 */
export interface Plan {
  readonly card: string
  readonly cardVersion: number
  readonly title: string
  readonly typology: string
  readonly pack: string
  readonly packVersion: string
  /** SHA-256 over every file of the pack, hexadecimal. It says which text a finding rests on, and decides no value. */
  readonly packDigest?: string
  /** The pack with the card of this name whose place this one takes; absent where it takes none. */
  readonly inPlaceOf?: { readonly pack: string; readonly packVersion: string }
  readonly subject: SubjectKind
  readonly role: string
  readonly clock: Clock
  /** Holds at payments at which the typology may be found. It also says who is a peer: whoever passes it. */
  readonly gate: Filter
  /** Fields that divide peers, widest first; a group too small backs off by dropping the last. */
  readonly peers: readonly string[]
  /** Families without which there is no finding, whatever the others say; of a group, one is enough. */
  readonly essential: readonly (string | readonly string[])[]
  /** An alert ends after so many days without a payment that reaches the cut. */
  readonly quietDays: number
  readonly measures: readonly Measure[]
  readonly indicators: readonly Indicator[]
  readonly protective: readonly Protective[]
  /** Indicators that cannot be evaluated with what the institution supplied, and why. */
  readonly unbound: readonly { readonly indicator: string; readonly reason: string }[]
  /** What the institution's own labelled outcomes taught; absent where it adopted nothing. */
  readonly fitted?: Fitted
}

/** Factors by family name, 1 where labels said nothing. */
export interface Fitted {
  readonly indicators: Readonly<Record<string, number>>
  readonly protective: Readonly<Record<string, number>>
  /** The log-odds that a decision confirms an evidence of so many bans; null with too few outcomes to tell. */
  readonly probability: Line | null
}

export interface Line {
  readonly intercept: number
  readonly slope: number
}

export type SubjectKind = 'customer' | 'counterparty'
/** `suspicion` counts days to a report; `protection` counts minutes to a child. */
export type Clock = 'suspicion' | 'protection'

export type Operation =
  | 'count'
  | 'sum'
  | 'distinct'
  | 'min'
  | 'max'
  | 'mean'
  | 'first'
  | 'last'
  | 'gap'
  | 'share'

/**
 * One sliding-window aggregate. Its value at payment p covers the payments q with the same key, at or before p in
 * `(booked_at, payment_id)` order, booked later than p less the window, that pass `where`. NaN where it has no value.
 *
 * | operation | value |
 * | --- | --- |
 * | count | payments |
 * | sum, mean, min, max | of the number field `of`; payments on which it is unknown do not enter |
 * | distinct | different known values of the text field `of` |
 * | first, last | days since the earliest; since the latest other than p itself |
 * | gap | mean days between neighbours: (latest less earliest) / (count less 1) |
 * | share | of the payments that pass `where`, the part (0 to 1) that also passes `whose` |
 */
export interface Measure {
  readonly id: string
  readonly operation: Operation
  /** Fields with equal, known values: `customer`, `counterparty`, or one of them with further text fields. */
  readonly key: readonly string[]
  readonly where: Filter
  /** Microseconds; Infinity for `ever`. */
  readonly windowMicros: number
  readonly of: string | undefined
  readonly whose: Filter | undefined
  readonly unit: string
}

export interface Indicator {
  readonly id: string
  /** Sentence for people; `{value}`, `{unit}`, `{group}` and `{window}` are filled in. */
  readonly says: string
  readonly family: string
  /** Index into `measures`. */
  readonly measure: number
  /** Index of the measure that the first is divided by. */
  readonly per: number | undefined
  readonly unit: string
  readonly unusual: 'high' | 'low'
  readonly weight: number
  /** By what share evidence of its family counts; in full when absent. */
  readonly share?: number
  readonly sources: readonly string[]
}

/** Takes away `takes` bans times the measure over `fullAt`, at most 1. */
export interface Protective {
  readonly id: string
  readonly says: string
  readonly family: string
  readonly measure: number
  readonly unit: string
  readonly fullAt: number
  readonly takes: number
  readonly sources: readonly string[]
}

/**
 * A condition on one payment, with negations already pushed to the leaves. A leaf about an unknown value does not
 * hold, nor does its opposite: nothing is concluded from what is not known.
 */
export type Filter =
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter[] }
  | {
      readonly kind: 'number'
      readonly field: string
      readonly comparison: '<' | '<=' | '>' | '>=' | '==' | '!='
      readonly value: number
      /** Name of the private limit that the value came from: explanations show the name in its place. */
      readonly limit?: string
    }
  /** A CEL expression over one text field, run once per distinct value. `holds` is what it must answer. */
  | { readonly kind: 'text'; readonly field: string; readonly cel: string; readonly holds: boolean }
  /** Two text fields compared with each other. */
  | { readonly kind: 'same'; readonly field: string; readonly other: string; readonly holds: boolean }
  /** A yes-or-no field. */
  | { readonly kind: 'flag'; readonly field: string; readonly holds: boolean }
  | { readonly kind: 'known'; readonly field: string; readonly holds: boolean }
