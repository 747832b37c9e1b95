import type { Alert } from '../detection/alert.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import { bootstrap, type Estimate, median } from './bootstrap.ts'
import type { TruthRow } from './truth.ts'

export type EvaluatedAlert = Pick<
  Alert,
  'subject_kind' | 'subject_id' | 'typology' | 'score_bans' | 'raised_at'
>

export type MeasureName = 'recall' | 'recall_any_typology' | 'precision' | 'found' | 'median_days_to_alert'

/**
 * One figure with its 95 % interval. Without `typology` and `group` it is about everything; `n` is how many true
 * subjects (alerts, for precision; found subjects, for days) it rests on. A figure that rests on nothing has no line.
 */
export interface EvaluationLine extends Estimate {
  readonly measure: MeasureName
  readonly typology?: string
  readonly group?: string
  readonly budget?: number
  readonly n: number
}

export interface EvaluationInput {
  readonly alerts: readonly EvaluatedAlert[]
  readonly truth: readonly TruthRow[]
  /** Numbers of alerts that an institution would look at. */
  readonly budgets: readonly number[]
  /** Numbers from 0 inclusive to 1 exclusive; the same ones give the same intervals. */
  readonly random: () => number
  /** A group of subjects to report apart, for fairness. */
  readonly groupOf?: (subject: Subject) => string | undefined
  readonly resamples?: number
}

type Subject = Pick<TruthRow, 'subject_kind' | 'subject_id'>

/**
 * Holds alerts against the truth. Alerts of all typologies stand in one queue, best first (equal scores: the earlier
 * raised first), and a budget takes its head. A true subject is found when an alert names it with its typology.
 * Intervals come from a bootstrap over subjects.
 */
export function evaluate(input: EvaluationInput): EvaluationLine[] {
  const { truth, budgets, random, groupOf, resamples = 1_000 } = input
  const queue = input.alerts.toSorted(byScore)
  const typologies = new Set([...truth, ...queue].map(each => each.typology))
  const groups = new Set(
    [...truth, ...queue].map(each => groupOf?.(each)).filter(group => group !== undefined),
  )
  const slices: Slice[] = [
    { about: {}, has: () => true },
    ...[...typologies].sort().map(typology => ({
      about: { typology },
      has: (each: TruthRow | EvaluatedAlert) => each.typology === typology,
    })),
    ...[...groups].sort().map(group => ({
      about: { group },
      has: (each: TruthRow | EvaluatedAlert) => groupOf?.(each) === group,
    })),
  ]
  const estimate = <T>(sample: readonly T[], statistic: (sample: readonly T[]) => number) =>
    bootstrap(sample, statistic, random, resamples)

  return slices.flatMap(({ about, has }) => {
    const subjects = truth.filter(has)
    const lines: EvaluationLine[] = []
    const add = (measure: MeasureName, n: number, figures: () => Estimate, budget?: number) => {
      if (n > 0)
        lines.push({ measure, ...about, ...(budget === undefined ? {} : { budget }), ...figures(), n })
    }
    for (const budget of budgets) {
      const head = queue.slice(0, budget)
      const named = new Set(head.map(withTypology))
      const touched = new Set(head.map(withoutTypology))
      const hits = subjects.map(row => (named.has(withTypology(row)) ? 1 : 0))
      const touches = subjects.map(row => (touched.has(withoutTypology(row)) ? 1 : 0))
      add('recall', hits.length, () => estimate(hits, mean), budget)
      add('recall_any_typology', touches.length, () => estimate(touches, mean), budget)
      const alerts = head.filter(has)
      const right = new Set(truth.map(withTypology))
      const clusters = [...Map.groupBy(alerts, withoutTypology).values()].map(ofSubject => ({
        right: ofSubject.filter(alert => right.has(withTypology(alert))).length,
        all: ofSubject.length,
      }))
      add('precision', alerts.length, () => estimate(clusters, ratio), budget)
    }
    const days = daysToAlert(queue, subjects)
    const found = days.map(each => (each === undefined ? 0 : 1))
    add('found', found.length, () => estimate(found, sum))
    const known = days.filter(each => each !== undefined)
    add('median_days_to_alert', known.length, () => estimate(known, median))
    return lines
  })
}

interface Slice {
  readonly about: { readonly typology?: string; readonly group?: string }
  readonly has: (each: TruthRow | EvaluatedAlert) => boolean
}

function byScore(one: EvaluatedAlert, other: EvaluatedAlert): number {
  if (one.score_bans !== other.score_bans) return other.score_bans - one.score_bans
  if (one.raised_at !== other.raised_at) return parseInstant(one.raised_at)! - parseInstant(other.raised_at)!
  const [first, second] = [withTypology(one), withTypology(other)]
  return first < second ? -1 : first > second ? 1 : 0
}

/** From the first payment of the conduct to the first alert that names it; undefined for those never named. */
function daysToAlert(
  queue: readonly EvaluatedAlert[],
  subjects: readonly TruthRow[],
): (number | undefined)[] {
  const earliest = new Map<string, number>()
  for (const alert of queue) {
    const key = withTypology(alert)
    earliest.set(key, Math.min(earliest.get(key) ?? Number.POSITIVE_INFINITY, parseInstant(alert.raised_at)!))
  }
  return subjects.map(row => {
    const raised = earliest.get(withTypology(row))
    return raised === undefined ? undefined : (raised - parseInstant(row.first_at)!) / microsPerDay
  })
}

const withoutTypology = (each: Subject): string => JSON.stringify([each.subject_kind, each.subject_id])
const withTypology = (each: TruthRow | EvaluatedAlert): string =>
  JSON.stringify([each.subject_kind, each.subject_id, each.typology])

const sum = (sample: readonly number[]): number => sample.reduce((total, each) => total + each, 0)
const mean = (sample: readonly number[]): number => sum(sample) / sample.length
const ratio = (sample: readonly { readonly right: number; readonly all: number }[]): number =>
  sum(sample.map(each => each.right)) / sum(sample.map(each => each.all))
