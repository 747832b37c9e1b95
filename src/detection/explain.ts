import type { Numbers } from '../book/history.ts'
import { sha256 } from '../domain/hash.ts'
import { formatDecimal } from '../domain/money.ts'
import { formatInstant, microsPerHour } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { Alert, Reason } from './alert.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import type { Engine } from './engine.ts'
import type { Finding } from './finding.ts'
import { entitiesOf } from './lookback.ts'
import { scoreOnScale } from './scale.ts'

/** A reason lists at most so many payments, the latest; `payment_count` says how many there are. */
export const evidenceMax = 200

/** A finding in the words and ids that people know. `ids` holds those of its payments, by their index in the history. */
export function alertOf(
  { binding, programs }: Engine,
  calibration: Calibration,
  finding: Finding,
  ids: ReadonlyMap<number, string>,
): Alert {
  const { history } = binding
  const { program, plans } = programs[finding.program]!
  const bound = plans[finding.plan]!
  const { plan } = bound
  const at = (payment: number) => formatInstant(history.bookedAt[payment]!)
  const subject = entitiesOf(history, program.subject).ids[finding.entity]!
  const inCurrency = (unit: string) => unit.replace('home currency', history.homeCurrency)
  const reasons = reasonsOf(plan, finding, ids, inCurrency)
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
    // By the pack whose place the card takes: to an own version, what was decided about an alert stays decided.
    alert_id: alertId([plan.subject, subject, plan.inPlaceOf?.pack ?? plan.pack, plan.card, raisedBy]),
    subject_kind: plan.subject,
    subject_id: subject,
    role: plan.role,
    typology: plan.typology,
    card: plan.card,
    title: plan.title,
    pack: plan.pack,
    pack_version: plan.packVersion,
    ...(plan.packDigest === undefined ? {} : { pack_digest: plan.packDigest }),
    ...(plan.inPlaceOf && {
      in_place_of: { pack: plan.inPlaceOf.pack, pack_version: plan.inPlaceOf.packVersion },
    }),
    score_bans: rounded(scoreOnScale(calibrationOf(calibration, plan).scale, finding.evidence)),
    ...probabilityOf(plan, finding.evidence),
    evidence_bans: rounded(finding.evidence),
    cut_bans: rounded(calibration.cut_bans!),
    raised_at: at(finding.first),
    payment_id: raisedBy,
    strongest_at: at(finding.strongest),
    strongest_payment_id: ids.get(finding.strongest)!,
    first_payment_at: at(bearing[0]!),
    last_payment_at: at(bearing.at(-1)!),
    last_payment_id: ids.get(bearing.at(-1)!)!,
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
          inCurrency(protective.unit),
          plan.measures[protective.measure]!.windowMicros,
        ),
        family: protective.family,
        value: exact(part.value),
        unit: inCurrency(protective.unit),
        ...weighted(part.bans, plan.fitted?.protective[protective.family]),
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

function reasonsOf(
  plan: Plan,
  finding: Finding,
  ids: ReadonlyMap<number, string>,
  inCurrency: (unit: string) => string,
): Reason[] {
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
    const { share = 1 } = indicator
    return {
      indicator: indicator.id,
      says: sentence(indicator.says, reason.value, inCurrency(indicator.unit), windowMicros).replaceAll(
        '{group}',
        reason.peerGroup,
      ),
      family: indicator.family,
      value: exact(reason.value),
      unit: inCurrency(indicator.unit),
      peer_group: reason.peerGroup,
      peers: reason.peers,
      rarity: rounded(reason.rarity),
      distribution: {
        unusual: reason.distribution.unusual,
        points: reason.distribution.points.map(({ share, value }) => ({ share, value: exact(value) })),
      },
      ...weighted(reason.bans * share, plan.fitted?.indicators[indicator.family]),
      family_share: share,
      counted: strongest.get(indicator.family) === i && reason.bans > 0,
      payment_count: reason.payments.length,
      payment_ids: reason.payments.slice(-evidenceMax).map(payment => ids.get(payment)!),
      sources: indicator.sources,
      ...(reason.intelligence === undefined ? {} : { intelligence: reason.intelligence }),
    }
  })
}

/** Bans as they count: times what outcomes taught about the family, where they did. */
function weighted(bans: number, weight: number | undefined): { bans: number; family_weight?: number } {
  return weight === undefined
    ? { bans: rounded(bans) }
    : { bans: rounded(bans * weight), family_weight: rounded(weight) }
}

function probabilityOf({ fitted }: Plan, evidence: number): { probability?: number } {
  if (fitted === undefined || fitted.probability === null) return {}
  const { intercept, slope } = fitted.probability
  return { probability: rounded(1 / (1 + Math.exp(-intercept - slope * evidence))) }
}

function amountOf(
  column: { kind: string; values?: Numbers } | undefined,
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
    .replace(
      /(?<![\d.,])1 ((?:\w+ )?)(payment|payee|customer|day|time|withdrawal|purchase|ban|source)s\b/g,
      '1 $1$2',
    )
}

function formatValue(value: number, unit: string): string {
  if (unit === 'share') return `${Math.round(value * 100)} %`
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })
}

/** A window as a sentence says it: `90 days`, `24 hours`, `all time`. */
export function windowInWords(micros: number): string {
  if (!Number.isFinite(micros)) return 'all time'
  const hours = micros / microsPerHour
  if (hours < 48) return `${hours} hours`
  return `${hours / 24} days`
}

function alertId(parts: readonly string[]): string {
  return `A-${sha256(parts.join('\0')).slice(0, 12)}`
}

/** Measures are kept to the cent. */
function exact(value: number): number {
  return Number(value.toPrecision(12))
}

/** Six significant digits: enough to compare by, and the same on every machine. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
