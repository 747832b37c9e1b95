import { defineOperation, type Work } from '../../access/operation.ts'
import { colleague } from '../colleagues.ts'
import { changesCase } from '../walls.ts'
import { recordEvent } from './events.ts'
import { keepMembers, membersOf } from './members.ts'
import { writeNote } from './notes.ts'
import { changeRow, lockCase, type OneCase } from './one.ts'
import { shownCase } from './shown.ts'

export interface CaseChange extends OneCase {
  readonly title?: string | undefined
  readonly lead?: string | undefined
  /** Puts a wall around the case, or takes it away. */
  readonly restricted?: boolean | undefined
  /** All who may know of it. Whoever changes it and whoever leads it are always among them. */
  readonly members?: readonly string[] | undefined
  /** Written with it, such as what whoever takes over should know. */
  readonly note?: string | undefined
}

/** @throws LapwingError `changed-meanwhile`, `unknown-user` */
export const changeCase = defineOperation({
  action: 'case.change',
  ...changesCase,
  async run(work: Work, given: CaseChange) {
    const old = await lockCase(work, given)
    const next = {
      title: given.title ?? old.title,
      lead: given.lead ?? old.lead,
      restricted: given.restricted ?? old.restricted,
    }
    if (next.lead !== null && next.lead !== old.lead) await colleague(work, next.lead, 'lead')
    const me = work.caller.kind === 'user' ? [work.caller.id] : []
    const lead = next.lead === null ? [] : [next.lead]
    const before = await membersOf(work, old.caseId)
    await keepMembers(work, old.caseId, next.restricted ? [...(given.members ?? before), ...me, ...lead] : [])
    const row = await changeRow(work, old.caseId, next)
    const was = { title: old.title, lead: old.lead, restricted: old.restricted, members: before }
    const is = { ...next, members: await membersOf(work, old.caseId) }
    const fields = (['title', 'lead', 'restricted', 'members'] as const).filter(
      name => JSON.stringify(is[name]) !== JSON.stringify(was[name]),
    )
    const only = (of: typeof is) => Object.fromEntries(fields.map(name => [name, of[name]]))
    await recordEvent(work, old.caseId, 'changed', { fields, was: only(was), is: only(is) })
    if (given.note !== undefined) await writeNote(work, old.caseId, { text: given.note })
    return shownCase(row)
  },
  detail: ({ lead, restricted, members }) => ({
    ...(lead === undefined ? {} : { lead }),
    ...(restricted === undefined ? {} : { restricted }),
    ...(members === undefined ? {} : { members }),
  }),
})
