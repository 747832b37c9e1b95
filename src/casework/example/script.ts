import type { Alert } from '../../detection/alert.ts'
import { microsPerDay, microsPerHour } from '../../domain/time.ts'
import { claimAlert, dismissAlert, snoozeAlert } from '../alerts/decide.ts'
import { readAlert } from '../alerts/read.ts'
import { moveCase } from '../cases/move.ts'
import { addNote } from '../cases/notes.ts'
import { openCase } from '../cases/open.ts'
import { readCase } from '../cases/read.ts'
import { addTask } from '../cases/tasks.ts'
import { isToProtect } from '../words.ts'
import type { Scene } from './history.ts'
import { report } from './report.ts'

/** What becomes of one alert after another, so that every state is there. */
const suspicionPlots = [
  'dismissed',
  'reported',
  'claimed',
  'investigating',
  'snoozed',
  'deciding',
  'open',
  'no report',
  'cleared',
] as const
const protectionPlots = ['caring', 'closed', 'open', 'watching'] as const
type Plot = (typeof suspicionPlots)[number] | (typeof protectionPlots)[number]

export async function workAlert(
  scene: Scene,
  finding: Alert,
  { nth, isRecent }: { readonly nth: number; readonly isRecent: boolean },
): Promise<void> {
  const toProtect = isToProtect(finding)
  // Somebody who may be harmed never waits.
  if (isRecent && !toProtect) return
  const plots: readonly Plot[] = toProtect ? protectionPlots : suspicionPlots
  const plot = plots[nth % plots.length]!
  const { alert_id } = finding
  const analyst = scene.desk('analyst')
  scene.later(toProtect ? microsPerHour / 60 : microsPerHour)
  const alert = await analyst.perform(
    readAlert,
    { alert_id },
    { purpose: toProtect ? 'protection' : 'triage' },
  )
  // It belongs to a stronger one of the same episode that somebody has dealt with.
  if (alert.state !== 'new') return
  const { version } = await analyst.perform(claimAlert, { alert_id })
  scene.later(microsPerHour / 4)
  if (plot === 'claimed') return
  if (plot === 'dismissed') {
    const reason = 'The customer told us of family there, and the payments fit what they said.'
    await analyst.perform(dismissAlert, { alert_id, version, reason, outcome: 'cleared' })
    return
  }
  if (plot === 'snoozed') {
    scene.postponed.push(alert_id)
    return
  }
  await workCase(scene, alert_id, { plot, toProtect, title: alert.title })
}

/** In the present: what was put off longer ago has come back. */
export async function postpone({ desk, postponed, later }: Scene): Promise<void> {
  const analyst = desk('analyst')
  for (const alert_id of postponed) {
    const { state, version } = await analyst.perform(readAlert, { alert_id }, { purpose: 'triage' })
    if (state !== 'claimed') continue
    const until = later(0) + 30 * microsPerDay
    await analyst.perform(snoozeAlert, { alert_id, version, until, reason: 'Waits for the next statement.' })
  }
}

async function workCase(
  scene: Scene,
  alertId: string,
  { plot, toProtect, title }: { readonly plot: Plot; readonly toProtect: boolean; readonly title: string },
): Promise<void> {
  const lead = toProtect ? 'protection' : 'investigator'
  const desk = scene.desk(lead)
  const { case_id } = await desk.perform(openCase, {
    title: `Example: ${title}`,
    jurisdiction: scene.jurisdiction,
    alert_ids: [alertId],
  })
  if (plot === 'open') return
  const move = async (name: 'investigate' | 'decide' | 'care' | 'watch') => {
    scene.later(microsPerHour)
    const found = await read()
    return desk.perform(moveCase, { case_id, version: found.version, move: name })
  }
  const read = () =>
    desk.perform(readCase, { case_id }, { purpose: toProtect ? 'protection' : 'investigation' })
  const close = async (outcome: 'cleared' | 'confirmed' | 'victim', reason: string) => {
    scene.later(microsPerDay)
    const { version } = await read()
    await desk.perform(moveCase, { case_id, version, move: 'close', outcome, reason })
  }
  await move(toProtect ? 'care' : 'investigate')
  const text = toProtect
    ? 'Example note: called back by the number that we have; further payments wait with consent.'
    : 'Example note: the payments of the last months compared with what the customer told us.'
  await desk.perform(addNote, { case_id, text })
  scene.later(microsPerHour)
  if (toProtect) {
    if (plot === 'caring') return
    await move('watch')
    if (plot === 'closed') await close('victim', 'The contact has ended, and support is in place.')
    return
  }
  const due_at = scene.later(0) + 5 * microsPerDay
  await desk.perform(addTask, { case_id, what: 'Compare with the statements of last year', due_at })
  if (plot === 'investigating') return
  await move('decide')
  if (plot === 'cleared') return close('cleared', 'What the customer told us explains all of it.')
  await report(scene, case_id, plot === 'deciding' ? 'waits' : plot === 'reported' ? 'filed' : 'none')
  if (plot === 'reported') return close('confirmed', 'Everything that had to be done was done.')
  if (plot === 'no report') return close('cleared', 'The grounds did not hold.')
}
