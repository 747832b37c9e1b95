import { defineOperation, type Work } from '../../access/operation.ts'
import type { Alert } from '../../detection/alert.ts'
import { microsPerDay, parseInstant } from '../../domain/time.ts'
import { eq } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { paymentIdsOf } from '../alertedPayments.ts'
import { findAlert } from '../walls.ts'
import { comparisonOf, standingOf } from '../words.ts'

interface OneAlert {
  readonly alert_id: string
}

/** An alert to draw: its evidence by family, and each indicator among the peers it was compared with, as the run found it. */
export const readPicture = defineOperation({
  action: 'alert.read',
  resource: 'Alert',
  personal: true,
  changes: false,
  find: findAlert,
  run: async (work: Work, { alert_id }: OneAlert) => pictureOf(await findingOf(work, alert_id), alert_id),
})

/** What a timeline of an alert's subject is about: whose payments, when, and which of them are evidence. */
export const timelineOfAlert = defineOperation({
  action: 'alert.read-payments',
  resource: 'Alert',
  personal: true,
  changes: false,
  find: findAlert,
  async run(work: Work, { alert_id }: OneAlert) {
    const finding = await findingOf(work, alert_id)
    const raised = parseInstant(finding.raised_at)!
    return {
      kind: finding.subject_kind,
      id: finding.subject_id,
      home_currency: finding.home_currency,
      // A year is what the longest windows of cards look back; the alert's own payments are always within.
      from: Math.min(parseInstant(finding.first_payment_at)!, raised - 365 * microsPerDay),
      until: Math.max(parseInstant(finding.last_payment_at)!, raised) + 1,
      evidence: new Set(paymentIdsOf(finding)),
    }
  },
})

export async function findingOf({ transaction }: Work, alertId: string): Promise<Alert> {
  const [found] = await transaction
    .select({ finding: alerts.finding })
    .from(alerts)
    .where(eq(alerts.alertId, alertId))
  return found!.finding as Alert
}

function pictureOf(finding: Alert, alertId: string) {
  const { reasons, speaks_against: against } = finding
  const families = [...new Set([...reasons, ...against].map(({ family }) => family))].map(family => {
    const counted = reasons.find(each => each.family === family && each.counted)
    const [strongest] = against
      .filter(each => each.family === family)
      .sort((one, other) => other.bans - one.bans)
    return {
      family,
      bans: counted?.bans ?? 0,
      indicator: counted?.indicator ?? null,
      against_bans: strongest?.bans ?? 0,
      against_indicator: strongest?.indicator ?? null,
    }
  })
  return {
    alert_id: alertId,
    score_bans: finding.score_bans,
    cut_bans: finding.cut_bans,
    evidence_bans: finding.evidence_bans,
    strongest_at: finding.strongest_at,
    families: families.sort((one, other) => other.bans - one.bans),
    indicators: reasons.map(reason => ({
      indicator: reason.indicator,
      says: reason.says,
      family: reason.family,
      standing: standingOf(reason),
      counted: reason.counted,
      bans: reason.bans,
      value: reason.value,
      unit: reason.unit,
      peers: {
        group: reason.peer_group,
        count: reason.peers,
        comparison: comparisonOf(reason),
        rarity: reason.rarity,
        distribution: reason.distribution ?? null,
      },
      sources: reason.sources,
    })),
    speaks_against: against.map(({ indicator, says, family, bans, value, unit, sources }) => {
      return { indicator, says, family, bans, value, unit, sources }
    }),
    not_evaluated: finding.not_evaluated,
  }
}
