import { parseInstant } from '../domain/time.ts'
import type { Calibration } from './calibration.ts'
import { makeReady } from './detect.ts'
import type { BoundPlan, Engine } from './engine.ts'
import { strongestOf } from './evidence.ts'
import { type Stretch, stretchesOf } from './partition.ts'
import type { Pool } from './pool.ts'
import type { Weigher } from './score.ts'
import { eachSubject, none, strongestRow, type Weighing, weighed, weigherFor } from './tasks.ts'

/**
 * The evidence on each subject of a card by family, at its strongest payment: what weights are fitted to. Flat arrays, so
 * that they cross between threads cheaply.
 */
export interface Vectors {
  /** Entity numbers, in the order of the walk, of the subjects that passed the gate in time. */
  readonly entities: Uint32Array
  /** Index of each subject's strongest payment in the history. */
  readonly payments: Uint32Array
  /** Evidence in bans as alerts count it, at the strongest payment. */
  readonly evidence: Float64Array
  /**
   * Row by row: bans of each family, then bans that each family takes away, in the order of `Families.names`. Before what
   * outcomes taught.
   */
  readonly bans: Float64Array
}

export type VectorsPass = Weighing & {
  readonly pass: 'vectors'
  /** Only payments booked before this instant are looked at, microseconds. */
  readonly before: number
  /** For each plan, an earlier end for single subjects: what was decided about them must not show in what is seen. */
  readonly decided: readonly ReadonlyMap<number, number>[]
}

/** The body of the pass. A subject with no payment in time is left out. */
export function runVectors(engine: Engine, task: VectorsPass & Stretch): Vectors[] {
  const found = engine.programs[task.program]!.plans.map(() => ({
    entities: [] as number[],
    payments: [] as number[],
    evidence: [] as number[],
    bans: [] as number[],
  }))
  eachSubject(engine, task, (bound, planIndex, seen) => {
    const tables = task.tables[planIndex]!
    const before = Math.min(
      task.before,
      task.decided[planIndex]!.get(seen.entity) ?? Number.POSITIVE_INFINITY,
    )
    const weigher = weigherFor(bound, tables, task.period, seen, none)
    const strongest = strongestRow(
      weighed(bound, weigher, seen).filter(({ row }) => seen.block.time[row]! < before),
    )
    if (strongest === undefined) return
    const into = found[planIndex]!
    into.entities.push(seen.entity)
    into.payments.push(seen.block.rows[strongest.row]!)
    into.evidence.push(strongest.evidence)
    weigher.weigh(strongest.row)
    into.bans.push(...familyBans(bound, weigher))
  })
  return found.map(({ entities, payments, evidence, bans }) => ({
    entities: Uint32Array.from(entities),
    payments: Uint32Array.from(payments),
    evidence: Float64Array.from(evidence),
    bans: Float64Array.from(bans),
  }))
}

/** Of the row last weighed. */
function familyBans({ families }: BoundPlan, { bans, taken }: Weigher): number[] {
  const { names, ofIndicator, ofProtective } = families
  return [
    ...names.map((_, family) => strongestOf(family, ofIndicator, bans)),
    ...names.map((_, family) => strongestOf(family, ofProtective, taken)),
  ]
}

/** By program and plan, as `Engine.programs`: for single subjects, the instant from which on nothing is seen. */
export type Decided = (program: number, plan: number) => ReadonlyMap<number, number>

/** Walks the history once and gives the vectors of every plan, by program and plan. */
export async function vectorsOf(
  pool: Pool,
  calibration: Calibration,
  before: number,
  decided: Decided,
  onProgress?: (fraction: number) => void,
): Promise<Vectors[][]> {
  const { programs } = pool.engine
  const period = { from: parseInstant(calibration.from)!, until: parseInstant(calibration.until)! }
  const all: Vectors[][] = []
  for (const [program, bound] of programs.entries()) {
    const { partition, tables } = await makeReady(pool, program, calibration, period)
    const ends = bound.plans.map((_, plan) => decided(program, plan))
    const pass = { pass: 'vectors' as const, program, partition, period, tables, before, decided: ends }
    const parts = await pool.run(pass, stretchesOf(partition), done => {
      onProgress?.((program + done) / programs.length)
    })
    all.push(bound.plans.map((_, plan) => joined(parts.map(part => part[plan]!))))
  }
  return all
}

function joined(parts: readonly Vectors[]): Vectors {
  return {
    entities: Uint32Array.from(parts.flatMap(part => [...part.entities])),
    payments: Uint32Array.from(parts.flatMap(part => [...part.payments])),
    evidence: Float64Array.from(parts.flatMap(part => [...part.evidence])),
    bans: Float64Array.from(parts.flatMap(part => [...part.bans])),
  }
}
