import { createHash } from 'node:crypto'
import { LapwingError } from '../domain/errors.ts'
import { formatDecimal } from '../domain/money.ts'
import { formatInstant, parseInstant } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { Alert, Reason } from './alert.ts'
import { digestOf, stretchesOf, weighPayees } from './calibrate.ts'
import type { Calibration, CardCalibration } from './calibration.ts'
import type { BoundPlan } from './engine.ts'
import type { Finding } from './finding.ts'
import type { Pool } from './pool.ts'
import type { PeerTable } from './rarity.ts'
import { scoreOnScale } from './scale.ts'
import type { PeerTables, Period } from './score.ts'

export interface DetectOptions {
  /** Alerts are raised at payments of this period only; measures see the whole history before. */
  readonly raisedIn?: Period
  /** The ids of payments, by their index in the history. */
  readonly paymentIds: (payments: readonly number[]) => Promise<readonly string[]>
  readonly onProgress?: (fraction: number) => void
}

/** A reason lists at most so many payments, the latest; `payment_count` says how many there are. */
export const evidenceMax = 200

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
  const findings: Finding[] = []
  for (const [index, bound] of programs.entries()) {
    const calibrated = bound.plans.map(({ plan }) => calibrationOf(calibration, plan))
    const tables = bound.plans.map((plan, i) => readTables(plan, calibrated[i]!))
    const scales = calibrated.map(card => card.scale)
    const tasks = stretchesOf(bound).map(stretch => {
      return { pass: 'findings' as const, program: index, ...stretch, period, tables, scales, cut, raisedIn }
    })
    if (bound.program.subject === 'counterparty') await weighPayees(pool, index, period, tables)
    const parts = await pool.run(tasks, done => {
      options.onProgress?.((index + done / tasks.length) / programs.length)
    })
    for (const part of parts) findings.push(...part)
  }
  const ids = await idsOf(findings, options.paymentIds)
  return findings.map(finding => alertOf(pool, calibration, finding, ids)).sort(bestFirst)
}

function calibrationOf(calibration: Calibration, plan: Plan): CardCalibration {
  const card = calibration.cards.find(
    candidate => candidate.card === plan.card && candidate.pack === plan.pack,
  )
  if (card?.plan_digest === digestOf(plan)) return card
  const what = card === undefined ? 'was not calibrated' : 'has changed since it was calibrated'
  throw new LapwingError('card-not-calibrated', `card ${plan.pack}/${plan.card} ${what}`, {
    remedy: 'Run lapwing calibrate again, with the same packs and overlay.',
  })
}

