import type { Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { and, eq } from '../../store/drizzle.ts'
import { caseSubjects } from '../../store/tables/casework.ts'

/** The customer as a subject of the case. @throws LapwingError `not-in-case` */
export async function customerInCase({ transaction }: Work, caseId: string, customerId: string) {
  const [found] = await transaction
    .select()
    .from(caseSubjects)
    .where(
      and(
        eq(caseSubjects.caseId, caseId),
        eq(caseSubjects.kind, 'customer'),
        eq(caseSubjects.subjectId, customerId),
      ),
    )
  if (found !== undefined) return found
  throw new LapwingError('not-in-case', 'This customer is no subject of the case.', {
    place: 'customer_id',
    remedy: 'Add the customer to the case first.',
  })
}
