import { defineOperation, type Work } from '../../access/operation.ts'
import { formatInstant } from '../../domain/time.ts'
import { and, asc, eq, gt, inArray, or, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, cases } from '../../store/tables/casework.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { Outcome } from './triage.ts'

/** A row of the canonical table `outcomes`, as "lapwing import --outcomes" reads it. */
export interface OutcomeRow {
  /** The subject, be it customer or payee: `lapwing learn` finds it by this id. */
  readonly customer_id: string
  readonly decided_at: string
  readonly typology: string
  readonly outcome: Outcome
  readonly source: string
}

const source = 'lapwing casework'
const outcomes: readonly Outcome[] = ['confirmed', 'cleared', 'victim']

/**
 * What was decided about alerts, by dismissal or by the close of their case, in order of time. A case behind a wall teaches
 * nothing while the wall stands, and whether anything was reported is in none of it.
 *
 * @throws LapwingError `bad-cursor`
 */
export const exportOutcomes = defineOperation({
  action: 'outcome.export',
  resource: 'Outcomes',
  personal: true,
  changes: false,
  async run({ transaction }: Work, given: { readonly after?: string | undefined; readonly limit: number }) {
    const cursor = given.after === undefined ? undefined : readCursor(given.after)
    const rows = await transaction
      .select({
        alertId: alerts.alertId,
        subjectId: alerts.subjectId,
        typology: alerts.typology,
        outcome: sql<Outcome>`${alerts.outcome}`,
        decidedAt: sql<number>`${alerts.decidedAt}`.mapWith(Number),
      })
      .from(alerts)
      .where(
        and(
          inArray(alerts.outcome, [...outcomes]),
          sql`NOT EXISTS (SELECT 1 FROM ${caseAlerts} JOIN ${cases} ON ${cases.caseId} = ${caseAlerts.caseId}
            WHERE ${caseAlerts.alertId} = ${alerts.alertId} AND ${cases.restricted})`,
          cursor &&
            or(
              gt(alerts.decidedAt, cursor.value),
              and(eq(alerts.decidedAt, cursor.value), gt(alerts.alertId, cursor.id)),
            ),
        ),
      )
      .orderBy(asc(alerts.decidedAt), asc(alerts.alertId))
      .limit(given.limit + 1)
    return pageOf(rows, given.limit, {
      shown: (row): OutcomeRow => ({
        customer_id: row.subjectId,
        decided_at: formatInstant(row.decidedAt),
        typology: row.typology,
        outcome: row.outcome,
        source,
      }),
      cursor: row => ({ value: row.decidedAt, id: row.alertId }),
    })
  },
  detail: (_, { items }) => ({ outcomes: items.length }),
})
