import { createHash } from 'node:crypto'
import type { Transaction } from '../../../store/connection.ts'
import { sql } from '../../../store/drizzle.ts'

/**
 * Every table that hangs on a case, by the column that names the case, in the order in which they are emptied. A test
 * holds the list against the store, so that no later table is forgotten.
 */
export const tablesOfCases = [
  ['case_members', 'case_id'],
  ['case_subjects', 'case_id'],
  ['case_evidence', 'case_id'],
  ['case_notes', 'case_id'],
  ['case_tasks', 'case_id'],
  ['case_links', 'case_id'],
  ['case_links', 'other_case_id'],
  ['case_events', 'case_id'],
  ['case_suspicions', 'case_id'],
  ['report_particulars', 'case_id'],
  ['reports', 'case_id'],
  ['case_files', 'case_id'],
  ['customer_exits', 'case_id'],
  ['approvals', 'case_id'],
  ['keep_open_requests', 'case_id'],
  ['legal_holds', 'case_id'],
] as const

export interface Removed {
  /** Rows by table. */
  readonly counts: { readonly [table: string]: number }
  /** SHA-256 over every row that was removed, so that a copy kept elsewhere can be told to be one. */
  readonly hash: string
}

/** Deletes cases with all that hangs on them, their alerts too. */
export async function removeCases(transaction: Transaction, caseIds: readonly string[]): Promise<Removed> {
  const hash = createHash('sha256').update('lapwing removed 1\n')
  const counts: Record<string, number> = {}
  const ids = sql`(SELECT jsonb_array_elements_text(${JSON.stringify(caseIds)}::jsonb))`
  const take = async (table: string, where: ReturnType<typeof sql>) => {
    const name = sql.identifier(table)
    // A file counts by the hash of its content, which its row has.
    const { rows } = (await transaction.execute(
      sql`DELETE FROM ${name} WHERE ${where} RETURNING (to_jsonb(${name}) - 'content')::text AS row`,
    )) as unknown as { readonly rows: readonly { readonly row: string }[] }
    counts[table] = (counts[table] ?? 0) + rows.length
    for (const row of rows.map(each => each.row).sort()) hash.update(`${table} ${row}\n`)
  }
  const { rows: linked } = (await transaction.execute(
    sql`DELETE FROM case_alerts WHERE case_id IN ${ids} RETURNING alert_id`,
  )) as unknown as { readonly rows: readonly { readonly alert_id: string }[] }
  const alertIds = JSON.stringify(linked.map(each => each.alert_id))
  await take('alerts', sql`alert_id IN (SELECT jsonb_array_elements_text(${alertIds}::jsonb))`)
  for (const [table, column] of tablesOfCases) await take(table, sql`${sql.identifier(column)} IN ${ids}`)
  await take('cases', sql`case_id IN ${ids}`)
  return { counts, hash: hash.digest('hex') }
}
