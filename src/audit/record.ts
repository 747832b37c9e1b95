import { desc, sql } from 'drizzle-orm'
import type { Transaction } from '../store/connection.ts'
import { auditLinks } from '../store/tables/audit.ts'
import { type AuditEvent, type AuditLink, linkAfter } from './link.ts'

/** A number that stands for the head of the chain among PostgreSQL's advisory locks. */
const headLock = 4_711_001

/**
 * Appends links within the transaction of what they record: both are kept, or neither. Writers wait for each other here
 * until they commit, so this is the last thing that a transaction does.
 *
 * An advisory lock, not one on the table, because that would also stop the database's own upkeep of it.
 */
export async function record(
  transaction: Transaction,
  recordedAt: number,
  events: readonly AuditEvent[],
): Promise<readonly AuditLink[]> {
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(${headLock})`)
  let head = await headOf(transaction)
  const links = events.map(event => {
    head = linkAfter(head, recordedAt, event)
    return head as AuditLink
  })
  if (links.length > 0) await transaction.insert(auditLinks).values(links)
  return links
}

/** The newest link; absent while the chain is empty. */
export async function headOf(transaction: Transaction): Promise<AuditLink | undefined> {
  const [head] = await transaction.select().from(auditLinks).orderBy(desc(auditLinks.sequence)).limit(1)
  return head
}
