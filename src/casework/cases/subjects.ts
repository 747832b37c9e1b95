import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { formatInstant } from '../../domain/time.ts'
import { and, eq } from '../../store/drizzle.ts'
import { caseSubjects } from '../../store/tables/casework.ts'
import type { CasePath } from '../states/case-states.ts'
import { changesCase, notThere } from '../walls.ts'
import { recordEvent } from './events.ts'
import { lockOpenCase, type OneCase } from './one.ts'
import { refuseRole } from './subject-roles.ts'

export type SubjectKind = 'customer' | 'counterparty' | 'device'

interface Subject {
  readonly kind: SubjectKind
  readonly subject_id: string
}

/** Adds a subject, or gives one that is there another role. @throws LapwingError `wrong-role`, `case-closed` */
export const addSubject = defineOperation({
  action: 'case.add-subject',
  ...changesCase,
  async run(work: Work, given: OneCase & Subject & { readonly role: string }) {
    const row = await lockOpenCase(work, given)
    refuseRole(row.path as CasePath, given.role)
    const subject = {
      caseId: row.caseId,
      kind: given.kind,
      subjectId: given.subject_id,
      role: given.role,
      addedAt: work.now,
      addedBy: actorOf(work.caller),
    }
    const isIt = and(
      eq(caseSubjects.caseId, row.caseId),
      eq(caseSubjects.kind, given.kind),
      eq(caseSubjects.subjectId, given.subject_id),
    )
    const [before] = await work.transaction.select().from(caseSubjects).where(isIt)
    const [kept] = await work.transaction
      .insert(caseSubjects)
      .values(subject)
      .onConflictDoUpdate({
        target: [caseSubjects.caseId, caseSubjects.kind, caseSubjects.subjectId],
        set: { role: given.role },
      })
      .returning()
    await recordEvent(work, row.caseId, 'subject_added', {
      subject_kind: given.kind,
      subject_id: given.subject_id,
      role: given.role,
      ...(before === undefined ? {} : { was_role: before.role }),
    })
    return shownSubject(kept!)
  },
  detail: ({ kind, subject_id, role }) => ({ kind, subject_id, role }),
})

/** @throws LapwingError `not-found`, `case-closed` */
export const removeSubject = defineOperation({
  action: 'case.remove-subject',
  ...changesCase,
  async run(work: Work, given: OneCase & Subject & { readonly why: string }) {
    const row = await lockOpenCase(work, given)
    const [removed] = await work.transaction
      .delete(caseSubjects)
      .where(
        and(
          eq(caseSubjects.caseId, row.caseId),
          eq(caseSubjects.kind, given.kind),
          eq(caseSubjects.subjectId, given.subject_id),
        ),
      )
      .returning()
    if (removed === undefined) throw notThere('subject_id')
    const { kind, subject_id, why } = given
    const { role } = removed
    await recordEvent(work, row.caseId, 'subject_removed', { subject_kind: kind, subject_id, role, why })
    return shownSubject(removed)
  },
  detail: ({ kind, subject_id }) => ({ kind, subject_id }),
})

export function shownSubject(row: typeof caseSubjects.$inferSelect) {
  return {
    kind: row.kind as SubjectKind,
    subject_id: row.subjectId,
    role: row.role,
    added_at: formatInstant(row.addedAt),
    added_by: row.addedBy,
  }
}
