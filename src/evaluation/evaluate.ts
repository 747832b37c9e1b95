import type { Alert } from '../detection/alert.ts'
import { parseInstant } from '../domain/time.ts'
import type { SubjectKind } from '../typology/plan.ts'
import { type Estimate, type Resampling, shareOf } from './bootstrap.ts'
import { type Delay, delayLines, delaysOf } from './delay.ts'
import { fairnessLines, groupLabel } from './fairness.ts'
import { headOf } from './head.ts'
import { type EvaluationLine, type MeasureName, type Pair, pairKey } from './line.ts'
import type { Population } from './population.ts'
import type { TruthRow } from './truth.ts'

export type EvaluatedAlert = Pick<
  Alert,
  'subject_kind' | 'subject_id' | 'typology' | 'score_bans' | 'raised_at'
>

export interface EvaluationInput {
  readonly alerts: readonly EvaluatedAlert[]
  readonly truth: readonly TruthRow[]
  /** Numbers of alerts that an institution would look at. */
  readonly budgets: readonly number[]
  /** The same random numbers give the same intervals. */
  readonly resampling: Resampling
  /** Whom alerts could have been raised on: without it there is neither lift nor anything by group. */
  readonly population?: Population
  /** Payments of a found subject from the first of its pattern up to the alert; undefined where they are not known. */
  readonly paymentsOf?: (delay: Delay) => number | undefined
}

/** Best first; of equal scores the earlier raised first. */
export function queueOf(alerts: readonly EvaluatedAlert[]): EvaluatedAlert[] {
  return alerts.toSorted((one, other) => {
    if (one.score_bans !== other.score_bans) return other.score_bans - one.score_bans
    if (one.raised_at !== other.raised_at)
      return parseInstant(one.raised_at)! - parseInstant(other.raised_at)!
    return one.subject_id < other.subject_id ? -1 : 1
  })
}

/**
 * Holds alerts against the truth. Alerts of all typologies stand in one queue, best first, and a budget takes its head. A true
 * subject is found when an alert names it with its typology.
 */
export function evaluate(input: EvaluationInput): EvaluationLine[] {
  const { truth, budgets, resampling, population } = input
  const queue = queueOf(input.alerts)
  const isTrue = new Set(truth.map(pairKey))
  const delays = delaysOf(truth, queue)
  const lines = slicesOf(input).flatMap(({ about, has, sizes }) => {
    const wanted = truth.filter(has)
    const lines: EvaluationLine[] = []
    for (const budget of budgets) {
      const head = queue.slice(0, budget)
      const alerts = head.filter(has)
      const figures = headOf(head, alerts, wanted, isTrue, resampling)
      const add = (measure: MeasureName, estimate: Estimate, n: number) => {
        if (n > 0) lines.push({ measure, ...about, budget, ...estimate, n })
      }
      add('recall', figures.recall, wanted.length)
      add('recall_any_typology', figures.recallAnyTypology, wanted.length)
      add('precision', figures.precision, alerts.length)
      const chance = sizes === undefined ? 0 : chanceOf(alerts, wanted, sizes)
      if (chance > 0) add('lift', times(figures.precision, 1 / chance), alerts.length)
    }
    const found = delays.filter(({ truth }) => has(truth))
    if (wanted.length > 0) {
      const share = shareOf(found.length, wanted.length, resampling)
      lines.push({ measure: 'found', ...about, ...times(share, wanted.length), n: wanted.length })
    }
    const days = found.map(delay => delay.days)
    const payments = found.map(delay => input.paymentsOf?.(delay)).filter(each => each !== undefined)
    const delayed = [...delayLines(days, 'days', resampling), ...delayLines(payments, 'payments', resampling)]
    return [...lines, ...delayed.map(line => ({ ...line, ...about }))]
  })
  const byGroup = (population?.groupings ?? []).flatMap(grouping =>
    budgets.flatMap(budget => fairnessLines(grouping, queue.slice(0, budget), truth, budget, resampling)),
  )
  return [...lines, ...byGroup]
}

type Sizes = Readonly<Record<SubjectKind, number>>

/** Pairs that are reported together. */
interface Slice {
  readonly about: { readonly typology?: string; readonly group?: string }
  readonly has: (pair: Pair) => boolean
  /** How many subjects of each kind the slice could be about. */
  readonly sizes: Sizes | undefined
}

function slicesOf({ alerts, truth, population }: EvaluationInput): Slice[] {
  const typologies = [...new Set([...truth, ...alerts].map(each => each.typology))].sort()
  const groups = (population?.groupings ?? []).flatMap(({ name, groups, groupOf }) => {
    const sizes = new Map<string, number>()
    for (const group of groupOf.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1)
    return groups.map(
      (group): Slice => ({
        about: { group: groupLabel(name, group) },
        has: pair => pair.subject_kind === 'customer' && groupOf.get(pair.subject_id) === group,
        sizes: { customer: sizes.get(group) ?? 0, counterparty: 0 },
      }),
    )
  })
  return [
    { about: {}, has: () => true, sizes: population?.subjects },
    ...typologies.map(
      (typology): Slice => ({
        about: { typology },
        has: pair => pair.typology === typology,
        sizes: population?.subjects,
      }),
    ),
    ...groups,
  ]
}

/**
 * The precision that these alerts would have had by chance: were each on a subject of its kind picked at random, and right
 * when that subject is a true one of any of the typologies asked about.
 */
function chanceOf(alerts: readonly Pair[], wanted: readonly Pair[], sizes: Sizes): number {
  const rate = (kind: SubjectKind) => {
    const subjects = new Set(wanted.filter(pair => pair.subject_kind === kind).map(pair => pair.subject_id))
    return sizes[kind] === 0 ? 0 : subjects.size / sizes[kind]
  }
  const rates = { customer: rate('customer'), counterparty: rate('counterparty') }
  return alerts.reduce((sum, alert) => sum + rates[alert.subject_kind], 0) / alerts.length
}

function times({ value, low, high }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor }
}
