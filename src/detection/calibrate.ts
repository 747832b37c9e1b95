import { formatInstant, microsPerDay } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import { cutFor, type Trail } from './budget.ts'
import { type Calibration, type CardCalibration, digestOf } from './calibration.ts'
import type { BoundPlan, BoundProgram, Prepared } from './engine.ts'
import { fieldUses } from './field-use.ts'
import { fillLinks, looksAtLinks, standOutsOf } from './linking.ts'
import {
  joinTallies,
  type MonthlyTallies,
  monthlyDistributions,
  pickTallies,
  subjectsIn,
  wholeDays,
  wholeMonths,
} from './monthly.ts'
import { stretchesOf } from './partition.ts'
import { peersMin } from './peers.ts'
import type { Pool } from './pool.ts'
import { prepare } from './prepare.ts'
import { type PeerTable, peerTable } from './rarity.ts'
import { type Scale, scaleOf, scoreOnScale } from './scale.ts'
import type { PeerTables, Period } from './score.ts'
import { settledFrom } from './settling.ts'
import type { EvidenceFound, Extremes } from './tasks.ts'

export interface CalibrateOptions {
  /** Booking times in microseconds; by default the whole history. */
  readonly period?: Period
  /** How many alerts a month the institution can work well. */
  readonly budget: number
  readonly onProgress?: (fraction: number) => void
}

const daysPerMonth = 30.436875

/** What is learnt for the plans of one program. */
interface Learnt {
  readonly tables: readonly PeerTables[]
  readonly monthly: readonly MonthlyTallies[]
  readonly scales: readonly Scale[]
  readonly scalesWithoutLinks: readonly Scale[] | undefined
  readonly subjects: readonly number[]
}

/** Learns from the history how peers behave, and the cut for each card that keeps to the budget. */
export async function calibrate(pool: Pool, options: CalibrateOptions): Promise<Calibration> {
  const { binding, programs } = pool.engine
  const { history } = binding
  const asked = options.period ?? wholeOf(history.bookedAt)
  const until = Math.min(asked.until, (history.bookedAt.at(-1) ?? 0) + 1)
  const settled = settledFrom(history)
  const from = Math.max(asked.from, settled)
  const period = { from, until }
  const months = Math.max(until - from, 0) / microsPerDay / daysPerMonth
  const calendar = wholeMonths(wholeDays({ from, until }))
  const alerts = Math.floor(options.budget * months)
  const learnt: Learnt[] = []
  const trails: Trail[] = []
  let cutWithoutLinks = Number.POSITIVE_INFINITY
  for (const [index, bound] of programs.entries()) {
    // Parts of the work on a program, from and to.
    const progress = (from: number, to: number) => (fraction: number) =>
      options.onProgress?.((index + from + (to - from) * fraction) / programs.length)
    const hasLinks = looksAtLinks(bound)
    let partition = await prepare(pool, index)
    const looks: Looks = { pool, program: index, period }
    const first = await learnTables(looks, calendar, partition, false, progress(0, hasLinks ? 0.3 : 0.5))
    let { tables, monthly } = first
    if (bound.program.subject === 'counterparty') await weighPayees(pool, index, partition, period, tables)
    let scalesWithoutLinks: Scale[] | undefined
    let found: readonly EvidenceFound[]
    if (hasLinks) {
      const own = await weigh(looks, partition, tables, false, progress(0.3, 0.7))
      scalesWithoutLinks = scalesOf(bound, own, history.customerCount)
      const ownTrails = trailsOf(bound, own, scalesWithoutLinks, history.bookedAt)
      cutWithoutLinks = cutFor([...trails, ...ownTrails], alerts)
      fillLinks(pool.engine, partition, standOutsOf(own, scalesWithoutLinks, cutWithoutLinks))
      pool.engine.linked.delete(index)
      partition = await prepare(pool, index)
      // Only cards that look at links have anything to learn anew.
      const visited = bound.plans.map(({ readsLinks }) => readsLinks)
      const ofLinks = await learnTables({ ...looks, visited }, calendar, partition, true, progress(0.7, 0.8))
      tables = joined(tables, ofLinks.tables)
      monthly = bound.plans.map((plan, i) => pickTallies(plan.aboutLinks, ofLinks.monthly[i]!, monthly[i]!))
      const again = { ...looks, visited }
      const anew = await weigh(again, partition, tables, true, progress(0.8, 1))
      found = [
        ...onlyOf(
          own,
          visited.map(read => !read),
        ),
        ...onlyOf(anew, visited),
      ]
    } else {
      found = await weigh(looks, partition, tables, true, progress(0.5, 1))
    }
    const scales = scalesOf(bound, found, history.customerCount)
    trails.push(...trailsOf(bound, found, scales, history.bookedAt))
    const subjects = bound.plans.map((_, i) => found.reduce((sum, part) => sum + part[i]!.highest.length, 0))
    learnt.push({ tables, monthly, scales, scalesWithoutLinks, subjects })
  }
  const cut = cutFor(trails, alerts)
  const calibration: Calibration = {
    format: 1,
    from: formatInstant(from),
    until: formatInstant(until),
    settled_from: formatInstant(settled),
    home_currency: history.homeCurrency,
    budget_alerts_per_month: options.budget,
    months,
    cut_bans: finiteOrNull(cut),
    cut_without_links_bans: finiteOrNull(cutWithoutLinks),
    fields: fieldUses(history, { from, until }),
    cards: programs.flatMap(({ plans }, p) =>
      plans.map((plan, i) => cardCalibration(plan, learnt[p]!, i, calendar, history.bookedAt[0] ?? 0)),
    ),
  }
  // A look with a calibration from the whole history finds the same customers to stand out, and need not look for them again.
  if (from === settled && until > (history.bookedAt.at(-1) ?? 0)) {
    for (const [index, { scalesWithoutLinks }] of learnt.entries())
      if (scalesWithoutLinks !== undefined) pool.engine.linked.set(index, calibration)
  }
  return calibration
}

