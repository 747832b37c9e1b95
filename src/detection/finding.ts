import type { Measure } from '../typology/plan.ts'
import { holdsAt } from './block.ts'
import { codesOf } from './columns.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import type { BoundPlan, Engine } from './engine.ts'
import { bansTaken } from './evidence.ts'
import type { NamedBy } from './intelligence/reasons.ts'
import { describeGroup } from './peers.ts'
import { filtersOf } from './program.ts'
import { compare, extremesOf, type PeerTables, type Period } from './score.ts'
import type { Seen, WeighedRow } from './tasks.ts'

/**
 * One episode of one subject, explained while its columns are at hand. Payments are indexes into the history; the ids
 * that people know follow when the book is asked for them.
 */
export interface Finding {
  readonly program: number
  readonly plan: number
  readonly entity: number
  /** At the strongest payment, in bans. */
  readonly evidence: number
  /** Payments: where the cut was first reached, where the evidence was strongest, the last that reached the cut. */
  readonly first: number
  readonly strongest: number
  readonly last: number
  readonly reasons: readonly FoundReason[]
  readonly against: readonly FoundCounterReason[]
  /** Indicators that had no value there. */
  readonly unknown: readonly number[]
}

export interface FoundReason {
  readonly indicator: number
  readonly value: number
  readonly peerGroup: string
  readonly peers: number
  readonly rarity: number
  readonly distribution: Distribution
  readonly bans: number
  readonly payments: readonly number[]
  /** Where the reason rests on intelligence. */
  readonly intelligence?: readonly NamedBy[]
}

export interface FoundCounterReason {
  readonly protective: number
  readonly value: number
  readonly bans: number
  readonly payments: readonly number[]
}

export function findingOf(
  engine: Engine,
  program: number,
  plan: number,
  seen: Seen,
  tables: PeerTables,
  period: Period,
  episode: readonly WeighedRow[],
): Finding {
  const bound = engine.programs[program]!.plans[plan]!
  const { block, values, gated, codes } = seen
  // The earliest of equally strong rows, so that the explanation does not wander.
  const strongest = episode.reduce((best, next) => (next.evidence > best.evidence ? next : best))
  const own = extremesOf(bound, block, values, gated, codes, period)
  const reasons: FoundReason[] = []
  const unknown: number[] = []
  for (const [i, indicator] of bound.plan.indicators.entries()) {
    const comparison = compare(bound, tables, own, codes, values, i, strongest.row)
    if (comparison === undefined) {
      unknown.push(i)
      continue
    }
    const { value, group, peers, rarity, bans } = comparison
    const extreme = own.get(group)?.[i] ?? Number.NaN
    const distribution = distributionOf(tables[i]!.get(group)!, extreme, indicator.unusual)
    const peerGroup = describeGroup(bound.plan.subject, bound.plan.peers, bound.groups.valuesOf(group))
    const payments = evidenceRows(bound, seen, bound.plan.measures[indicator.measure]!, strongest.row)
    reasons.push({ indicator: i, value, peerGroup, peers, rarity, distribution, bans, payments })
  }
  const against = bound.plan.protective.flatMap((protective, i) => {
    const value = values[bound.protectiveOf[i]!]![strongest.row]!
    const bans = bansTaken(value, protective.fullAt, protective.takes)
    if (bans === 0) return []
    const payments = evidenceRows(bound, seen, bound.plan.measures[protective.measure]!, strongest.row)
    return [{ protective: i, value, bans, payments }]
  })
  return {
    program,
    plan,
    entity: seen.entity,
    evidence: strongest.evidence,
    first: block.rows[episode[0]!.row]!,
    strongest: block.rows[strongest.row]!,
    last: block.rows[episode.at(-1)!.row]!,
    reasons,
    against,
    unknown,
  }
}

/**
 * The subject's payments behind a measure's value at a row: those in its window and key that pass its filters. Of a measure
 * about the other side, only the subject's own dealings are shown.
 */
function evidenceRows(bound: BoundPlan, seen: Seen, measure: Measure, row: number): number[] {
  const { block, start } = seen
  const isForeign = measure.key[0] !== bound.plan.subject
  const key = isForeign ? measure.key : measure.key.slice(1)
  const codes = key.map(field => codesOf(block, field))
  const holds = filtersOf(measure).map(filter => holdsAt(block, filter))
  const evidence: number[] = []
  for (let other = start; other <= row; other++) {
    const inWindow = block.time[other]! > block.time[row]! - measure.windowMicros
    const sameKey = codes.every(column => column[other] === column[row])
    if (inWindow && sameKey && holds.every(holds => holds(other))) evidence.push(block.rows[other]!)
  }
  return evidence
}
