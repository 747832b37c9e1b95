import { microsPerDay } from '../domain/time.ts'
import { type Block, maskOf } from './block.ts'
import type { BoundPlan, Engine } from './engine.ts'
import { type Finding, findingOf } from './finding.ts'
import { evaluateProgram, walk } from './lookback.ts'
import { peerCodes } from './peers.ts'
import { extremesOf, type PeerTables, type Period, scoreAt } from './score.ts'

/**
 * The three passes over a stretch of subjects. Each is a pure function of the engine and its arguments, so that any number
 * of threads gives the same answer; results are plain data that can cross between threads.
 */
export type Task =
  | {
      readonly pass: 'extremes'
      readonly program: number
      readonly from: number
      readonly to: number
      readonly period: Period
    }
  | (Scoring & { readonly pass: 'scores' })
  | (Scoring & { readonly pass: 'findings'; readonly cuts: readonly number[]; readonly raisedIn: Period })

interface Scoring {
  readonly program: number
  readonly from: number
  readonly to: number
  /** Of the calibration, in which each subject's own extremes lie. */
  readonly period: Period
  /** One a plan of the program. */
  readonly tables: readonly PeerTables[]
}

/** For each plan and indicator, the extremes of the subjects by peer group number. */
export type Extremes = readonly (readonly ReadonlyMap<number, number[]>[])[]
/** For each plan, the highest score of each subject that passed the gate in the period. */
export type Scores = readonly number[][]

export interface TaskResult {
  extremes: Extremes
  scores: Scores
  findings: readonly Finding[]
}

export function runExtremes(engine: Engine, task: Task & { pass: 'extremes' }): Extremes {
  const found = engine.programs[task.program]!.plans.map(bound =>
    bound.plan.indicators.map(() => new Map<number, number[]>()),
  )
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const own = extremesOf(bound, seen.block, seen.values, seen.gated, seen.codes, task.period)
    for (const [group, extremes] of own) {
      for (let i = 0; i < extremes.length; i++) {
        if (Number.isNaN(extremes[i]!)) continue
        const byGroup = found[planIndex]![i]!
        const list = byGroup.get(group)
        if (list === undefined) byGroup.set(group, [extremes[i]!])
        else list.push(extremes[i]!)
      }
    }
  })
  return found
}

export function runScores(engine: Engine, task: Task & { pass: 'scores' }): Scores {
  const scores = engine.programs[task.program]!.plans.map((): number[] => [])
  eachSubject(engine, task, (bound, planIndex, seen) => {
    let highest = Number.NEGATIVE_INFINITY
    for (const { row, score } of scored(bound, task.tables[planIndex]!, task.period, seen)) {
      const { block } = seen
      if (block.time[row]! >= task.period.from && block.time[row]! < task.period.until)
        highest = Math.max(highest, score)
    }
    if (highest > Number.NEGATIVE_INFINITY) scores[planIndex]!.push(highest)
  })
  return scores
}

export function runFindings(engine: Engine, task: Task & { pass: 'findings' }): Finding[] {
  const findings: Finding[] = []
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const tables = task.tables[planIndex]!
    const reached = scored(bound, tables, task.period, seen).filter(({ row, score }) => {
      const at = seen.block.time[row]!
      return score >= task.cuts[planIndex]! && at >= task.raisedIn.from && at < task.raisedIn.until
    })
    for (const episode of episodesOf(bound, seen, reached)) {
      findings.push(findingOf(engine, task.program, planIndex, seen, tables, task.period, episode))
    }
  })
  return findings
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

export interface ScoredRow {
  readonly row: number
  readonly score: number
}

function eachSubject(
  engine: Engine,
  { program: index, from, to }: { program: number; from: number; to: number },
  visit: (bound: BoundPlan, planIndex: number, seen: Seen) => void,
): void {
  const { program, subjects, plans } = engine.programs[index]!
  walk(engine.binding, subjects, from, to, block => {
    const values = evaluateProgram(block, program, engine.foreign)
    for (const [planIndex, bound] of plans.entries()) {
      const gate = maskOf(block, bound.plan.gate)
      const codes = peerCodes(block, bound.plan.peers)
      for (let subject = 0; subject < block.subjects; subject++) {
        const start = block.subjectStarts[subject]!
        const end = block.subjectStarts[subject + 1]!
        const gated: number[] = []
        for (let row = start; row < end; row++) if (gate[row] === 1) gated.push(row)
        if (gated.length === 0) continue
        visit(bound, planIndex, {
          block,
          values,
          entity: block.firstSubject + subject,
          start,
          end,
          gated,
          codes,
        })
      }
    }
  })
}

function scored(bound: BoundPlan, tables: PeerTables, period: Period, seen: Seen): ScoredRow[] {
  const { block, values, gated, codes } = seen
  const own = extremesOf(bound, block, values, gated, codes, period)
  const bans = new Float64Array(bound.plan.indicators.length)
  const taken = new Float64Array(bound.plan.protective.length)
  return gated.map(row => ({ row, score: scoreAt(bound, tables, own, codes, values, row, bans, taken) }))
}

/** Rows that reached the cut, split where a quiet period lies between two of them. */
function episodesOf({ plan }: BoundPlan, { block }: Seen, reached: readonly ScoredRow[]): ScoredRow[][] {
  const quietMicros = plan.quietDays * microsPerDay
  const episodes: ScoredRow[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const scoredRow of reached) {
    const at = block.time[scoredRow.row]!
    if (at - last > quietMicros) episodes.push([])
    episodes.at(-1)!.push(scoredRow)
    last = at
  }
  return episodes
}
