import { actorOf } from '../../../access/caller.ts'
import { defineOperation, type Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { desc, eq } from '../../../store/drizzle.ts'
import { approvals, disposals } from '../../../store/tables/obligations.ts'
import { askFor } from '../approvals/approval.ts'
import { requireApproval } from '../approvals/requireApproval.ts'
import type { Jurisdictions } from '../suspicion/suspicion.ts'
import { type Certificate, certificateOf, hashOfCertificate } from './certificate.ts'
import { asOfPlan, planDisposal } from './plan.ts'
import { removeCases } from './remove.ts'

type Nothing = Record<never, never>

/** What need no longer be kept now, and what is kept all the same. */
export function listDisposable(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'disposal.list-due',
    resource: 'Disposals',
    personal: true,
    changes: false,
    run: (work: Work, _: Nothing) => planDisposal(work, jurisdictions, work.now),
  })
}

/** Asks a second person for the approval of what is due now. @throws LapwingError `nothing-due`, `asked-already` */
export function askDisposal(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'disposal.ask',
    resource: 'Disposals',
    personal: false,
    changes: true,
    async run(work: Work, { why }: { readonly why: string }) {
      const plan = await planDisposal(work, jurisdictions, work.now)
      if (plan.cases.length === 0) {
        throw new LapwingError('nothing-due', 'No case is due for disposal.', {
          remedy: 'The list of what is due says what is withheld, and why.',
        })
      }
      const { as_of: objectId, content_hash: contentHash } = plan
      return {
        ...plan,
        approval: await askFor(work, { kind: 'disposal', objectId, contentHash, caseId: null, why }),
      }
    },
    detail: (_, { approval, cases, content_hash }) => ({
      approval_id: approval.approval_id,
      cases: cases.length,
      content_hash,
    }),
  })
}

/**
 * Removes what was approved, and that alone: if a case of it was reopened, held or kept open since, nothing is removed.
 *
 * @throws LapwingError `no-such-disposal`, `not-approved`
 */
export function runDisposal(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'disposal.run',
    resource: 'Disposals',
    personal: false,
    changes: true,
    async run(work: Work, { approval_id }: { readonly approval_id: string }) {
      const { transaction, now, caller, random } = work
      const [asked] = await transaction.select().from(approvals).where(eq(approvals.approvalId, approval_id))
      if (asked?.kind !== 'disposal') {
        throw new LapwingError('no-such-disposal', 'This is no approval of a disposal.', {
          place: 'approval_id',
          remedy: 'Ask for a disposal, and name the id of its approval once it was decided.',
        })
      }
      const plan = await planDisposal(work, jurisdictions, asOfPlan(asked.objectId), { toRemove: true })
      const approval = await requireApproval(work, 'disposal', plan.as_of, plan.content_hash)
      const removed = await removeCases(
        transaction,
        plan.cases.map(each => each.case_id),
      )
      const disposalId = newId(random)
      const certificate = certificateOf(disposalId, now, plan, removed, approval, jurisdictions)
      await transaction
        .insert(disposals)
        .values({ disposalId, disposedAt: now, disposedBy: actorOf(caller), certificate })
      return { certificate, certificate_hash: hashOfCertificate(certificate) }
    },
    detail: ({ approval_id }, { certificate, certificate_hash }) => ({
      approval_id,
      disposal_id: certificate.disposal_id,
      certificate_hash,
      removed_hash: certificate.removed_hash,
      counts: certificate.counts,
    }),
  })
}

/** The certificates, newest first. */
export const listDisposals = defineOperation({
  action: 'disposal.list',
  resource: 'Disposals',
  personal: false,
  changes: false,
  async run({ transaction }: Work, { limit }: { readonly limit: number }) {
    const rows = await transaction
      .select()
      .from(disposals)
      .orderBy(desc(disposals.disposedAt), desc(disposals.disposalId))
      .limit(limit)
    return {
      items: rows.map(({ disposedBy, certificate }) => ({
        disposed_by: disposedBy,
        certificate: certificate as Certificate,
        certificate_hash: hashOfCertificate(certificate as Certificate),
      })),
    }
  },
})
