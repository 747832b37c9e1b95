import type { Compared } from './comparison.ts'
import type { Delay } from './delay.ts'
import type { EvaluationLine } from './line.ts'

/** All that one evaluation found: what the terminal, JSON Lines and the page are written from. */
export interface Evaluation {
  readonly lines: readonly EvaluationLine[]
  /** Numbers of alerts that are looked at, least first. */
  readonly budgets: readonly number[]
  readonly delays: readonly Delay[]
  /** Undefined where no other detectors were asked for. */
  readonly compared: Compared | undefined
  readonly missing: readonly Missing[]
  readonly about: {
    readonly alerts: number
    readonly trueSubjects: number
    /** Of the book; undefined without one. */
    readonly customers: number | undefined
    readonly seed: number
    readonly resamples: number
  }
}

/** What could not be evaluated. */
export interface Missing {
  readonly what: string
  readonly reason: string
  readonly remedy: string
}
