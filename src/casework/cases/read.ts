import { defineOperation, type Work } from '../../access/operation.ts'
import { eq } from '../../store/drizzle.ts'
import {
  alerts,
  caseAlerts,
  caseEvidence,
  caseNotes,
  caseSubjects,
  cases,
  caseTasks,
} from '../../store/tables/casework.ts'
import { alertColumns, shownAlert } from '../alerts/shown.ts'
import { readsCase } from '../walls.ts'
import { shownEvidence } from './evidence.ts'
import { linksOf } from './links.ts'
import { membersOf } from './members.ts'
import { shownNote } from './notes.ts'
import { shownCase } from './shown.ts'
import { shownSubject } from './subjects.ts'
import { shownTask } from './tasks.ts'

/** All of a case but its timeline and what is of reports. */
export const readCase = defineOperation({
  action: 'case.read',
  ...readsCase,
  async run(work: Work, { case_id }: { readonly case_id: string }) {
    const [row] = await work.transaction.select().from(cases).where(eq(cases.caseId, case_id))
    return { ...shownCase(row!), ...(await contentsOf(work, case_id)) }
  },
})

/** What a case joins, each in the order in which it came. */
export async function contentsOf(work: Work, caseId: string) {
  const { transaction } = work
  const ofAlerts = await transaction
    .select(alertColumns)
    .from(caseAlerts)
    .innerJoin(alerts, eq(alerts.alertId, caseAlerts.alertId))
    .where(eq(caseAlerts.caseId, caseId))
    .orderBy(alerts.raisedAt, alerts.alertId)
  const subjects = await transaction
    .select()
    .from(caseSubjects)
    .where(eq(caseSubjects.caseId, caseId))
    .orderBy(caseSubjects.addedAt, caseSubjects.kind, caseSubjects.subjectId)
  const evidence = await transaction
    .select()
    .from(caseEvidence)
    .where(eq(caseEvidence.caseId, caseId))
    .orderBy(caseEvidence.frozenAt, caseEvidence.paymentId)
  const notes = await transaction
    .select()
    .from(caseNotes)
    .where(eq(caseNotes.caseId, caseId))
    .orderBy(caseNotes.writtenAt, caseNotes.noteId)
  const tasks = await transaction
    .select()
    .from(caseTasks)
    .where(eq(caseTasks.caseId, caseId))
    .orderBy(caseTasks.addedAt, caseTasks.taskId)
  return {
    members: await membersOf(work, caseId),
    alerts: ofAlerts.map(alert => shownAlert(alert, caseId)),
    subjects: subjects.map(shownSubject),
    evidence: evidence.map(shownEvidence),
    notes: notes.map(shownNote),
    tasks: tasks.map(shownTask),
    links: await linksOf(work, caseId),
  }
}
