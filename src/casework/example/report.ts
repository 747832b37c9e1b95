import { sha256 } from '../../domain/hash.ts'
import { microsPerDay, microsPerHour } from '../../domain/time.ts'
import { ownJurisdictions } from '../clocks/jurisdictions.ts'
import { askApproval } from '../duties/approvals/ask.ts'
import { decideApproval } from '../duties/approvals/decide.ts'
import { formSuspicion } from '../duties/suspicion/form.ts'
import { moveSuspicion } from '../duties/suspicion/move.ts'
import type { Scene } from './history.ts'

/** Forms a suspicion in a case, and takes it so far: to a decision against a report, to a second person, or to the authority. */
export async function report(
  scene: Scene,
  case_id: string,
  until: 'none' | 'waits' | 'filed',
): Promise<void> {
  const jurisdictions = ownJurisdictions()
  const move = moveSuspicion(jurisdictions)
  const investigator = scene.desk('investigator')
  const formed_at = scene.later(microsPerHour)
  const formed = await investigator.perform(formSuspicion(jurisdictions), {
    case_id,
    formed_at,
    matter: 'any',
  })
  scene.later(microsPerHour)
  const { version } = formed
  if (until === 'none') {
    const reason = 'What the customer showed us explains the payments.'
    await investigator.perform(move, { case_id, version, move: 'decide_no_report', reason })
    return
  }
  await investigator.perform(move, { case_id, version, move: 'draft' })
  const report_id = `example-report-${case_id.slice(0, 8)}`
  const content_hash = sha256(`The invented report of ${case_id}`)
  const asked = await investigator.perform(askApproval, {
    kind: 'report',
    object_id: report_id,
    content_hash,
    case_id,
    why: 'Complete, and checked against the payments.',
  })
  if (until === 'waits') return
  scene.later(microsPerDay / 4)
  await scene.desk('officer').perform(decideApproval, {
    approval_id: asked.approval_id,
    version: asked.version,
    decision: 'approved',
    reason: 'The facts carry it.',
  })
  const reported_at = scene.later(microsPerHour)
  await scene.desk('officer').perform(move, {
    case_id,
    version: version + 2,
    move: 'file',
    report_id,
    content_hash,
    reported_at,
    receipt: `EXAMPLE-${case_id.slice(0, 8)}`,
  })
}
