import { microsPerDay } from '../domain/time.ts'
import type { Measure } from '../typology/plan.ts'
import { type Block, holdsAnywhere, holdsAt } from './block.ts'
import type { BoundPlan, Engine, Prepared } from './engine.ts'
import { evidenceOfAll, isOneFamily, isOrdinary } from './evidence.ts'
import { type Finding, findingOf } from './finding.ts'
import { evaluateForeign } from './foreign.ts'
import { fillBands } from './frequency.ts'
import type { Standings } from './lookAlikes.ts'
import { evaluateProgram, walk } from './lookback.ts'
import { emptyTallies, type MonthlyTallies, tallyMonths } from './monthly.ts'
import type { Stretch } from './partition.ts'
import { peerCodes } from './peers.ts'
import { type Scale, scoreOnScale } from './scale.ts'
import { extremesOf, type PeerTables, type Period, type Weigher, weigherOf } from './score.ts'
import type { Vectors, VectorsPass } from './vectors.ts'

/**
 * What is done with all payments or subjects of a program. A pass over one stretch of them is a pure function of the engine and
 * its arguments, so that any number of threads gives the same answer; results are plain data that can cross between threads.
 */
export type Pass =
  /** Over payments, the others over subjects. */
  | { readonly pass: 'conditions' }
  | (Walking & { readonly pass: 'foreign'; readonly measures: readonly Measure[] })
  /** Of the indicators about links, or of all others. */
  | (Walking & {
      readonly pass: 'extremes'
      readonly period: Period
      readonly ofLinks: boolean
      /** Bounds of the months to tally; see `wholeMonths`. */
      readonly months: readonly number[]
    })
  | (Weighing & { readonly pass: 'payees' })
  | (Weighing & {
      readonly pass: 'evidence'
      readonly withLinks: boolean
      /** At payments of this time; of `period` when not given. */
      readonly at?: Period
    })
  | VectorsPass
  | (Weighing & {
      readonly pass: 'findings' /** One a plan of the program. */
      readonly scales: readonly Scale[]
      /** Score in bans. */
      readonly cut: number
      readonly raisedIn: Period
      /** Booking time before which no payment raises anything, microseconds. */
      readonly settledFrom: number
    })

/** One stretch of a pass. */
export type Task = Pass & Stretch

export interface Walking {
  readonly program: number
  readonly partition: Prepared
  /** The plans to visit, one entry a plan of the program; all when not given. */
  readonly visited?: readonly boolean[]
}

export interface Weighing extends Walking {
  /** Of the calibration, in which each subject's own extremes lie. */
  readonly period: Period
  /** One a plan of the program. */
  readonly tables: readonly PeerTables[]
}

/** For each plan and indicator, the extremes of the subjects by peer group number. */
export type Extremes = readonly (readonly ReadonlyMap<number, number[]>[])[]
export interface ExtremesFound {
  readonly extremes: Extremes
  /** One a plan. */
  readonly monthly: readonly MonthlyTallies[]
}
/** For each plan, the evidence on its subjects in the period. */
export type EvidenceFound = readonly PlanEvidence[]

export interface PlanEvidence {
  /** The highest evidence of each subject that passed the gate, before it is asked what is essential. */
  readonly highest: number[]
  /** For each subject with any evidence that could raise an alert: those payments and the evidence there. */
  readonly trails: { readonly entity: number; readonly payments: number[]; readonly evidence: number[] }[]
}

export interface FindingsFound {
  readonly findings: readonly Finding[]
  /** One a plan: all subjects on whom anything speaks for the card, raised or not. */
  readonly standings: readonly Standings[]
}

export interface TaskResult {
  conditions: null
  foreign: null
  extremes: ExtremesFound
  payees: null
  evidence: EvidenceFound
  findings: FindingsFound
  vectors: readonly Vectors[]
}

export function runConditions({ conditions }: Engine, { from, to }: Stretch): null {
  conditions.test(from, to)
  return null
}

export function runForeign(engine: Engine, task: Task & { pass: 'foreign' }): null {
  evaluateForeign(engine, task.partition.foreign, task.measures, task.partition, task)
  return null
}

