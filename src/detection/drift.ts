import { LapwingError } from '../domain/errors.ts'
import { parseInstant } from '../domain/time.ts'
import type { Measure } from '../typology/plan.ts'
import type { Calibration, CardCalibration } from './calibration.ts'
import { detect, makeReady } from './detect.ts'
import type { BoundPlan } from './engine.ts'
import { type FieldUse, fieldUses } from './field-use.ts'
import { columnsFor } from './fields.ts'
import { countsBetween, joinTallies, subjectsIn, type Tally } from './monthly.ts'
import { stretchesOf } from './partition.ts'
import { describeGroup, peersMin } from './peers.ts'
import type { Pool } from './pool.ts'
import { fieldsOfMeasure } from './program.ts'
import type { Period } from './score.ts'
import { type Stability, stabilityOf } from './stability.ts'
import type { ExtremesFound } from './tasks.ts'

/** How far one month is from what a calibration was learnt from. */
export interface Drift {
  readonly indicators: readonly IndicatorDrift[]
  readonly cards: readonly CardDrift[]
  readonly alerts: AlertDrift
  /** Peer groups that had enough peers when calibrated. */
  readonly groups: readonly GroupDrift[]
  /** False where the book does not reach back far enough to count peers over a time as long as the calibration's. */
  readonly groupsCompared: boolean
  readonly fields: readonly FieldDrift[]
}

export interface IndicatorDrift extends Stability {
  readonly card: string
  readonly indicator: string
  /** Subjects who passed the gate in the month, and, summed over its months, in the calibration. */
  readonly subjects: number
  readonly subjectsCalibrated: number
  /** False where the indicator's values were still growing when calibrated; see `MonthlyDistribution`. */
  readonly settled: boolean
  /** Columns of the input that the indicator is made from. */
  readonly columns: readonly string[]
}

export interface CardDrift {
  readonly card: string
  /** Subjects who passed the gate in the month, and in a month of the calibration on average. */
  readonly subjects: number
  readonly subjectsCalibrated: number
}

export interface AlertDrift {
  readonly raised: number
  /** Alerts a month. */
  readonly budget: number
  readonly byCard: readonly { readonly card: string; readonly raised: number }[]
}

export interface GroupDrift {
  readonly card: string
  readonly group: string
  /** Peers over as long a time as the calibration's that ends with the month, and when calibrated. */
  readonly peers: number
  readonly peersCalibrated: number
}

export interface FieldDrift extends Stability {
  readonly field: string
  /** Share of payments, 0 to 1, on which it is unknown. */
  readonly unknown: number
  readonly unknownCalibrated: number
  readonly payments: number
  /** Values that the calibration has never seen; of coded fields only. */
  readonly unseen: readonly string[]
}

/**
 * Compares a month with the calibration. The history must reach to the end of the month and no further.
 * @throws LapwingError `calibration-without-months` where the calibration holds nothing a month can be compared with,
 * `empty-month`
 */
export async function driftOf(
  pool: Pool,
  calibration: Calibration,
  month: Period,
  onProgress?: (fraction: number) => void,
): Promise<Drift> {
  const { programs, binding } = pool.engine
  const { history } = binding
  const { fields } = calibration
  if (fields === undefined || !calibration.cards.some(({ monthly_subjects: counts }) => counts?.length)) {
    throw new LapwingError('calibration-without-months', 'The calibration knows no single whole month.', {
      remedy: 'Run lapwing calibrate again, on a book of at least one whole calendar month.',
    })
  }
  const uses = fieldUses(history, month)
  if (!uses.some(({ payments }) => payments > 0)) {
    throw new LapwingError('empty-month', 'There are no payments in this month.', {
      remedy: 'Name a month that the book holds, or import the payments of this one.',
    })
  }
  const [from, until] = [parseInstant(calibration.from)!, parseInstant(calibration.until)!]
  const period = { from: month.until - (until - from), until: month.until }
  const groupsCompared = month.until >= until
  const indicators: IndicatorDrift[] = []
  const cards: CardDrift[] = []
  const groups: GroupDrift[] = []
  for (const [index, bound] of programs.entries()) {
    const months = [month.from, month.until]
    const { partition, cards: calibrated } = await makeReady(pool, index, calibration, { from, until })
    const pass = { pass: 'extremes' as const, program: index, partition, period, months, ofLinks: false }
    const parts = await pool.run(pass, stretchesOf(partition), done => {
      onProgress?.((index + done) / (programs.length + 1))
    })
    for (const [i, plan] of bound.plans.entries()) {
      const tallies = joinTallies(
        plan.plan,
        months,
        parts.map(part => part.monthly[i]!),
      )[0]!
      indicators.push(...indicatorsOf(plan, calibrated[i]!, tallies))
      cards.push(cardOf(calibrated[i]!, tallies))
      if (groupsCompared) groups.push(...groupsOf(plan, calibrated[i]!, parts, i))
    }
  }
  const alerts = await detect(pool, calibration, {
    raisedIn: month,
    // Alerts are counted here, not shown.
    paymentIds: async payments => payments.map(String),
  })
  onProgress?.(1)
  return {
    indicators,
    cards,
    alerts: {
      raised: alerts.length,
      budget: calibration.budget_alerts_per_month,
      byCard: cards.map(({ card }) => ({
        card,
        raised: alerts.filter(alert => alert.card === card).length,
      })),
    },
    groups,
    groupsCompared,
    fields: fieldsDrift(fields, uses),
  }
}

