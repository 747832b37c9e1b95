import { defineOperation, type Work } from '../../../access/operation.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { eq } from '../../../store/drizzle.ts'
import { approvals } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { putInUse, refuseCardChange } from '../../ownCards/inUse.ts'
import { refuseExitWhileKeptOpen } from '../exits/exit.ts'
import { approveReport } from '../suspicion/move.ts'
import { type ApprovalRow, approvalToChange, personOf, shownApproval } from './approval.ts'
import { findApproval, refuseDecided } from './ask.ts'

/**
 * Approves or refuses what another person asked for.
 *
 * @throws LapwingError `four-eyes`, `changed-meanwhile`, `decided-already`, and what stands against it: `keep-open-stands`,
 * `illegal-move`
 */
export const decideApproval = defineOperation({
  action: 'approval.decide',
  resource: 'Approval',
  personal: false,
  changes: true,
  find: findApproval,
  async run(
    work: Work,
    given: {
      readonly approval_id: string
      readonly version: number
      readonly decision: 'approved' | 'refused'
      readonly reason: string
    },
  ) {
    const old = await approvalToChange(work, given.approval_id)
    requireVersion(old, given.version)
    refuseDecided(old.decision)
    const decidedBy = personOf(work.caller)
    if (old.askedBy === decidedBy) {
      throw new LapwingError('four-eyes', 'Nobody decides on what they asked for.', {
        place: 'approval_id',
        remedy: 'Another person with your role decides; you can take it back.',
      })
    }
    if (given.decision === 'approved') await follow(work, old)
    const [row] = await work.transaction
      .update(approvals)
      .set({
        decision: given.decision,
        decidedBy,
        decidedAt: work.now,
        decisionReason: given.reason,
        version: given.version + 1,
      })
      .where(eq(approvals.approvalId, old.approvalId))
      .returning()
    if (given.decision === 'approved' && old.kind === 'pack_change') await putInUse(work, old)
    if (old.caseId !== null) {
      const detail = { approval_id: old.approvalId, decision: given.decision, reason: given.reason }
      await recordOfReport(work, old.caseId, `${old.kind}_approval_decided`, detail)
    }
    return shownApproval(row!)
  },
  detail: ({ decision }, { approval_id, kind, case_id, content_hash }) => ({
    approval_id,
    kind,
    case_id,
    decision,
    content_hash,
  }),
})

/** What an approval brings with it, or cannot be given against. */
async function follow(work: Work, row: ApprovalRow): Promise<void> {
  const { kind, objectId, caseId } = row
  if (kind === 'report') await approveReport(work, caseId!)
  if (kind === 'exit') await refuseExitWhileKeptOpen(work, objectId)
  if (kind === 'pack_change') await refuseCardChange(work, row)
}
