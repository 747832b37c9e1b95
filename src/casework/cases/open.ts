import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { newId } from '../../access/secrets.ts'
import { LapwingError } from '../../domain/errors.ts'
import { cases, caseTasks } from '../../store/tables/casework.ts'
import { colleague } from '../colleagues.ts'
import type { CasePath } from '../states/case-states.ts'
import { alertsToEscalate, escalate, pathOf } from './alerts.ts'
import { carePlan } from './care-playbook.ts'
import { recordEvent } from './events.ts'
import { keepMembers } from './members.ts'
import { shownCase } from './shown.ts'

export interface NewCase {
  readonly title: string
  /** ISO 3166-1 alpha-2: whose law it is worked under. */
  readonly jurisdiction: string
  /** Follows from the alerts; to be said where there are none. */
  readonly path?: CasePath | undefined
  readonly alert_ids: readonly string[]
  readonly lead?: string | undefined
  readonly restricted?: boolean | undefined
  /** Who may know of a restricted case, besides whoever opens and leads it. */
  readonly members?: readonly string[] | undefined
}

/**
 * A case of alerts, which are escalated into it. Where it is to protect somebody, the care playbook becomes its tasks.
 *
 * @throws LapwingError `path-missing`, `wrong-path`, `illegal-move`, `unknown-user`, `not-found`
 */
export const openCase = defineOperation({
  action: 'case.open',
  resource: 'Cases',
  personal: false,
  changes: true,
  async run(work: Work, given: NewCase) {
    const found = await alertsToEscalate(work, given.alert_ids)
    const path = given.path ?? found.map(pathOf)[0]
    if (path === undefined) throw pathMissing()
    const me = work.caller.kind === 'user' ? work.caller.id : null
    const lead = given.lead ?? me
    if (lead !== null) await colleague(work, lead, 'lead')
    const [row] = await work.transaction
      .insert(cases)
      .values({
        caseId: newId(work.random),
        path,
        title: given.title,
        state: 'open',
        lead,
        restricted: given.restricted ?? false,
        jurisdiction: given.jurisdiction,
        openedAt: work.now,
        openedBy: actorOf(work.caller),
      })
      .returning()
    const { caseId, restricted } = row!
    if (restricted) await keepMembers(work, caseId, [...(given.members ?? []), ...[lead, me].filter(isUser)])
    await recordEvent(work, caseId, 'opened', {})
    await escalate(work, caseId, path, found)
    if (path === 'protection') await addCarePlan(work, caseId)
    return shownCase(row!)
  },
  detail: ({ alert_ids }, { case_id, path, restricted }) => ({
    case_id,
    path,
    restricted,
    alerts: alert_ids,
  }),
})

function isUser(id: string | null): id is string {
  return id !== null
}

async function addCarePlan({ transaction, now, random }: Work, caseId: string): Promise<void> {
  const tasks = carePlan(now).map((task, at) => ({
    // In the order of the plan, whose tasks are added at one time.
    taskId: `${String(at).padStart(2, '0')}-${newId(random)}`,
    caseId,
    ...task,
    addedAt: now,
    addedBy: 'care playbook',
  }))
  await transaction.insert(caseTasks).values(tasks)
}

function pathMissing(): LapwingError {
  return new LapwingError('path-missing', 'A case without alerts must say what it is for.', {
    place: 'path',
    remedy: 'Say "suspicion", or "protection" where it is about somebody to look after.',
  })
}
