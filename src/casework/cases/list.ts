import { and, desc, eq, gt, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { defineOperation, type Work } from '../../access/operation.ts'
import { caseSubjects, cases } from '../../store/tables/casework.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { CasePath, CaseState } from '../states/case-states.ts'
import { caseIsOpenTo } from '../walls.ts'
import { shownCase } from './shown.ts'

export interface CaseFilter {
  readonly states?: readonly CaseState[] | undefined
  readonly path?: CasePath | undefined
  readonly lead?: string | undefined
  /** Cases that have a subject of this id, of whatever kind. */
  readonly subject_id?: string | undefined
}

/** Cases that the caller may know of, last opened first. @throws LapwingError `bad-cursor` */
export const listCases = defineOperation({
  action: 'case.list',
  resource: 'Cases',
  personal: true,
  changes: false,
  async run(work: Work, given: CaseFilter & { readonly after?: string | undefined; readonly limit: number }) {
    const rows = await work.transaction
      .select()
      .from(cases)
      .where(and(conditionOf(given), caseIsOpenTo(work.caller), isAfter(given.after)))
      .orderBy(desc(cases.openedAt), cases.caseId)
      .limit(given.limit + 1)
    return pageOf(rows, given.limit, {
      shown: shownCase,
      cursor: row => ({ value: row.openedAt, id: row.caseId }),
    })
  },
  detail: (_, { items }) => ({ cases: items.map(each => each.case_id) }),
})

function conditionOf({ states, path, lead, subject_id }: CaseFilter): SQL | undefined {
  return and(
    states === undefined ? undefined : inArray(cases.state, [...states]),
    path === undefined ? undefined : eq(cases.path, path),
    lead === undefined ? undefined : eq(cases.lead, lead),
    subject_id === undefined
      ? undefined
      : sql`EXISTS (SELECT 1 FROM ${caseSubjects}
          WHERE ${caseSubjects.caseId} = ${cases.caseId} AND ${caseSubjects.subjectId} = ${subject_id})`,
  )
}

function isAfter(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { value, id } = readCursor(cursor)
  return and(lte(cases.openedAt, value), or(lt(cases.openedAt, value), gt(cases.caseId, id)))
}
