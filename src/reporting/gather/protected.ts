import type { Work } from '../../access/operation.ts'
import { subjectRoles } from '../../casework/cases/subject-roles.ts'
import { and, inArray, sql } from '../../store/drizzle.ts'
import { caseSubjects } from '../../store/tables/casework.ts'
import { partyIn, type Report, type ReportedPayment, type Subject } from '../model/report.ts'
import type { Parties } from './parties.ts'

const adultYears = 18

/**
 * Whom payments of the report show and who may be harmed: anybody whom a case of care looks after, and anybody who was a child when a
 * payment was made. Somebody who is a subject of the report in a suspected role is not among them, unless they were a child.
 */
export async function protectedPeople(
  { transaction }: Work,
  payments: readonly ReportedPayment[],
  subjects: readonly Pick<Subject, 'kind' | 'subject_id'>[],
  { customers, holders }: Parties,
): Promise<Report['protected']> {
  const ids = new Set<string>()
  for (const { copy } of payments) {
    for (const id of [copy.customer_id, copy.counterparty_id, holders.get(copy.counterparty_id ?? '')]) {
      if (id) ids.add(id)
    }
  }
  if (ids.size === 0) return []
  const cared = await transaction
    .select({ kind: caseSubjects.kind, subjectId: caseSubjects.subjectId })
    .from(caseSubjects)
    .where(
      and(
        sql`${caseSubjects.subjectId} IN (SELECT jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb))`,
        inArray(caseSubjects.role, [...subjectRoles.protection]),
      ),
    )
  const isSubject = (kind: string, id: string) => partyIn(subjects, kind, id) !== undefined
  const found = new Map<string, Report['protected'][number]>()
  const keep = (kind: string, subject_id: string) => found.set(`${kind} ${subject_id}`, { kind, subject_id })
  for (const { kind, subjectId } of cared) if (!isSubject(kind, subjectId)) keep(kind, subjectId)
  for (const { copy } of payments) {
    for (const id of [copy.customer_id, holders.get(copy.counterparty_id ?? '')]) {
      if (id && wasChild(customers.get(id)?.customer?.birth_date, copy.booked_at!)) keep('customer', id)
    }
    // Seen from the other side, an account of such a customer is a counterparty.
    const holder = holders.get(copy.counterparty_id ?? '')
    if (holder !== undefined && found.has(`customer ${holder}`)) keep('counterparty', copy.counterparty_id!)
  }
  return [...found.values()]
}

function wasChild(birthDate: string | undefined, at: string): boolean {
  if (!birthDate) return false
  const adultFrom = `${Number(birthDate.slice(0, 4)) + adultYears}${birthDate.slice(4)}`
  return at.slice(0, 10) < adultFrom
}
