import type { Alert } from '../../detection/alert.ts'
import {
  amountOf,
  caveatOf,
  comparisonOf,
  headlineOf,
  isToProtect,
  namedInWords,
  periodOf,
  scoreInWords,
  standingOf,
  subjectOf,
} from '../words.ts'

/**
 * The alert with the sentences that people read, so that every screen says the same. People who only look like its subject are
 * not part of what is read of it, or goes with it elsewhere: they are asked for by themselves.
 */
export function inWords({ look_alikes: _, ...alert }: Alert) {
  return {
    ...alert,
    subject: subjectOf(alert),
    headline: headlineOf(alert),
    caveat: caveatOf(alert),
    to_protect: isToProtect(alert),
    amount: amountOf(alert),
    score_in_words: scoreInWords(alert.score_bans),
    period: periodOf(alert),
    reasons: alert.reasons.map(reason => ({
      ...reason,
      comparison: comparisonOf(reason),
      standing: standingOf(reason),
      named: (reason.intelligence ?? []).map(namedInWords),
    })),
  }
}
