import { defineOperation, type Work } from '../../access/operation.ts'
import { formatInstant, formatInstantOrNull } from '../../domain/time.ts'
import { and, eq, isNotNull, isNull, or } from '../../store/drizzle.ts'
import { approvals } from '../../store/tables/obligations.ts'
import { ownCards } from '../../store/tables/ownCards.ts'
import { shownApproval } from '../duties/approvals/approval.ts'
import type { GiveCatalogue } from '../typologies/read.ts'
import type { BackTestResult } from './backTestResult.ts'
import { changesCard } from './draft.ts'
import { type CardLock, requireLock } from './lock.ts'
import {
  approvalOf,
  authorsOf,
  backTestOf,
  cardRow,
  changeHash,
  type OneCard,
  type TextRow,
  textOf,
} from './one.ts'

/** Which cards the institution has a version of its own of, or works on. */
export const listOwnCards = defineOperation({
  action: 'own-card.list',
  resource: 'Typologies',
  personal: false,
  changes: false,
  async run({ transaction }: Work, _: Record<never, never>) {
    const rows = await transaction
      .select({
        card: ownCards.card,
        inUse: ownCards.inUse,
        draft: ownCards.draft,
        waits: approvals.approvalId,
      })
      .from(ownCards)
      .leftJoin(
        approvals,
        and(
          eq(approvals.kind, 'pack_change'),
          eq(approvals.objectId, ownCards.card),
          isNull(approvals.decision),
        ),
      )
      .where(or(isNotNull(ownCards.inUse), isNotNull(ownCards.draft)))
      .orderBy(ownCards.card)
    return {
      items: rows.map(({ card, inUse, draft, waits }) => ({
        card,
        in_use: inUse !== null,
        has_draft: draft !== null,
        approval_id: waits,
      })),
    }
  },
})

/** One card with its texts: as published, as it is in use, and the draft with what is known of it. */
export function readOwnCard(catalogue: GiveCatalogue, lock: CardLock | undefined) {
  return defineOperation({
    action: 'own-card.read',
    ...changesCard(catalogue),
    changes: false,
    async run(work: Work, { card }: OneCard) {
      const row = await cardRow(work, card)
      const [inUse, draft] = [
        row.inUse === null ? undefined : await textOf(work, card, row.inUse),
        row.draft === null ? undefined : await textOf(work, card, row.draft),
      ]
      const backTest = draft && (await backTestOf(work, card, draft.number))
      const asked = await approvalOf(work, card)
      return {
        card,
        published_text: (await catalogue()).textOf(card)!,
        keeps: lock !== undefined,
        in_use:
          inUse === undefined
            ? null
            : { ...shownText(inUse, lock), since: formatInstantOrNull(row.inUseSince) },
        draft:
          draft === undefined ? null : { ...shownText(draft, lock), authors: await authorsOf(work, row) },
        back_test:
          backTest === undefined
            ? null
            : {
                ran_by: backTest.ranBy,
                ran_at: formatInstant(backTest.ranAt),
                ...(backTest.result as BackTestResult),
              },
        approval: asked === undefined ? null : shownApproval(asked),
        approval_is_of_draft: draft !== undefined && asked?.contentHash === changeHash(draft),
        version: row.version,
      }
    },
  })
}

/** The text, null where it takes the own version out of use. @throws LapwingError `passphrase-missing`, `own-cards-locked` */
export function openText(row: TextRow, lock: CardLock | undefined): string | null {
  const { salt, nonce, content } = row
  if (salt === null || nonce === null || content === null) return null
  return requireLock(lock).open({ salt, nonce, content }, row)
}

function shownText(row: TextRow, lock: CardLock | undefined) {
  return {
    number: row.number,
    text: openText(row, lock),
    text_hash: row.hash,
    written_by: row.writtenBy,
    written_at: formatInstant(row.writtenAt),
  }
}