function readTables({ plan, groups }: BoundPlan, card: CardCalibration): PeerTables {
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

function alertOf(
  pool: Pool,
  calibration: Calibration,
  finding: Finding,
  ids: ReadonlyMap<number, string>,
): Alert {
  const { binding, programs } = pool.engine
  const { history } = binding
  const { subjects, plans } = programs[finding.program]!
  const bound = plans[finding.plan]!
  const { plan } = bound
  const at = (payment: number) => formatInstant(history.bookedAt[payment]!)
  const subject = subjects.ids[finding.entity]!
  const reasons = reasonsOf(plan, finding, ids)
  const counted = finding.reasons.filter((_, i) => reasons[i]!.counted)
  const evidence = new Set([
    finding.first,
    finding.strongest,
    finding.last,
    ...counted.flatMap(part => part.payments),
  ])
  const bearing = [...evidence].sort((a, b) => a - b)
  const raisedBy = ids.get(finding.first)!
  return {
    alert_id: alertId([plan.subject, subject, plan.pack, plan.card, raisedBy]),
    subject_kind: plan.subject,
    subject_id: subject,
    role: plan.role,
    typology: plan.typology,
    card: plan.card,
    title: plan.title,
    pack: plan.pack,
    pack_version: plan.packVersion,
    score_bans: rounded(scoreOnScale(calibrationOf(calibration, plan).scale, finding.evidence)),
    evidence_bans: rounded(finding.evidence),
    cut_bans: rounded(calibration.cut_bans!),
    raised_at: at(finding.first),
    payment_id: raisedBy,
    strongest_at: at(finding.strongest),
    strongest_payment_id: ids.get(finding.strongest)!,
    first_payment_at: at(bearing[0]!),
    last_payment_at: at(bearing.at(-1)!),
    amount_home: formatDecimal({
      minor: amountOf(history.payments.amount_home, bearing),
      currency: history.homeCurrency,
    }),
    home_currency: history.homeCurrency,
    payment_count: bearing.length,
    clock: plan.clock,
    reasons: reasons.sort((a, b) => Number(b.counted) - Number(a.counted) || b.bans - a.bans),
    speaks_against: finding.against.map(part => {
      const protective = plan.protective[part.protective]!
      return {
        indicator: protective.id,
        says: sentence(
          protective.says,
          part.value,
          protective.unit,
          plan.measures[protective.measure]!.windowMicros,
        ),
        family: protective.family,
        value: rounded(part.value),
        unit: protective.unit,
        bans: rounded(part.bans),
        payment_ids: part.payments.slice(-evidenceMax).map(payment => ids.get(payment)!),
        sources: protective.sources,
      }
    }),
    not_evaluated: [
      ...finding.unknown.map(i => ({
        indicator: plan.indicators[i]!.id,
        reason: 'no value at this payment',
      })),
      ...plan.unbound,
    ],
  }
}

function reasonsOf(plan: Plan, finding: Finding, ids: ReadonlyMap<number, string>): Reason[] {
  const strongest = new Map<string, number>()
  for (const reason of finding.reasons) {
    const { family } = plan.indicators[reason.indicator]!
    const best = strongest.get(family)
    if (best === undefined || reason.bans > finding.reasons[best]!.bans)
      strongest.set(family, finding.reasons.indexOf(reason))
  }
  return finding.reasons.map((reason, i) => {
    const indicator = plan.indicators[reason.indicator]!
    const { windowMicros } = plan.measures[indicator.measure]!
    return {
      indicator: indicator.id,
      says: sentence(indicator.says, reason.value, indicator.unit, windowMicros),
      family: indicator.family,
      value: rounded(reason.value),
      unit: indicator.unit,
      peer_group: reason.peerGroup,
      peers: reason.peers,
      rarity: rounded(reason.rarity),
      bans: rounded(reason.bans),
      counted: strongest.get(indicator.family) === i && reason.bans > 0,
      payment_count: reason.payments.length,
      payment_ids: reason.payments.slice(-evidenceMax).map(payment => ids.get(payment)!),
      sources: indicator.sources,
    }
  })
}

function amountOf(
  column: { kind: string; values?: Float64Array } | undefined,
  payments: readonly number[],
): number {
  const values = column?.values
  if (values === undefined) return 0
  return payments.reduce((sum, payment) => sum + (Number.isNaN(values[payment]!) ? 0 : values[payment]!), 0)
}

/** Fills the placeholders of a card's sentence. */
function sentence(says: string, value: number, unit: string, windowMicros: number): string {
  return says
    .replaceAll('{value}', formatValue(value, unit))
    .replaceAll('{unit}', unit)
    .replaceAll('{window}', windowInWords(windowMicros))
}

function formatValue(value: number, unit: string): string {
  if (unit === 'share') return `${Math.round(value * 100)} %`
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })
}

function windowInWords(micros: number): string {
  if (!Number.isFinite(micros)) return 'all time'
  const hours = micros / 3_600_000_000
  if (hours < 48) return `${hours} hours`
  return `${hours / 24} days`
}

function alertId(parts: readonly string[]): string {
  return `A-${createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12)}`
}

/** Six significant digits: enough to compare by, and the same on every machine. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}

function bestFirst(a: Alert, b: Alert): number {
  if (a.score_bans !== b.score_bans) return b.score_bans - a.score_bans
  const order = (alert: Alert) => `${alert.raised_at} ${alert.subject_kind} ${alert.subject_id} ${alert.card}`
  return order(a) < order(b) ? -1 : 1
}
