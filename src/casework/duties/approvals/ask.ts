import { defineOperation, type Work } from '../../../access/operation.ts'
import type { Resource } from '../../../access/policy.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { eq, sql } from '../../../store/drizzle.ts'
import { caseMembers, cases } from '../../../store/tables/casework.ts'
import { approvals } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { findCase } from '../../walls.ts'
import { suspicionOf } from '../suspicion/suspicion.ts'
import { type ApprovalKind, approvalToChange, askFor, personOf, shownApproval } from './approval.ts'

/** Exits, disposals and changes of cards are asked for where they are made. */
export interface Asked {
  readonly kind: Exclude<ApprovalKind, 'exit' | 'disposal' | 'pack_change'>
  readonly object_id: string
  readonly content_hash: string
  /** Whose wall then stands before the approval too. */
  readonly case_id: string
  readonly why: string
}

/** @throws LapwingError `no-suspicion`, `not-drafted`, `asked-already` */
export const askApproval = defineOperation({
  action: 'approval.ask',
  resource: 'Approval',
  personal: false,
  changes: true,
  async find(work: Work, { kind, case_id }: Asked) {
    const found = await findCase(work, { case_id })
    return found && { id: 'new', attributes: { ...found.attributes, kind } }
  },
  async run(work: Work, { kind, object_id, content_hash, case_id, why }: Asked) {
    if (kind === 'report' && (await suspicionOf(work, case_id)).state !== 'report_drafted') {
      throw new LapwingError('not-drafted', 'Only a report that is drafted can be approved.', {
        place: 'case_id',
        remedy: 'Move the suspicion to drafted, or back to it if the report was changed.',
      })
    }
    const given = { objectId: object_id, contentHash: content_hash, caseId: case_id, why }
    const asked = await askFor(work, { kind, ...given })
    await recordOfReport(work, case_id, `${kind}_approval_asked`, { approval_id: asked.approval_id })
    return asked
  },
  detail: ({ kind, case_id, content_hash }, { approval_id }) => ({
    approval_id,
    kind,
    case_id,
    content_hash,
  }),
})

/** By whoever asked, until it is decided. @throws LapwingError `changed-meanwhile`, `decided-already`, `not-yours` */
export const withdrawApproval = defineOperation({
  action: 'approval.withdraw',
  resource: 'Approval',
  personal: false,
  changes: true,
  find: findApproval,
  async run(
    work: Work,
    { approval_id, version }: { readonly approval_id: string; readonly version: number },
  ) {
    const old = await approvalToChange(work, approval_id)
    requireVersion(old, version)
    refuseDecided(old.decision)
    const decidedBy = personOf(work.caller)
    if (old.askedBy !== decidedBy) {
      throw new LapwingError('not-yours', 'Only whoever asked takes it back.', {
        remedy: 'Refuse it instead, if you may decide.',
      })
    }
    const [row] = await work.transaction
      .update(approvals)
      .set({ decision: 'withdrawn', decidedBy, decidedAt: work.now, version: version + 1 })
      .where(eq(approvals.approvalId, approval_id))
      .returning()
    return shownApproval(row!)
  },
  detail: (_, { approval_id, kind, case_id }) => ({ approval_id, kind, case_id }),
})

/** @throws LapwingError `decided-already` */
export function refuseDecided(decision: string | null): void {
  if (decision === null) return
  throw new LapwingError('decided-already', `This was ${decision} already, and a decision stands.`, {
    place: 'decision',
    remedy: 'Ask for a new approval, of a changed content.',
  })
}

/**
 * The approval that an operation is about, with its kind and the wall of its case. In one statement, so that an id that
 * is there costs whoever may not know of it no more than one that is not.
 */
export async function findApproval(
  { transaction }: Work,
  { approval_id }: { readonly approval_id: string },
): Promise<Omit<Resource, 'type'> | undefined> {
  const [found] = await transaction
    .select({
      kind: approvals.kind,
      restricted: sql<boolean>`coalesce(${cases.restricted}, false)`,
      members: sql<string[]>`ARRAY(SELECT ${caseMembers.userId} FROM ${caseMembers}
        WHERE ${caseMembers.caseId} = ${cases.caseId} AND ${cases.restricted} ORDER BY 1)`,
    })
    .from(approvals)
    .leftJoin(cases, eq(cases.caseId, approvals.caseId))
    .where(eq(approvals.approvalId, approval_id))
  if (found === undefined) return undefined
  const members = found.members.map(id => ({ __entity: { type: 'User', id } }))
  return { id: approval_id, attributes: { ...found, members } }
}
