import type { Transaction } from '../store/connection.ts'
import { and, asc, desc, eq, gt, lt } from '../store/drizzle.ts'
import { auditLinks } from '../store/tables/audit.ts'
import type { AuditLink } from './link.ts'

const pageRows = 5_000

/** Every link in order, read in pages, so that a chain of any length takes little memory. */
export async function* allLinks(transaction: Transaction): AsyncGenerator<AuditLink> {
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const page = await transaction
      .select()
      .from(auditLinks)
      .where(gt(auditLinks.sequence, after))
      .orderBy(asc(auditLinks.sequence))
      .limit(pageRows)
    yield* page
    if (page.length < pageRows) return
    after = page.at(-1)!.sequence
  }
}

/** Links, newest first, of one object or actor where asked. `before` is the sequence to go on from. */
export async function recentLinks(
  transaction: Transaction,
  filter: {
    readonly object?: string | undefined
    readonly actor?: string | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<readonly AuditLink[]> {
  const { object, actor, before, limit } = filter
  return transaction
    .select()
    .from(auditLinks)
    .where(
      and(
        object === undefined ? undefined : eq(auditLinks.object, object),
        actor === undefined ? undefined : eq(auditLinks.actor, actor),
        before === undefined ? undefined : lt(auditLinks.sequence, before),
      ),
    )
    .orderBy(desc(auditLinks.sequence))
    .limit(limit)
}
