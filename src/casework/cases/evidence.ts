import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import type { PaymentRecord } from '../../book/evidence.ts'
import { hashOfJson } from '../../domain/canonical.ts'
import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { caseEvidence } from '../../store/tables/casework.ts'
import type { ReadPayments } from '../alertedPayments.ts'
import { changesCase } from '../walls.ts'
import { lockOpenCase, type OneCase } from './one.ts'

/**
 * Freezes payments as evidence: a copy as the book has them now, with a hash over it. One that is frozen already stays as it
 * was.
 *
 * @throws LapwingError `unknown-payment`, `case-closed`
 */
export function addEvidence(readPayments: ReadPayments) {
  return defineOperation({
    action: 'case.add-evidence',
    ...changesCase,
    personal: true,
    async run(work: Work, given: OneCase & { readonly payment_ids: readonly string[] }) {
      const { caseId } = await lockOpenCase(work, given)
      const ids = [...new Set(given.payment_ids)]
      const copies = await readPayments(ids)
      const missing = ids.find(id => !copies.some(copy => copy.payment_id === id))
      if (missing !== undefined) throw unknownPayment(missing)
      const rows = copies.map(copy => ({
        caseId,
        paymentId: copy.payment_id!,
        copy,
        hash: hashOfJson(copy),
        frozenAt: work.now,
        frozenBy: actorOf(work.caller),
      }))
      const added = await work.transaction.insert(caseEvidence).values(rows).onConflictDoNothing().returning()
      return { items: added.map(shownEvidence) }
    },
    detail: (_, { items }) => ({ payments: items.map(each => each.payment_id) }),
  })
}

/** A frozen payment; `intact` says whether the copy is still the one that was hashed. */
export function shownEvidence(row: typeof caseEvidence.$inferSelect) {
  const copy = row.copy as PaymentRecord
  return {
    payment_id: row.paymentId,
    copy,
    hash: row.hash,
    intact: hashOfJson(copy) === row.hash && copy.payment_id === row.paymentId,
    frozen_at: formatInstant(row.frozenAt),
    frozen_by: row.frozenBy,
  }
}

function unknownPayment(id: string): LapwingError {
  return new LapwingError('unknown-payment', 'The book has no payment of this id.', {
    place: id,
    remedy: 'Check the id; nothing was added.',
  })
}
