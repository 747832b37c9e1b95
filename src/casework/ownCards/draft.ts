import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { sha256 } from '../../domain/hash.ts'
import { eq, isNotNull, max } from '../../store/drizzle.ts'
import { ownCardTexts } from '../../store/tables/ownCards.ts'
import { cardNameIn } from '../../typology/replacing.ts'
import { personOf } from '../duties/approvals/approval.ts'
import type { GiveCatalogue } from '../typologies/read.ts'
import { type CardLock, requireLock } from './lock.ts'
import { type CardToChange, cardToChange, changeCard, refuseWhileAsked, textOf } from './one.ts'

/** Things that are about no person: cards as the institution changes them. Of published cards alone. */
export function changesCard(catalogue: GiveCatalogue) {
  return {
    resource: 'Typologies',
    personal: false,
    changes: true,
    find: async (_: Work, { card }: { readonly card: string }) =>
      (await catalogue()).textOf(card) === undefined ? undefined : { id: card },
  } as const
}

export interface DraftToSave extends CardToChange {
  /** YAML; null for a draft by which the published card is used again. */
  readonly text: string | null
}

/**
 * Keeps a text as the newest of the draft; the first begins one. The same text as before is not kept twice.
 *
 * @throws LapwingError `changed-meanwhile`, `approval-waits`, `card-renamed`, `not-in-use`, `passphrase-missing`
 */
export function saveDraft(catalogue: GiveCatalogue, lock: CardLock | undefined) {
  return defineOperation({
    action: 'own-card.save',
    ...changesCard(catalogue),
    async run(work: Work, { text, ...given }: DraftToSave) {
      const keys = requireLock(lock)
      const { card } = given
      if (text !== null) refuseRenamed(text, card)
      const row = await cardToChange(work, given)
      await refuseWhileAsked(work, card)
      if (text === null && row.inUse === null) {
        throw new LapwingError('not-in-use', 'No own version of this card is in use.', {
          place: 'text',
          remedy: 'Throw the draft away instead.',
        })
      }
      const hash = text === null ? 'none' : sha256(text)
      const before = row.draft === null ? undefined : await textOf(work, card, row.draft)
      if (before?.hash === hash) return savedOf(row, hash)
      const [newest] = await work.transaction
        .select({ number: max(ownCardTexts.number) })
        .from(ownCardTexts)
        .where(eq(ownCardTexts.card, card))
      const number = (newest?.number ?? 0) + 1
      const closed = text === null ? {} : keys.close(text, { card, number }, await saltIn(work), work.random)
      await work.transaction
        .insert(ownCardTexts)
        .values({ card, number, hash, writtenBy: personOf(work.caller), writtenAt: work.now, ...closed })
      return savedOf(
        await changeCard(work, row, { draft: number, draftBegan: row.draftBegan ?? number }),
        hash,
      )
    },
    detail: (_, { text_hash, draft }) => ({ text_hash, draft }),
  })
}

/** From here on nobody works on the card; its texts stay on record. @throws LapwingError `changed-meanwhile`, `approval-waits` */
export function discardDraft(catalogue: GiveCatalogue) {
  return defineOperation({
    action: 'own-card.discard',
    ...changesCard(catalogue),
    async run(work: Work, given: CardToChange) {
      const row = await cardToChange(work, given)
      await refuseWhileAsked(work, given.card)
      return savedOf(await changeCard(work, row, { draft: null, draftBegan: null }), 'none')
    },
    detail: () => ({}),
  })
}

/** Never with the text: an answer is kept for a request that is sent again. */
function savedOf(
  {
    card,
    draft,
    version,
  }: { readonly card: string; readonly draft: number | null; readonly version: number },
  text_hash: string,
) {
  return { card, draft, text_hash, version }
}

async function saltIn({ transaction }: Work): Promise<Uint8Array | undefined> {
  const [row] = await transaction
    .select({ salt: ownCardTexts.salt })
    .from(ownCardTexts)
    .where(isNotNull(ownCardTexts.salt))
    .limit(1)
  return row?.salt ?? undefined
}

function refuseRenamed(text: string, card: string): void {
  if (cardNameIn(text) === card) return
  throw new LapwingError('card-renamed', `This text is not of the card "${card}".`, {
    place: 'text',
    remedy: `Let it begin with "card: ${card}"; a card of another name goes into the folder of your overlay.`,
  })
}
