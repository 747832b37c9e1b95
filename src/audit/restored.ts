import { LapwingError } from '../domain/errors.ts'
import type { Transaction } from '../store/connection.ts'
import type { AuditLink } from './link.ts'
import { allLinks } from './read.ts'
import { verifyChain } from './verify.ts'

/** Refuses a chain that is not whole, or does not end where it ended when it was backed up. @throws LapwingError `audit-broken` */
export async function refuseBrokenChain(
  transaction: Transaction,
  head: Pick<AuditLink, 'sequence' | 'hash'> | null,
  place: string,
): Promise<void> {
  const found = await verifyChain(allLinks(transaction), head === null ? [] : [head])
  if (found.faults.length === 0 && found.head?.hash === head?.hash) return
  throw new LapwingError(
    'audit-broken',
    'nothing was restored: the audit chain of this backup is not whole',
    {
      place,
      remedy: 'Take another backup, and keep this one for whoever looks into it.',
    },
  )
}