export function runExtremes(engine: Engine, task: Task & { pass: 'extremes' }): ExtremesFound {
  const found = engine.programs[task.program]!.plans.map(bound =>
    bound.plan.indicators.map(() => new Map<number, number[]>()),
  )
  const { months } = task
  const monthly = engine.programs[task.program]!.plans.map(({ plan }) => emptyTallies(plan, months))
  eachSubject(engine, task, (bound, planIndex, seen) => {
    tallyMonths(monthly[planIndex]!, months, bound, seen.block.time, seen.values, seen.gated)
    const own = extremesOf(bound, seen.block, seen.values, seen.gated, seen.codes, task.period)
    for (const [group, extremes] of own) {
      for (let i = 0; i < extremes.length; i++) {
        if (Number.isNaN(extremes[i]!) || bound.aboutLinks[i] !== task.ofLinks) continue
        const byGroup = found[planIndex]![i]!
        const list = byGroup.get(group)
        if (list === undefined) byGroup.set(group, [extremes[i]!])
        else list.push(extremes[i]!)
      }
    }
  })
  return { extremes: found, monthly }
}

export function runEvidence(engine: Engine, task: Task & { pass: 'evidence' }): EvidenceFound {
  const found = engine.programs[task.program]!.plans.map((): PlanEvidence => ({ highest: [], trails: [] }))
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const leftOut = task.withLinks ? none : bound.aboutLinks
    const weigher = weigherFor(bound, task.tables[planIndex]!, task.period, seen, leftOut)
    const rows = weighed(bound, weigher, seen).filter(({ row }) => {
      return within(seen.block.time[row]!, task.at ?? task.period)
    })
    if (rows.length === 0) return
    found[planIndex]!.highest.push(
      rows.reduce((most, { ofAll }) => Math.max(most, ofAll), Number.NEGATIVE_INFINITY),
    )
    const able = rows.filter(canRaise)
    if (able.length === 0) return
    found[planIndex]!.trails.push({
      entity: seen.entity,
      payments: able.map(({ row }) => seen.block.rows[row]!),
      evidence: able.map(({ evidence }) => evidence),
    })
  })
  return found
}

/**
 * Writes the evidence on each payee into the shared column `payee_evidence`, at the payments that pass the gate of a card about
 * counterparties: the strongest of those cards, and never less than none. What they say about the payer is left out, because it
 * would come back to the payer as evidence of itself. Stretches write to different payments.
 */
export function runPayees(engine: Engine, task: Task & { pass: 'payees' }): null {
  const { values } = engine.payeeEvidence
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const weigher = weigherFor(bound, task.tables[planIndex]!, task.period, seen, bound.aboutOther)
    for (const { row, evidence } of weighed(bound, weigher, seen)) {
      const payment = seen.block.rows[row]!
      values[payment] = Math.max(0, evidence, Number.isNaN(values[payment]!) ? 0 : values[payment]!)
    }
  })
  return null
}

export function runFindings(engine: Engine, task: Task & { pass: 'findings' }): FindingsFound {
  const findings: Finding[] = []
  const standings = engine.programs[task.program]!.plans.map(() => ({
    entities: [] as number[],
    raised: [] as number[],
    bans: [] as number[],
  }))
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const tables = task.tables[planIndex]!
    const scale = task.scales[planIndex]!
    const weigher = weigherFor(bound, tables, task.period, seen, none)
    const settled = weighed(bound, weigher, seen).filter(({ row }) => {
      return seen.block.time[row]! >= task.settledFrom
    })
    const reached = settled.filter(row => canRaise(row) && scoreOnScale(scale, row.evidence) >= task.cut)
    const strongest = strongestRow(settled)
    if (strongest !== undefined && strongest.evidence > 0) {
      const into = standings[planIndex]!
      into.entities.push(seen.entity)
      into.raised.push(reached.length > 0 ? 1 : 0)
      weigher.weigh(strongest.row)
      into.bans.push(...weigher.bans, ...weigher.taken)
    }
    for (const episode of episodesOf(bound, seen, reached)) {
      // An episode belongs to the time at which it was raised, whatever strengthens it later.
      if (!within(seen.block.time[episode[0]!.row]!, task.raisedIn)) continue
      findings.push(findingOf(engine, task.program, planIndex, seen, tables, task.period, episode))
    }
  })
  return { findings, standings }
}

