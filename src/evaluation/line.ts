import type { SubjectKind } from '../typology/plan.ts'
import type { Estimate } from './bootstrap.ts'

/** Who is meant, and of what: an alert or a line of the truth. */
export interface Pair {
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly typology: string
}

/** A key that two pairs share when they mean the same subject and typology. */
export const pairKey = ({ subject_kind, subject_id, typology }: Pair): string =>
  JSON.stringify([subject_kind, subject_id, typology])

/** A key that two pairs share when they mean the same subject. */
export const subjectKey = ({ subject_kind, subject_id }: Omit<Pair, 'typology'>): string =>
  JSON.stringify([subject_kind, subject_id])

/** What is measured. Shares and ratios are plain numbers; days and payments are counted from the first payment of the pattern. */
export type MeasureName =
  | 'recall'
  | 'recall_any_typology'
  | 'precision'
  | 'lift'
  | 'average_precision'
  | 'precision_ratio_at_same_recall'
  | 'false_positive_rate'
  | 'false_positive_ratio'
  | 'found'
  | DelayName

export type DelayName = `${'lower_quartile' | 'median' | 'upper_quartile'}_${'days' | 'payments'}_to_alert`

/**
 * One figure with its 95 % interval. Without `typology` and `group` it is about everything; `n` is what it rests on: true
 * subjects for recall and average precision, alerts for precision and lift, found subjects for days and payments, customers
 * who are no true subject for false positives. A figure that rests on nothing has no line. A bound may be infinite, which
 * JSON writes as null.
 */
export interface EvaluationLine extends Estimate {
  readonly measure: MeasureName
  /** Only where several detectors rank the same subjects: `Lapwing` is then one of them. */
  readonly detector?: string
  readonly typology?: string
  readonly group?: string
  /** Alerts that are looked at. */
  readonly budget?: number
  readonly n: number
}
