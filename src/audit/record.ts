import type { Transaction } from '../store/connection.ts'
import { desc, sql } from '../store/drizzle.ts'
import { sendLast } from '../store/sentLast.ts'
import { auditLinks } from '../store/tables/audit.ts'
import { type AuditEvent, type AuditLink, bodyOf, hashedParts } from './link.ts'

/**
 * Appends links within the transaction of what they record: both are kept, or neither. Writers wait for each other here
 * until they commit, so this is the last thing that a transaction does. The store completes each link (`append_audit_link`
 * in migration 0008) as `linkAfter` would, so that nothing goes back and forth while others wait.
 */
export async function record(
  transaction: Transaction,
  recordedAt: number,
  events: readonly AuditEvent[],
): Promise<void> {
  for (const event of events) {
    const body = bodyOf(recordedAt, event)
    const { beforeHash, beforeSequence } = hashedParts(body)
    const { actor, action, object, purpose, detail } = body
    const append = sql`SELECT append_audit_link(${recordedAt}::bigint, ${actor}, ${action}, ${object}, ${purpose}, ${detail}, ${beforeHash}, ${beforeSequence})`
    sendLast(transaction, transaction.execute(append).then())
  }
}

/** The newest link; absent while the chain is empty. */
export async function headOf(transaction: Transaction): Promise<AuditLink | undefined> {
  const [head] = await transaction.select().from(auditLinks).orderBy(desc(auditLinks.sequence)).limit(1)
  return head
}
