import type { Alert, Reason } from '../../detection/alert.ts'
import { formatInstant, formatInstantOrNull } from '../../domain/time.ts'
import { getTableColumns } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { type AlertState, alertMoves } from '../states/alert-states.ts'
import { legalMoves } from '../states/moves.ts'
import {
  amountOf,
  comparisonOf,
  headlineOf,
  isToProtect,
  periodOf,
  scoreInWords,
  subjectOf,
} from '../words.ts'

/** All but the whole finding and its payments, which are large and needed only where one alert is read. */
const { finding: _finding, payments: _payments, ...withoutFinding } = getTableColumns(alerts)
export const alertColumns = withoutFinding

export type AlertRow = Omit<typeof alerts.$inferSelect, 'finding' | 'payments'>

/** What the store derives of a finding: see migration 0008. */
interface Summary
  extends Pick<
    Alert,
    'title' | 'payment_count' | 'amount_home' | 'home_currency' | 'first_payment_at' | 'last_payment_at'
  > {
  /** The reasons that count most, strongest first. */
  readonly strongest: readonly Pick<Reason, 'says' | 'peer_group' | 'peers' | 'rarity' | 'bans'>[]
}

/** An alert as a row of the queue shows it. Instants are RFC 3339 in UTC, a score is in bans. */
export function shownAlert(row: AlertRow, caseId: string | null = null) {
  const state = row.state as AlertState
  const { strongest, ...summary } = row.summary as Summary
  const about = {
    ...summary,
    subject_kind: row.subjectKind as Alert['subject_kind'],
    subject_id: row.subjectId,
    role: row.role,
    clock: row.clock as Alert['clock'],
  }
  return {
    alert_id: row.alertId,
    subject_kind: about.subject_kind,
    subject_id: about.subject_id,
    subject: subjectOf(about),
    headline: headlineOf(about),
    typology: row.typology,
    title: about.title,
    role: about.role,
    clock: about.clock,
    to_protect: isToProtect(about),
    score_bans: row.scoreBans,
    score_in_words: scoreInWords(row.scoreBans),
    strongest: strongest.map(reason => ({
      says: reason.says,
      comparison: comparisonOf(reason),
      bans: reason.bans,
    })),
    payment_count: about.payment_count,
    amount: amountOf(about),
    period: periodOf(about),
    raised_at: formatInstant(row.raisedAt),
    last_payment_at: formatInstant(row.lastPaymentAt),
    first_arrived_at: formatInstant(row.firstArrivedAt),
    state,
    moves: legalMoves(alertMoves, state),
    assignee: row.assignee,
    snoozed_until: formatInstantOrNull(row.snoozedUntil),
    reason: row.reason,
    outcome: row.outcome,
    decided_at: formatInstantOrNull(row.decidedAt),
    decided_by: row.decidedBy,
    case_id: caseId,
    version: row.version,
  }
}

export type ShownAlert = ReturnType<typeof shownAlert>
