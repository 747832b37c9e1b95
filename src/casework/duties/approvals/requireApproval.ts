import type { Work } from '../../../access/operation.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { and, eq } from '../../../store/drizzle.ts'
import { approvals } from '../../../store/tables/obligations.ts'
import { type Approval, type ApprovalKind, shownApproval } from './approval.ts'

/**
 * The approval of exactly this content, for whoever is about to act upon it; of this case, where one is named.
 *
 * @throws LapwingError `not-approved`
 */
export async function requireApproval(
  { transaction }: Work,
  kind: ApprovalKind,
  objectId: string,
  contentHash: string,
  caseId?: string,
): Promise<Approval> {
  const [row] = await transaction
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.kind, kind),
        eq(approvals.objectId, objectId),
        eq(approvals.contentHash, contentHash),
        eq(approvals.decision, 'approved'),
        caseId === undefined ? undefined : eq(approvals.caseId, caseId),
      ),
    )
  if (row !== undefined) return shownApproval(row)
  throw new LapwingError('not-approved', 'A second person has not approved this as it is now.', {
    place: 'content_hash',
    remedy: 'Ask for an approval. After a change, the approval of what stood before does not count.',
  })
}
