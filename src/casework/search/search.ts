import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { defineOperation, type Work } from '../../access/operation.ts'
import { sha256 } from '../../domain/hash.ts'
import { and, asc, eq, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, cases } from '../../store/tables/casework.ts'
import { alertIsOpenTo, caseIsOpenTo } from '../walls.ts'

/** A case or an alert that a text was found in; `rank` as in the book: 0 is all of it, 1 its beginning, 2 within. */
export interface CaseworkHit {
  readonly kind: 'case' | 'alert'
  readonly id: string
  readonly label: string
  readonly rank: number
}

/**
 * Asks for whatever has a text in it. Alerts are found by their id and subject, cases by their id, title and the subjects of
 * their alerts, of those that the caller may know of; the book has the rest. The text can be somebody's name or address: the chain keeps a hash of it.
 */
export const search = defineOperation({
  action: 'search.run',
  resource: 'Search',
  personal: true,
  changes: false,
  async run(work: Work, { text, limit }: { readonly text: string; readonly limit: number }) {
    const ofAlert = rankOf(text, [alerts.alertId, alerts.subjectId])
    const foundAlerts = await work.transaction
      .select({ id: alerts.alertId, subject: alerts.subjectId, role: alerts.role, rank: ofAlert })
      .from(alerts)
      .where(and(sql`${ofAlert} < ${none}`, alertIsOpenTo(work.caller)))
      .orderBy(asc(ofAlert), asc(alerts.alertId))
      .limit(limit)
    const ofCase = rankOf(text, [cases.caseId, cases.title], subjectsRank(text))
    const foundCases = await work.transaction
      .select({ id: cases.caseId, title: cases.title, rank: ofCase })
      .from(cases)
      .where(and(sql`${ofCase} < ${none}`, caseIsOpenTo(work.caller)))
      .orderBy(asc(ofCase), asc(cases.caseId))
      .limit(limit)
    return [
      ...foundCases.map(({ id, title, rank }): CaseworkHit => ({ kind: 'case', id, label: title, rank })),
      ...foundAlerts.map(({ id, subject, role, rank }): CaseworkHit => {
        return { kind: 'alert', id, label: `${subject}, ${role}`, rank }
      }),
    ]
  },
  detail: ({ text }) => ({ question_sha256: sha256(text) }),
})

/** The rank of what the text is not in. */
const none = sql.raw('3')

function rankOf(text: string, columns: readonly PgColumn[], also: SQL = none): SQL<number> {
  const ranks = columns.map(column => rankIn(text, sql`${column}`))
  return sql<number>`least(${sql.join([...ranks, also], sql`, `)})`
}

function rankIn(text: string, column: SQL): SQL {
  const asked = text.toLowerCase()
  return sql`CASE WHEN lower(${column}) = ${asked} THEN 0 WHEN starts_with(lower(${column}), ${asked}) THEN 1
    WHEN position(${asked} IN lower(${column})) > 0 THEN 2 ELSE ${none} END`
}

function subjectsRank(text: string): SQL {
  return sql`coalesce((SELECT min(${rankIn(text, sql`${alerts.subjectId}`)}) FROM ${caseAlerts}
    JOIN ${alerts} ON ${eq(alerts.alertId, caseAlerts.alertId)} WHERE ${eq(caseAlerts.caseId, cases.caseId)}), ${none})`
}
