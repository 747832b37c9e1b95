import type { Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { hashOfJson, type Json } from '../../../domain/canonical.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant, formatInstantOrNull } from '../../../domain/time.ts'
import { eq } from '../../../store/drizzle.ts'
import { approvals } from '../../../store/tables/obligations.ts'

/** Four eyes: what one person asks for, another decides. The store itself holds to it; see migrations 0005 and 0007. */

export const approvalKinds = ['report', 'exit', 'release', 'pack_change', 'disposal'] as const
export type ApprovalKind = (typeof approvalKinds)[number]
export type Decision = 'approved' | 'refused' | 'withdrawn'
export type ApprovalRow = typeof approvals.$inferSelect

export interface Approval {
  readonly approval_id: string
  readonly kind: ApprovalKind
  readonly object_id: string
  /** SHA-256 of what is to be approved, hexadecimal: an approval is of that content alone. */
  readonly content_hash: string
  readonly case_id: string | null
  readonly why: string
  readonly asked_by: string
  readonly asked_at: string
  readonly decision: Decision | null
  readonly decided_by: string | null
  readonly decided_at: string | null
  readonly decision_reason: string | null
  readonly version: number
}

export function shownApproval(row: ApprovalRow): Approval {
  return {
    approval_id: row.approvalId,
    kind: row.kind as ApprovalKind,
    object_id: row.objectId,
    content_hash: row.contentHash,
    case_id: row.caseId,
    why: row.why,
    asked_by: row.askedBy,
    asked_at: formatInstant(row.askedAt),
    decision: row.decision as Decision | null,
    decided_by: row.decidedBy,
    decided_at: formatInstantOrNull(row.decidedAt),
    decision_reason: row.decisionReason,
    version: row.version,
  }
}

/** Of what is to be approved, whoever writes it down. */
export function contentHashOf(content: Json): string {
  return hashOfJson(content, 'lapwing approval 1\n')
}

/**
 * Asks for an approval within the transaction of what it is about.
 *
 * @throws LapwingError `asked-already`: refused too, until it is another content; `users-only`
 */
export async function askFor(
  { transaction, caller, now, random }: Work,
  asked: {
    readonly kind: ApprovalKind
    readonly objectId: string
    readonly contentHash: string
    readonly caseId: string | null
    readonly why: string
  },
): Promise<Approval> {
  const row = { ...asked, approvalId: newId(random), askedBy: personOf(caller), askedAt: now }
  const [made] = await transaction.insert(approvals).values(row).onConflictDoNothing().returning()
  if (made !== undefined) return shownApproval(made)
  throw new LapwingError('asked-already', 'The approval of exactly this was asked for already.', {
    place: 'content_hash',
    remedy: 'If it was refused, change what was found wanting, and ask for the approval of that.',
  })
}

/** Locked until the transaction ends, so that a decision is made once. */
export async function approvalToChange({ transaction }: Work, approvalId: string): Promise<ApprovalRow> {
  const [row] = await transaction
    .select()
    .from(approvals)
    .where(eq(approvals.approvalId, approvalId))
    .for('update')
  return row!
}

/** Approvals are between people. @throws LapwingError `users-only` */
export function personOf(caller: Work['caller']): string {
  if (caller.kind === 'user') return caller.id
  throw new LapwingError('users-only', 'An approval is asked for and given by people who are signed in.')
}
