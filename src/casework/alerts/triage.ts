import { actorOf, type Caller } from '../../access/caller.ts'
import { LapwingError } from '../../domain/errors.ts'
import { microsPerDay } from '../../domain/time.ts'
import { type AlertState, alertMoves } from '../states/alert-states.ts'
import { stateAfter } from '../states/moves.ts'
import { isToProtect } from '../words.ts'
import type { AlertRow } from './shown.ts'

/** How an alert turned out. Whether anything was reported is kept elsewhere, and never here. */
export type Outcome = 'cleared' | 'confirmed' | 'victim'

/** What a person does with an alert. Instants are microseconds since 1970 UTC. */
export type Triage =
  | { readonly move: 'claim' }
  | { readonly move: 'assign'; readonly assignee: string }
  | { readonly move: 'release' }
  | { readonly move: 'snooze'; readonly until: number; readonly reason: string }
  | { readonly move: 'dismiss'; readonly reason: string; readonly outcome: Outcome }
  | { readonly move: 'reopen'; readonly reason: string }

const snoozeDaysMax = 90

/**
 * What of the alert is other after it was done.
 *
 * @throws LapwingError `illegal-move`, `claimed-by-another`, `not-yours`, `snooze-time`, `wrong-outcome`
 */
export function alertAfter(
  alert: AlertRow,
  triage: Triage,
  { caller, now }: { readonly caller: Caller; readonly now: number },
): Partial<AlertRow> {
  const me = caller.kind === 'user' ? caller.id : null
  const after = (move: Parameters<typeof stateAfter<AlertState, keyof typeof alertMoves>>[2]) =>
    stateAfter(alertMoves, alert.state as AlertState, move)
  const awake = { snoozedUntil: null, reason: null }
  const undecided = { outcome: null, decidedAt: null, decidedBy: null, decidedScoreBans: null }
  switch (triage.move) {
    case 'claim':
      if (alert.state === 'claimed' && alert.assignee !== me) throw claimedByAnother()
      return { state: after('assign'), assignee: me, ...awake }
    case 'assign':
      return { state: after('assign'), assignee: triage.assignee, ...awake }
    case 'release':
      if (alert.state === 'claimed' && alert.assignee !== me) throw notYours()
      return { state: after('release'), assignee: null }
    case 'snooze':
      refuseTime(triage.until, now)
      return { state: after('snooze'), snoozedUntil: triage.until, reason: triage.reason }
    case 'dismiss':
      refuseOutcome(alert, triage.outcome)
      return {
        state: after('dismiss'),
        snoozedUntil: null,
        reason: triage.reason,
        outcome: triage.outcome,
        decidedAt: now,
        decidedBy: actorOf(caller),
        decidedScoreBans: alert.scoreBans,
      }
    case 'reopen':
      return { state: after('reopen'), assignee: null, reason: triage.reason, ...undecided }
  }
}

/** A possible victim is never confirmed as anything else. @throws LapwingError `wrong-outcome` */
export function refuseOutcome(alert: Pick<AlertRow, 'clock' | 'role'>, outcome: Outcome): void {
  if (!isToProtect(alert) || outcome !== 'confirmed') return
  throw new LapwingError('wrong-outcome', 'This is about somebody to protect.', {
    place: 'outcome',
    remedy: 'Say "victim" where the harm was found, or "cleared" where there was none.',
  })
}

function refuseTime(until: number, now: number): void {
  if (until > now && until <= now + snoozeDaysMax * microsPerDay) return
  throw new LapwingError('snooze-time', `An alert can be put off for up to ${snoozeDaysMax} days from now.`, {
    place: 'until',
    remedy: 'Name an instant in that time.',
  })
}

function claimedByAnother(): LapwingError {
  return new LapwingError('claimed-by-another', 'Somebody else has claimed this alert.', {
    place: 'assignee',
    remedy: 'Take another one, or assign it to yourself after you have spoken.',
  })
}

function notYours(): LapwingError {
  return new LapwingError('not-yours', 'This alert is claimed by somebody else.', {
    place: 'assignee',
    remedy: 'Assign it to yourself or another instead.',
  })
}