/** The earliest of equally strong rows. */
export function strongestRow(rows: readonly WeighedRow[]): WeighedRow | undefined {
  let strongest = rows[0]
  for (const row of rows) if (row.evidence > strongest!.evidence) strongest = row
  return strongest
}

function within(at: number, { from, until }: Period): boolean {
  return at >= from && at < until
}

/** What is at hand about one subject. */
export interface Seen {
  readonly block: Block
  readonly values: readonly Float64Array[]
  readonly entity: number
  /** Rows of the block that are the subject's, and those of them that pass the gate. */
  readonly start: number
  readonly end: number
  readonly gated: readonly number[]
  readonly codes: readonly Uint32Array[]
}

export interface WeighedRow {
  readonly row: number
  /** Bans. */
  readonly evidence: number
  /** Bans, before it is asked what is essential. */
  readonly ofAll: number
  /** Whether it is no more than one family alone could have; see `isOneFamily`. */
  readonly alone: boolean
}

/** Whether an alert may rest on a row, if its score reaches the cut. */
function canRaise({ evidence, alone }: WeighedRow): boolean {
  return evidence > 0 && !alone
}

export function eachSubject(
  engine: Engine,
  task: Walking & Stretch,
  visit: (bound: BoundPlan, planIndex: number, seen: Seen) => void,
): void {
  const program = engine.programs[task.program]!
  walk(engine.binding, engine.conditions, task.partition, task, block => {
    const here = program.plans.filter(({ gate }, plan) => {
      return task.visited?.[plan] !== false && holdsAnywhere(block, gate)
    })
    if (here.length === 0) return
    const values = evaluateProgram(block, program, task.partition.foreign, here)
    for (const [planIndex, bound] of program.plans.entries()) {
      if (!here.includes(bound)) continue
      const passes = holdsAt(block, bound.gate)
      const counts = holdsAt(block, bound.counted)
      const codes = peerCodes(block, bound.plan.peers)
      const bands = bound.groups.hasBands ? codes[0] : undefined
      for (let subject = 0; subject < block.subjects; subject++) {
        const start = block.subjectStarts[subject]!
        const end = block.subjectStarts[subject + 1]!
        const gated: number[] = []
        for (let row = start; row < end; row++) if (passes(row)) gated.push(row)
        if (gated.length === 0) continue
        if (bands !== undefined) {
          const counted: number[] = []
          for (let row = start; row < end; row++) if (counts(row)) counted.push(row)
          fillBands(gated, counted, block.time, bands)
        }
        visit(bound, planIndex, { block, values, entity: block.entities[subject]!, start, end, gated, codes })
      }
    }
  })
}

/** No indicator left out. */
export const none: readonly boolean[] = []

/** A weigher of one subject's rows. */
export function weigherFor(
  bound: BoundPlan,
  tables: PeerTables,
  period: Period,
  { block, values, gated, codes }: Seen,
  leftOut: readonly boolean[],
): Weigher {
  const own = extremesOf(bound, block, values, gated, codes, period)
  return weigherOf(bound, tables, own, codes, values, leftOut)
}

/** Every gated row of a subject, weighed. */
export function weighed(bound: BoundPlan, weigher: Weigher, { gated }: Seen): WeighedRow[] {
  let evidence = 0
  let ofAll = 0
  let alone = true
  return gated.map((row, place) => {
    if (weigher.weigh(row) || place === 0) {
      const { bans, taken } = weigher
      ofAll = evidenceOfAll(bound.families, bans, taken)
      evidence = isOrdinary(bound.families, bans) ? Math.min(0, ofAll) : ofAll
      alone = isOneFamily(bound.families, bans, taken)
    }
    return { row, evidence, ofAll, alone }
  })
}

/** Rows that reached the cut, split where a quiet period lies between two of them. */
function episodesOf({ plan }: BoundPlan, { block }: Seen, reached: readonly WeighedRow[]): WeighedRow[][] {
  const quietMicros = plan.quietDays * microsPerDay
  const episodes: WeighedRow[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const weighedRow of reached) {
    const at = block.time[weighedRow.row]!
    if (at - last > quietMicros) episodes.push([])
    episodes.at(-1)!.push(weighedRow)
    last = at
  }
  return episodes
}