function indicatorsOf(
  { plan }: BoundPlan,
  card: CardCalibration,
  tallies: readonly Tally[],
): IndicatorDrift[] {
  return plan.indicators.flatMap((indicator, i) => {
    const was = card.indicators.find(each => each.indicator === indicator.id)?.monthly
    if (was === undefined) return []
    const tally = tallies[i]!
    const measures = [indicator.measure, indicator.per].flatMap((place): Measure[] =>
      place === undefined ? [] : [plan.measures[place]!],
    )
    return [
      {
        card: plan.card,
        indicator: indicator.id,
        ...stabilityOf(was.counts, countsBetween(tally, was.edges)),
        subjects: subjectsIn(tally),
        subjectsCalibrated: was.counts.reduce((sum, count) => sum + count, 0),
        settled: was.settled,
        columns: columnsFor(measures.flatMap(measure => [...fieldsOfMeasure(measure)])),
      },
    ]
  })
}

function cardOf(
  { card, monthly_subjects: counts = [] }: CardCalibration,
  tallies: readonly Tally[],
): CardDrift {
  const [first] = tallies
  return {
    card,
    subjects: first === undefined ? 0 : subjectsIn(first),
    subjectsCalibrated: counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length),
  }
}

function groupsOf(
  { plan, groups, aboutLinks }: BoundPlan,
  card: CardCalibration,
  parts: readonly ExtremesFound[],
  place: number,
): GroupDrift[] {
  // A group has as many peers as the indicator that most of them have a value of; links are not among those counted here.
  const most = new Map<string, { values: readonly string[]; peers: number }>()
  for (const [i, { groups: learnt }] of card.indicators.entries()) {
    if (aboutLinks[i]) continue
    for (const { values_shared: values, peers } of learnt) {
      const name = values.join('\n')
      if (peers >= peersMin && peers > (most.get(name)?.peers ?? 0)) most.set(name, { values, peers })
    }
  }
  return [...most.values()].map(({ values, peers }) => {
    const number = groups.numberFor(values)
    const now = plan.indicators.map((_, i) =>
      parts.reduce((sum, { extremes }) => sum + (extremes[place]![i]!.get(number ?? -1)?.length ?? 0), 0),
    )
    return {
      card: plan.card,
      group: describeGroup(plan.subject, plan.peers, values),
      peers: Math.max(0, ...now),
      peersCalibrated: peers,
    }
  })
}

function fieldsDrift(calibrated: readonly FieldUse[], now: readonly FieldUse[]): FieldDrift[] {
  return calibrated.flatMap(was => {
    const is = now.find(({ field }) => field === was.field)
    if (is === undefined) return []
    const known = new Set(was.values)
    return [
      {
        field: was.field,
        unknown: share(is),
        unknownCalibrated: share(was),
        payments: is.payments,
        unseen: (is.values ?? []).filter(value => !known.has(value)),
        ...stabilityOf([was.payments - was.unknown, was.unknown], [is.payments - is.unknown, is.unknown]),
      },
    ]
  })
}

function share({ payments, unknown }: FieldUse): number {
  return payments === 0 ? 0 : unknown / payments
}
