import { defineOperation, type Work } from '../../../access/operation.ts'
import { and, asc, eq, gt, isNull, or } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { approvals } from '../../../store/tables/obligations.ts'
import { type Cursor, pageOf } from '../../cursor.ts'
import { caseIsOpenTo } from '../../walls.ts'
import { type ApprovalKind, shownApproval } from './approval.ts'
import { findApproval } from './ask.ts'

export const readApproval = defineOperation({
  action: 'approval.read',
  resource: 'Approval',
  personal: true,
  changes: false,
  find: findApproval,
  async run({ transaction }: Work, { approval_id }: { readonly approval_id: string }) {
    const [row] = await transaction.select().from(approvals).where(eq(approvals.approvalId, approval_id))
    return shownApproval(row!)
  },
})

/** Of one kind, since who may see them differs by kind; in the order in which they were asked for. */
export const listApprovals = defineOperation({
  action: 'approval.list',
  resource: 'Approval',
  personal: true,
  changes: false,
  find: async (_: Work, { kind }: { readonly kind: ApprovalKind }) => ({
    id: kind,
    attributes: { kind, restricted: false, members: [] },
  }),
  async run(
    { transaction, caller }: Work,
    {
      kind,
      waiting,
      case_id,
      after,
      limit,
    }: {
      readonly kind: ApprovalKind
      /** Those alone that are not decided. */
      readonly waiting: boolean
      readonly case_id?: string | undefined
      readonly after?: Cursor | undefined
      readonly limit: number
    },
  ) {
    const { askedAt, approvalId } = approvals
    const rows = await transaction
      .select({ approval: approvals })
      .from(approvals)
      .leftJoin(cases, eq(cases.caseId, approvals.caseId))
      .where(
        and(
          eq(approvals.kind, kind),
          waiting ? isNull(approvals.decision) : undefined,
          case_id === undefined ? undefined : eq(approvals.caseId, case_id),
          or(isNull(approvals.caseId), caseIsOpenTo(caller)),
          after && or(gt(askedAt, after.value), and(eq(askedAt, after.value), gt(approvalId, after.id))),
        ),
      )
      .orderBy(asc(askedAt), asc(approvalId))
      .limit(limit + 1)
    return pageOf(rows, limit, {
      shown: ({ approval }) => shownApproval(approval),
      cursor: ({ approval }) => ({ value: approval.askedAt, id: approval.approvalId }),
    })
  },
})
