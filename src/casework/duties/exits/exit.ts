import { defineOperation, type Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant } from '../../../domain/time.ts'
import { and, asc, eq } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { approvals, customerExits } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { changesCase, readsCase } from '../../walls.ts'
import { askFor, contentHashOf, type Decision, personOf } from '../approvals/approval.ts'
import { isKeptOpen, lockCustomer } from '../keepOpen/standing.ts'
import { customerInCase } from '../subjects.ts'

/**
 * Ending a customer relation. Lapwing ends none: it holds the decision, who made it and what was weighed. An exit can
 * warn somebody whom police watch, so each says whether they were asked first.
 */
export const policeContacts = ['not_needed', 'to_be_made', 'made'] as const
export type PoliceContact = (typeof policeContacts)[number]

export interface ProposedExit {
  readonly case_id: string
  readonly customer_id: string
  readonly why: string
  readonly police_contact: PoliceContact
  /** With whom and by which reference, or why there is no need. */
  readonly police_contact_note: string
}

/** Proposes an exit and asks for its approval. @throws LapwingError `case-of-care`, `not-in-case`, `exit-of-possible-victim` */
export const proposeExit = defineOperation({
  action: 'exit.propose',
  ...changesCase,
  async run(work: Work, given: ProposedExit) {
    const { case_id, customer_id } = given
    const [ofCase] = await work.transaction.select().from(cases).where(eq(cases.caseId, case_id))
    const { role } = await customerInCase(work, case_id, customer_id)
    if (ofCase!.path === 'protection' || role.startsWith('possible ')) {
      throw new LapwingError(
        'exit-of-possible-victim',
        'A possible victim is looked after, and not sent away.',
        {
          place: 'customer_id',
          remedy: 'Follow the care plan; limits on the account can protect without ending it.',
        },
      )
    }
    await lockCustomer(work, customer_id)
    const exit = {
      exitId: newId(work.random),
      caseId: case_id,
      customerId: customer_id,
      why: given.why,
      policeContact: given.police_contact,
      policeContactNote: given.police_contact_note,
      keptOpen: await isKeptOpen(work, customer_id),
      proposedAt: work.now,
      proposedBy: personOf(work.caller),
    }
    await work.transaction.insert(customerExits).values(exit)
    const approval = await askFor(work, {
      kind: 'exit',
      objectId: exit.exitId,
      contentHash: contentHashOf(exit),
      caseId: case_id,
      why: given.why,
    })
    await recordOfReport(work, case_id, 'exit_proposed', { exit_id: exit.exitId, kept_open: exit.keptOpen })
    return shownExit(exit, { ...approval, approvalId: approval.approval_id }, exit.keptOpen)
  },
  detail: ({ police_contact }, { exit_id, approval_id, kept_open }) => ({
    exit_id,
    approval_id,
    police_contact,
    kept_open,
  }),
})

/** Those of a case, with what was decided, and whether an authority asks now that the customer stays. */
export const listExits = defineOperation({
  action: 'exit.list',
  ...readsCase,
  async run(work: Work, { case_id }: { readonly case_id: string }) {
    const rows = await work.transaction
      .select({ exit: customerExits, approval: approvals })
      .from(customerExits)
      .innerJoin(approvals, and(eq(approvals.kind, 'exit'), eq(approvals.objectId, customerExits.exitId)))
      .where(eq(customerExits.caseId, case_id))
      .orderBy(asc(customerExits.proposedAt), asc(customerExits.exitId))
    const items = []
    for (const { exit, approval } of rows) {
      items.push(shownExit(exit, approval, await isKeptOpen(work, exit.customerId)))
    }
    return { items }
  },
})

/** An exit is not approved against an authority's request. @throws LapwingError `keep-open-stands` */
export async function refuseExitWhileKeptOpen(work: Work, exitId: string): Promise<void> {
  const [exit] = await work.transaction.select().from(customerExits).where(eq(customerExits.exitId, exitId))
  await lockCustomer(work, exit!.customerId)
  if (!(await isKeptOpen(work, exit!.customerId))) return
  throw new LapwingError('keep-open-stands', 'An authority asks that this customer stays a customer.', {
    place: 'customer_id',
    remedy: 'Speak with the authority; the exit can be approved once the request has ended.',
  })
}

function shownExit(
  exit: typeof customerExits.$inferSelect,
  approval: { readonly approvalId: string; readonly decision: string | null },
  keptOpenNow: boolean,
) {
  return {
    exit_id: exit.exitId,
    case_id: exit.caseId,
    customer_id: exit.customerId,
    why: exit.why,
    police_contact: exit.policeContact as PoliceContact,
    police_contact_note: exit.policeContactNote,
    kept_open: exit.keptOpen,
    kept_open_now: keptOpenNow,
    proposed_at: formatInstant(exit.proposedAt),
    proposed_by: exit.proposedBy,
    approval_id: approval.approvalId,
    decision: approval.decision as Decision | null,
  }
}
