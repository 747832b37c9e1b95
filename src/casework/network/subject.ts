import { defineOperation, type Work } from '../../access/operation.ts'
import type { SubjectName } from '../../book/subject.ts'
import { and, desc, eq, or, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, caseSubjects, cases } from '../../store/tables/casework.ts'
import { shownAlert } from '../alerts/shown.ts'
import { shownCase } from '../cases/shown.ts'
import { alertIsOpenTo, caseIsOpenTo } from '../walls.ts'
import { recorded } from './read.ts'

const most = 100

/** Asks who a customer or a counterparty is: the alerts and cases on it that the caller may know of; the book has the rest. */
export const readSubject = defineOperation({
  action: 'subject.read',
  resource: 'Network',
  personal: true,
  changes: false,
  async run({ transaction, caller, now }: Work, { kind, id }: SubjectName) {
    const isSubject = and(eq(alerts.subjectKind, kind), eq(alerts.subjectId, id))
    const foundAlerts = await transaction
      .select()
      .from(alerts)
      .where(and(isSubject, alertIsOpenTo(caller)))
      .orderBy(desc(alerts.raisedAt), alerts.alertId)
      .limit(most)
    const foundCases = await transaction
      .select()
      .from(cases)
      .where(
        and(
          caseIsOpenTo(caller),
          or(
            sql`EXISTS (SELECT 1 FROM ${caseAlerts} JOIN ${alerts} ON ${alerts.alertId} = ${caseAlerts.alertId}
              WHERE ${caseAlerts.caseId} = ${cases.caseId} AND ${isSubject})`,
            sql`EXISTS (SELECT 1 FROM ${caseSubjects} WHERE ${caseSubjects.caseId} = ${cases.caseId}
              AND ${caseSubjects.kind} = ${kind} AND ${caseSubjects.subjectId} = ${id})`,
          ),
        ),
      )
      .orderBy(desc(cases.openedAt), cases.caseId)
      .limit(most)
    return {
      read_at: now,
      alerts: foundAlerts.map(row => shownAlert(row)),
      cases: foundCases.map(shownCase),
    }
  },
  detail: subject => ({ of: recorded(subject) }),
})
