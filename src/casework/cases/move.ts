import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { inArray, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts } from '../../store/tables/casework.ts'
import type { Outcome } from '../alerts/triage.ts'
import { type CaseMove, type CasePath, type CaseState, movesOf } from '../states/case-states.ts'
import { stateAfter } from '../states/moves.ts'
import { changesCase } from '../walls.ts'
import { recordEvent } from './events.ts'
import { changeRow, lockCase, type OneCase } from './one.ts'
import { shownCase } from './shown.ts'

export interface CaseMoving extends OneCase {
  readonly move: CaseMove
  readonly reason?: string | undefined
  /** How it turned out, where it is closed: what the alerts in it then teach. */
  readonly outcome?: Outcome | undefined
}

/** @throws LapwingError `illegal-move`, `outcome-missing`, `wrong-outcome`, `changed-meanwhile` */
export const moveCase = defineOperation({
  action: 'case.move',
  ...changesCase,
  async run(work: Work, given: CaseMoving) {
    const { move, reason, outcome } = given
    const old = await lockCase(work, given)
    const path = old.path as CasePath
    const moves = movesOf(path)
    if (!Object.hasOwn(moves, move)) throw notOfThisPath(Object.keys(moves))
    const state = stateAfter(moves, old.state as CaseState, move)
    if (move === 'close') {
      refuseUnfinished(path, given)
      await settleAlerts(work, old.caseId, outcome!)
    }
    if (move === 'reopen') await settleAlerts(work, old.caseId, undefined)
    const row = await changeRow(work, old.caseId, { state, closedAt: move === 'close' ? work.now : null })
    await recordEvent(work, old.caseId, 'moved', {
      move,
      to: state,
      ...(reason === undefined ? {} : { reason }),
      ...(outcome === undefined ? {} : { outcome }),
    })
    return shownCase(row)
  },
  detail: ({ move, outcome }, { state }) => ({ move, state, ...(outcome === undefined ? {} : { outcome }) }),
})

/** The outcome of the case is that of the alerts in it; a case that is opened again has none. */
async function settleAlerts(
  { transaction, caller, now }: Work,
  caseId: string,
  outcome: Outcome | undefined,
) {
  const decided =
    outcome === undefined
      ? { outcome: null, decidedAt: null, decidedBy: null }
      : { outcome, decidedAt: now, decidedBy: actorOf(caller) }
  await transaction
    .update(alerts)
    .set({ ...decided, changedAt: now, version: sql`${alerts.version} + 1` })
    .where(
      inArray(
        alerts.alertId,
        sql`(SELECT ${caseAlerts.alertId} FROM ${caseAlerts} WHERE ${caseAlerts.caseId} = ${caseId})`,
      ),
    )
}

function refuseUnfinished(path: CasePath, { reason, outcome }: CaseMoving): void {
  const allowed: readonly Outcome[] =
    path === 'protection' ? ['victim', 'cleared'] : ['confirmed', 'cleared', 'victim']
  if (reason === undefined || outcome === undefined) {
    throw new LapwingError('outcome-missing', 'A case is closed with a reason and an outcome.', {
      place: reason === undefined ? 'reason' : 'outcome',
      remedy: `Say why, and one of: ${allowed.join(', ')}.`,
    })
  }
  if (allowed.includes(outcome)) return
  throw new LapwingError('wrong-outcome', 'This is about somebody to protect.', {
    place: 'outcome',
    remedy: `Say one of: ${allowed.join(', ')}.`,
  })
}

function notOfThisPath(moves: readonly string[]): LapwingError {
  return new LapwingError('illegal-move', 'A case of this path does not move so.', {
    place: 'move',
    remedy: `Moves of this path: ${moves.join(', ').replaceAll('_', ' ')}.`,
  })
}
