import { formatInstant, microsPerDay } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import { cutFor, type Trail } from './budget.ts'
import { type Calibration, type CardCalibration, digestOf } from './calibration.ts'
import { type Partition, stretchesOf } from './partition.ts'
import { peersMin } from './peers.ts'
import type { Pool } from './pool.ts'
import { prepare } from './prepare.ts'
import { type PeerTable, peerTable } from './rarity.ts'
import { type Scale, scaleOf, scoreOnScale } from './scale.ts'
import type { PeerTables, Period } from './score.ts'
import type { Extremes, PlanEvidence } from './tasks.ts'

export interface CalibrateOptions {
  /** Booking times in microseconds; by default the whole history. */
  readonly period?: Period
  /** How many alerts a month the institution can work well. */
  readonly budget: number
  readonly onProgress?: (fraction: number) => void
}

const daysPerMonth = 30.436875

/** Learns from the history how peers behave, and the cut for each card that keeps to the budget. */
export async function calibrate(pool: Pool, options: CalibrateOptions): Promise<Calibration> {
  const { binding, programs } = pool.engine
  const { history } = binding
  const period = options.period ?? wholeOf(history.bookedAt)
  const until = Math.min(period.until, (history.bookedAt.at(-1) ?? 0) + 1)
  const from = Math.max(period.from, history.bookedAt[0] ?? 0)
  const months = Math.max(until - from, 0) / microsPerDay / daysPerMonth
  const tables: PeerTables[][] = []
  const scales: Scale[][] = []
  const subjects: number[][] = []
  const trails: Trail[] = []
  for (const [index, bound] of programs.entries()) {
    const partition = await prepare(pool, index)
    const steps = stretchesOf(partition).map(stretch => ({ program: index, partition, ...stretch, period }))
    const progress = (pass: number) => (done: number) =>
      options.onProgress?.((index + (pass + done / steps.length) / 2) / programs.length)
    const extremes = await pool.run(
      steps.map(step => ({ ...step, pass: 'extremes' as const })),
      progress(0),
    )
    const learnt = bound.plans.map(({ plan }, i) =>
      tablesOf(
        plan,
        extremes.map(part => part[i]!),
      ),
    )
    tables.push(learnt)
    if (bound.program.subject === 'counterparty') await weighPayees(pool, index, partition, period, learnt)
    const found = await pool.run(
      steps.map(step => ({ ...step, pass: 'evidence' as const, tables: learnt })),
      progress(1),
    )
    const highest = bound.plans.map((_, i) => found.flatMap(part => part[i]!.highest))
    subjects.push(highest.map(list => list.length))
    scales.push(highest.map(list => scaleOf(list, history.customerCount)))
    for (const [i, { plan }] of bound.plans.entries()) {
      for (const part of found) trails.push(...trailsOf(part[i]!, plan.quietDays, scales[index]![i]!))
    }
  }
  const cut = cutFor(trails, Math.floor(options.budget * months))
  return {
    format: 1,
    from: formatInstant(from),
    until: formatInstant(until),
    home_currency: history.homeCurrency,
    budget_alerts_per_month: options.budget,
    months,
    cut_bans: Number.isFinite(cut) ? cut : null,
    cards: programs.flatMap((bound, p) =>
      bound.plans.map(({ plan, groups }, i): CardCalibration => {
        return {
          card: plan.card,
          card_version: plan.cardVersion,
          pack: plan.pack,
          pack_version: plan.packVersion,
          plan_digest: digestOf(plan),
          subjects: subjects[p]![i]!,
          scale: scales[p]![i]!,
          peer_fields: plan.peers,
          indicators: plan.indicators.map((indicator, n) => ({
            indicator: indicator.id,
            groups: [...tables[p]![i]![n]!]
              .map(([group, table]) => ({ values_shared: groups.valuesOf(group), ...table }))
              .sort((a, b) => compareTexts(a.values_shared.join('\n'), b.values_shared.join('\n'))),
          })),
        }
      }),
    ),
  }
}

/** Fills `payee_evidence`, which the programs about customers that follow may read. */
export async function weighPayees(
  pool: Pool,
  program: number,
  partition: Partition,
  period: Period,
  tables: readonly PeerTables[],
): Promise<void> {
  pool.engine.payeeEvidence.values.fill(Number.NaN)
  const shared = { pass: 'payees' as const, program, partition, period, tables }
  await pool.run(stretchesOf(partition).map(stretch => ({ ...shared, ...stretch })))
}

function trailsOf({ trails }: PlanEvidence, quietDays: number, scale: Scale): Trail[] {
  return trails.map(({ times, evidence }) => {
    return { quietDays, times, scores: evidence.map(bans => scoreOnScale(scale, bans)) }
  })
}

function tablesOf(plan: Plan, parts: readonly Extremes[number][]): PeerTables {
  return plan.indicators.map((indicator, i) => {
    const lists = new Map<number, number[]>()
    for (const part of parts) {
      for (const [group, extremes] of part[i]!) {
        const list = lists.get(group)
        if (list === undefined) lists.set(group, [...extremes])
        else for (const extreme of extremes) list.push(extreme)
      }
    }
    const tables = new Map<number, PeerTable>()
    for (const [group, extremes] of lists) {
      // Group 0 shares nothing but the gate: the widest, kept however small.
      if (extremes.length >= peersMin || group === 0)
        tables.set(group, peerTable(extremes, indicator.unusual))
    }
    return tables
  })
}

function wholeOf(bookedAt: Float64Array): Period {
  return { from: bookedAt[0] ?? 0, until: (bookedAt.at(-1) ?? 0) + 1 }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
