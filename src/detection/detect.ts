import { LapwingError } from '../domain/errors.ts'
import { parseInstant } from '../domain/time.ts'
import type { Alert } from './alert.ts'
import { weigh, weighPayees } from './calibrate.ts'
import { type Calibration, type CardCalibration, calibrationOf, raisesFrom } from './calibration.ts'
import type { BoundPlan, Prepared } from './engine.ts'
import { alertOf, evidenceMax } from './explain.ts'
import type { Finding } from './finding.ts'
import type { Named } from './intelligence/named.ts'
import { withReasonsNamed } from './intelligence/reasons.ts'
import { fillLinks, looksAtLinks, standOutsOf } from './linking.ts'
import { candidatesOf, type LookAlike, lookAlikesOf, type Standings } from './lookAlikes.ts'
import { entitiesOf } from './lookback.ts'
import { stretchesOf } from './partition.ts'
import type { Pool } from './pool.ts'
import { prepare } from './prepare.ts'
import type { PeerTable } from './rarity.ts'
import type { PeerTables, Period } from './score.ts'

export interface DetectOptions {
  /** Alerts are raised at payments of this period only; measures see the whole history before. */
  readonly raisedIn?: Period
  /** The ids of payments, by their index in the history. */
  readonly paymentIds: (payments: readonly number[]) => Promise<readonly string[]>
  /** What the history was made with, to tell who named what. */
  readonly named?: Named | undefined
  readonly onProgress?: (fraction: number) => void
}

