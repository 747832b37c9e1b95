import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { and, asc, count, eq } from '../../store/drizzle.ts'
import { approvals } from '../../store/tables/obligations.ts'
import { ownCards, ownCardTexts } from '../../store/tables/ownCards.ts'
import { type ApprovalRow, personOf } from '../duties/approvals/approval.ts'
import type { CardLock } from './lock.ts'
import { authorsOf, changeCard, changeHash, lockCard, textOf } from './one.ts'
import { openText } from './read.ts'

/**
 * What stands against the approval of a card's draft.
 *
 * @throws LapwingError `four-eyes` for whoever wrote it, `changed-meanwhile` when the draft is no longer what was asked for
 */
export async function refuseCardChange(
  work: Work,
  { objectId: card, contentHash }: ApprovalRow,
): Promise<void> {
  const row = await lockCard(work, card)
  const text = row && row.draft !== null ? await textOf(work, card, row.draft) : undefined
  if (row === undefined || text === undefined || changeHash(text) !== contentHash) {
    throw new LapwingError('changed-meanwhile', 'The draft is no longer the one that was asked for.', {
      place: 'approval_id',
      remedy: 'Refuse this; the draft as it is now needs an approval of its own.',
    })
  }
  if (!(await authorsOf(work, row)).includes(personOf(work.caller))) return
  throw new LapwingError('four-eyes', 'Nobody approves what they wrote themselves.', {
    place: 'approval_id',
    remedy: 'A validator who had no part in the text decides.',
  })
}

/** What the approval brings with it: detection uses the draft from here on, or the published text again. */
export async function putInUse(work: Work, { objectId: card }: ApprovalRow): Promise<void> {
  const row = (await lockCard(work, card))!
  const text = await textOf(work, card, row.draft!)
  const inUse = text.content === null ? null : text.number
  const inUseSince = inUse === null ? null : work.now
  await changeCard(work, row, { inUse, inUseSince, draft: null, draftBegan: null })
}

/** The texts in use by card, and how many changes were approved so far; nothing where that is known already. */
export function textsInUse(lock: CardLock) {
  return defineOperation({
    action: 'own-card.read-in-use',
    resource: 'Typologies',
    personal: false,
    changes: false,
    async run(work: Work, { known }: { readonly known: string | undefined }) {
      const rows = await work.transaction
        .select({ text: ownCardTexts })
        .from(ownCards)
        .innerJoin(
          ownCardTexts,
          and(eq(ownCardTexts.card, ownCards.card), eq(ownCardTexts.number, ownCards.inUse)),
        )
        .orderBy(asc(ownCards.card))
      const [approved] = await work.transaction
        .select({ changes: count() })
        .from(approvals)
        .where(and(eq(approvals.kind, 'pack_change'), eq(approvals.decision, 'approved')))
      const changes = approved?.changes ?? 0
      const key = JSON.stringify([changes, ...rows.map(({ text }) => [text.card, text.number, text.hash])])
      if (key === known) return { key, changes }
      return { key, changes, texts: new Map(rows.map(({ text }) => [text.card, openText(text, lock)!])) }
    },
  })
}
