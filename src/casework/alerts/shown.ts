import type { Alert } from '../../detection/alert.ts'
import { formatInstant, formatInstantOrNull } from '../../domain/time.ts'
import type { alerts } from '../../store/tables/casework.ts'
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

export type AlertRow = typeof alerts.$inferSelect

/** An alert as a row of the queue shows it. Instants are RFC 3339 in UTC, a score is in bans. */
export function shownAlert(row: AlertRow, caseId: string | null = null) {
  const finding = row.finding as Alert
  const state = row.state as AlertState
  return {
    alert_id: row.alertId,
    subject_kind: row.subjectKind as Alert['subject_kind'],
    subject_id: row.subjectId,
    subject: subjectOf(finding),
    headline: headlineOf(finding),
    typology: row.typology,
    title: finding.title,
    role: row.role,
    clock: row.clock as Alert['clock'],
    to_protect: isToProtect(finding),
    score_bans: row.scoreBans,
    score_in_words: scoreInWords(row.scoreBans),
    strongest: strongestOf(finding),
    payment_count: finding.payment_count,
    amount: amountOf(finding),
    period: periodOf(finding),
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

/** The three reasons that count most, each with its comparison. */
function strongestOf({ reasons }: Alert) {
  return reasons
    .filter(reason => reason.counted)
    .sort((one, other) => other.bans - one.bans)
    .slice(0, 3)
    .map(reason => ({ says: reason.says, comparison: comparisonOf(reason), bans: reason.bans }))
}