/** Walks the history with the plans and raises alerts where a calibration's cut is reached, best first. */
export async function detect(pool: Pool, calibration: Calibration, options: DetectOptions): Promise<Alert[]> {
  const { programs, binding } = pool.engine
  const { history } = binding
  const period = { from: parseInstant(calibration.from)!, until: parseInstant(calibration.until)! }
  const raisedIn = options.raisedIn ?? { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  if (calibration.home_currency !== history.homeCurrency) {
    throw new LapwingError(
      'calibration-other-currency',
      `calibrated in ${calibration.home_currency}, but the book counts in ${history.homeCurrency}`,
      { remedy: 'Run lapwing calibrate again.' },
    )
  }
  const cut = calibration.cut_bans ?? Number.POSITIVE_INFINITY
  const walked: Finding[] = []
  const standings: (readonly Standings[])[][] = []
  for (const index of programs.keys()) {
    const { partition, tables, cards } = await makeReady(pool, index, calibration, period)
    const scales = cards.map(card => card.scale)
    const pass = {
      pass: 'findings' as const,
      program: index,
      partition,
      period,
      tables,
      scales,
      cut,
      raisedIn,
      settledFrom: raisesFrom(calibration),
    }
    const parts = await pool.run(pass, stretchesOf(partition), done => {
      options.onProgress?.((index + done) / programs.length)
    })
    for (const part of parts) walked.push(...part.findings)
    standings.push(programs[index]!.plans.map((_, plan) => parts.map(part => part.standings[plan]!)))
  }
  const findings = options.named === undefined ? walked : withReasonsNamed(pool.engine, options.named, walked)
  const ids = await idsOf(findings, options.paymentIds)
  const alike = lookAlikes(pool, standings, findings)
  return findings
    .map((finding): Alert => {
      return { ...alertOf(pool.engine, calibration, finding, ids), look_alikes: alike(finding) }
    })
    .sort(bestFirst)
}

/** Gives the look-alikes of a finding. `standings` are those of the stretches, by program and plan. */
function lookAlikes(
  { engine }: Pool,
  standings: readonly (readonly (readonly Standings[])[])[],
  findings: readonly Finding[],
): (finding: Finding) => LookAlike[] {
  const candidates = engine.programs.map(({ program, plans }, index) => {
    const { ids } = entitiesOf(engine.binding.history, program.subject)
    const raised = new Set(findings.filter(each => each.program === index).map(({ entity }) => entity))
    for (const { entities, raised: reached } of standings[index]!.flat()) {
      for (const [row, entity] of entities.entries()) if (reached[row] === 1) raised.add(entity)
    }
    return plans.map(({ plan }, at) => {
      const indicators = plan.indicators.length
      const shape = { indicators, width: indicators + plan.protective.length }
      return candidatesOf(
        standings[index]![at]!,
        shape,
        entity => ids[entity]!,
        entity => raised.has(entity),
      )
    })
  })
  return ({ program, plan, entity, reasons }) => {
    const { indicators, protective } = engine.programs[program]!.plans[plan]!.plan
    const bans = indicators.map((_, i) => reasons.find(each => each.indicator === i)?.bans ?? 0)
    const names = { indicators: indicators.map(each => each.id), protective: protective.map(each => each.id) }
    return lookAlikesOf(candidates[program]![plan]!, { entity, bans }, names)
  }
}

/** A program to be looked through in the light of a calibration; `tables` and `cards` are one a plan. */
export interface Ready {
  readonly partition: Prepared
  readonly tables: readonly PeerTables[]
  readonly cards: readonly CardCalibration[]
}

/** Finds the subjects of a program, and fills what follows from a calibration: links, and evidence on payees. */
export async function makeReady(
  pool: Pool,
  index: number,
  calibration: Calibration,
  period: Period,
): Promise<Ready> {
  const bound = pool.engine.programs[index]!
  const cards = bound.plans.map(({ plan }) => calibrationOf(calibration, plan))
  const tables = bound.plans.map((plan, i) => readTables(plan, cards[i]!))
  let partition = await prepare(pool, index)
  const { linked } = pool.engine
  if (looksAtLinks(bound) && linked.get(index) !== calibration) {
    const own = cards.map(card => card.scale_without_links!)
    // Whoever stands out after the calibration links others too.
    const at = { from: raisesFrom(calibration), until: Number.POSITIVE_INFINITY }
    const found = await weigh({ pool, program: index, period, at }, partition, tables, false)
    const ownCut = calibration.cut_without_links_bans ?? Number.POSITIVE_INFINITY
    fillLinks(pool.engine, partition, standOutsOf(found, own, ownCut))
    linked.set(index, calibration)
    partition = await prepare(pool, index)
  }
  if (bound.program.subject === 'counterparty') await weighPayees(pool, index, partition, period, tables)
  return { partition, tables, cards }
}

export function readTables({ plan, groups }: BoundPlan, card: CardCalibration): PeerTables {
  return plan.indicators.map(indicator => {
    const learnt = card.indicators.find(candidate => candidate.indicator === indicator.id)!
    const tables = new Map<number, PeerTable>()
    for (const group of learnt.groups) {
      const number = groups.numberFor(group.values_shared)
      if (number !== undefined) tables.set(number, group)
    }
    return tables
  })
}

async function idsOf(
  findings: readonly Finding[],
  paymentIds: DetectOptions['paymentIds'],
): Promise<Map<number, string>> {
  const payments = new Set<number>()
  for (const finding of findings) {
    for (const payment of [finding.first, finding.strongest, finding.last]) payments.add(payment)
    for (const part of [...finding.reasons, ...finding.against]) {
      for (const payment of part.payments.slice(-evidenceMax)) payments.add(payment)
    }
  }
  const asked = [...payments].sort((a, b) => a - b)
  const ids = await paymentIds(asked)
  return new Map(asked.map((payment, i) => [payment, ids[i]!]))
}

export function bestFirst(a: Alert, b: Alert): number {
  if (a.score_bans !== b.score_bans) return b.score_bans - a.score_bans
  const order = (alert: Alert) =>
    `${alert.raised_at} ${alert.subject_kind} ${alert.subject_id} ${alert.pack} ${alert.card}`
  return order(a) < order(b) ? -1 : 1
}