function cardCalibration(
  { plan, groups }: BoundPlan,
  learnt: Learnt,
  place: number,
  calendar: readonly number[],
  start: number,
): CardCalibration {
  const tallies = learnt.monthly[place]!
  const distributions = monthlyDistributions(plan, tallies, calendar, start)
  const scaleWithoutLinks = learnt.scalesWithoutLinks?.[place]
  return {
    card: plan.card,
    card_version: plan.cardVersion,
    pack: plan.pack,
    pack_version: plan.packVersion,
    ...(plan.packDigest === undefined ? {} : { pack_digest: plan.packDigest }),
    plan_digest: digestOf(plan),
    subjects: learnt.subjects[place]!,
    scale: learnt.scales[place]!,
    ...(scaleWithoutLinks === undefined ? {} : { scale_without_links: scaleWithoutLinks }),
    monthly_subjects: tallies.map(([first]) => (first === undefined ? 0 : subjectsIn(first))),
    peer_fields: plan.peers,
    indicators: plan.indicators.map((indicator, n) => ({
      indicator: indicator.id,
      ...(distributions[n] === undefined ? {} : { monthly: distributions[n] }),
      groups: [...learnt.tables[place]![n]!]
        .map(([group, table]) => ({ values_shared: groups.valuesOf(group), ...table }))
        .sort((a, b) => compareTexts(a.values_shared.join('\n'), b.values_shared.join('\n'))),
    })),
  }
}

/** What walking the subjects of a program takes. */
export interface Looks {
  readonly pool: Pool
  readonly program: number
  readonly period: Period
  /** The time whose payments are weighed; `period` when not given. */
  readonly at?: Period
  /** The plans to visit, one entry a plan of the program; all when not given. */
  readonly visited?: readonly boolean[]
}

/** Learns how peers behave, of the indicators about links or of all others; and what their single months look like. */
async function learnTables(
  { pool, program, period, visited }: Looks,
  months: readonly number[],
  partition: Prepared,
  ofLinks: boolean,
  onProgress: (fraction: number) => void,
): Promise<{ tables: PeerTables[]; monthly: MonthlyTallies[] }> {
  const pass = { pass: 'extremes' as const, program, partition, period, ofLinks, months, ...only(visited) }
  const parts = await pool.run(pass, stretchesOf(partition), onProgress)
  const { plans } = pool.engine.programs[program]!
  const tables = plans.map(({ plan, aboutLinks }, i) =>
    tablesOf(
      plan,
      parts.map(part => part.extremes[i]!),
    ).map((table, n) => (aboutLinks[n] === ofLinks ? table : new Map())),
  )
  const monthly = plans.map(({ plan }, i) =>
    joinTallies(
      plan,
      months,
      parts.map(part => part.monthly[i]!),
    ),
  )
  return { tables, monthly }
}

/** Tables of the same plans, of which each indicator has its own in one. */
function joined(some: readonly PeerTables[], others: readonly PeerTables[]): PeerTables[] {
  return some.map((tables, plan) => tables.map((table, i) => (table.size > 0 ? table : others[plan]![i]!)))
}

/** Evidence on every subject of a program in the period. `tables` are those of its plans. */
export async function weigh(
  { pool, program, period, at, visited }: Looks,
  partition: Prepared,
  tables: readonly PeerTables[],
  withLinks: boolean,
  onProgress?: (fraction: number) => void,
): Promise<EvidenceFound[]> {
  const weighing = { pass: 'evidence' as const, program, partition, period, tables, withLinks }
  const pass = { ...weighing, ...(at === undefined ? {} : { at }), ...only(visited) }
  return pool.run(pass, stretchesOf(partition), onProgress)
}

function only(visited: readonly boolean[] | undefined): { visited?: readonly boolean[] } {
  return visited === undefined ? {} : { visited }
}

/** What was found for some of the plans, and nothing for the others. */
function onlyOf(found: readonly EvidenceFound[], wanted: readonly boolean[]): EvidenceFound[] {
  return found.map(part => part.map((plan, i) => (wanted[i] ? plan : { highest: [], trails: [] })))
}

/** Fills `payee_evidence`, which the programs about customers that follow may read. */
export async function weighPayees(
  pool: Pool,
  program: number,
  partition: Prepared,
  period: Period,
  tables: readonly PeerTables[],
): Promise<void> {
  pool.engine.payeeEvidence.values.fill(Number.NaN)
  await pool.run({ pass: 'payees', program, partition, period, tables }, stretchesOf(partition))
}

function scalesOf({ plans }: BoundProgram, found: readonly EvidenceFound[], customers: number): Scale[] {
  return plans.map((_, i) =>
    scaleOf(
      found.flatMap(part => part[i]!.highest),
      customers,
    ),
  )
}

function trailsOf(
  { plans }: BoundProgram,
  found: readonly EvidenceFound[],
  scales: readonly Scale[],
  bookedAt: Float64Array,
): Trail[] {
  return plans.flatMap(({ plan }, i) =>
    found.flatMap(part =>
      part[i]!.trails.map(({ payments, evidence }) => ({
        quietDays: plan.quietDays,
        times: payments.map(payment => bookedAt[payment]!),
        scores: evidence.map(bans => scoreOnScale(scales[i]!, bans)),
      })),
    ),
  )
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
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
