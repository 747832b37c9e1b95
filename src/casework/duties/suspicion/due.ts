import { defineOperation, type Work } from '../../../access/operation.ts'
import { and, asc, eq, gt, notInArray, or } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { caseSuspicions } from '../../../store/tables/obligations.ts'
import { type Urgency, urgencyOf } from '../../clocks/deadline.ts'
import { jurisdictionOf } from '../../clocks/jurisdictions.ts'
import { type Cursor, pageOf } from '../../cursor.ts'
import { caseIsOpenTo } from '../../walls.ts'
import { type Jurisdictions, shownSuspicion } from './suspicion.ts'

/** Reports that are yet to be made or decided against, the most pressing first, and how many press how much. */
export function listDue(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'suspicion.list-due',
    resource: 'Suspicions',
    personal: true,
    changes: false,
    async run(
      { transaction, caller, now }: Work,
      { after, limit }: { readonly after?: Cursor | undefined; readonly limit: number },
    ) {
      const open = and(notInArray(caseSuspicions.state, ['reported', 'no_report']), caseIsOpenTo(caller))
      const { dueAt, caseId } = caseSuspicions
      const further = after && or(gt(dueAt, after.value), and(eq(dueAt, after.value), gt(caseId, after.id)))
      const rows = await transaction
        .select({ suspicion: caseSuspicions, title: cases.title, country: cases.jurisdiction })
        .from(caseSuspicions)
        .innerJoin(cases, eq(cases.caseId, caseId))
        .where(and(open, further))
        .orderBy(asc(dueAt), asc(caseId))
        .limit(limit + 1)
      const all = await transaction
        .select({ formedAt: caseSuspicions.formedAt, dueAt })
        .from(caseSuspicions)
        .innerJoin(cases, eq(cases.caseId, caseId))
        .where(open)
      const counts: Record<Urgency, number> = { in_time: 0, soon: 0, late: 0 }
      for (const each of all) counts[urgencyOf(each.formedAt, each.dueAt, now)] += 1
      const page = pageOf(rows, limit, {
        shown: ({ suspicion, title, country }) => ({
          title,
          ...shownSuspicion(suspicion, jurisdictionOf(jurisdictions, country), now),
        }),
        cursor: ({ suspicion }) => ({ value: suspicion.dueAt, id: suspicion.caseId }),
      })
      return { ...page, counts }
    },
  })
}
