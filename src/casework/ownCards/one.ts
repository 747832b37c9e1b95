import type { Work } from '../../access/operation.ts'
import { requireVersion } from '../../access/version.ts'
import { LapwingError } from '../../domain/errors.ts'
import { and, asc, desc, eq, sql } from '../../store/drizzle.ts'
import { approvals } from '../../store/tables/obligations.ts'
import { ownCardBackTests, ownCards, ownCardTexts } from '../../store/tables/ownCards.ts'
import { contentHashOf } from '../duties/approvals/approval.ts'

export interface OneCard {
  readonly card: string
}
export interface CardToChange extends OneCard {
  /** As it was read; 0 where nobody has worked on the card yet. */
  readonly version: number
}

export type CardRow = typeof ownCards.$inferSelect
export type TextRow = typeof ownCardTexts.$inferSelect

/** A card that nobody has worked on yet. */
export const untouched = { draftBegan: null, draft: null, inUse: null, inUseSince: null, version: 0 } as const

export async function cardRow({ transaction }: Work, card: string): Promise<CardRow> {
  const [row] = await transaction.select().from(ownCards).where(eq(ownCards.card, card))
  return row ?? { card, ...untouched }
}

/**
 * Locked until the transaction ends; made where there is none.
 * @throws LapwingError `changed-meanwhile`
 */
export async function cardToChange(work: Work, { card, version }: CardToChange): Promise<CardRow> {
  await work.transaction.insert(ownCards).values({ card, version: 0 }).onConflictDoNothing()
  const row = await lockCard(work, card)
  requireVersion(row!, version)
  return row!
}

export async function lockCard({ transaction }: Work, card: string): Promise<CardRow | undefined> {
  const [row] = await transaction.select().from(ownCards).where(eq(ownCards.card, card)).for('update')
  return row
}

/** Writes the next version of the row. */
export async function changeCard(
  { transaction }: Work,
  { card, version }: CardRow,
  change: Partial<Pick<CardRow, 'draft' | 'draftBegan' | 'inUse' | 'inUseSince'>>,
): Promise<CardRow> {
  const [row] = await transaction
    .update(ownCards)
    .set({ ...change, version: version + 1 })
    .where(eq(ownCards.card, card))
    .returning()
  return row!
}

export async function textOf({ transaction }: Work, card: string, number: number): Promise<TextRow> {
  const [row] = await transaction
    .select()
    .from(ownCardTexts)
    .where(and(eq(ownCardTexts.card, card), eq(ownCardTexts.number, number)))
  return row!
}

/** Who wrote the draft, each once, in order. */
export async function authorsOf({ transaction }: Work, row: CardRow): Promise<readonly string[]> {
  if (row.draft === null) return []
  const rows = await transaction
    .select({ writtenBy: ownCardTexts.writtenBy })
    .from(ownCardTexts)
    .where(
      and(
        eq(ownCardTexts.card, row.card),
        sql`${ownCardTexts.number} BETWEEN ${row.draftBegan} AND ${row.draft}`,
      ),
    )
    .orderBy(asc(ownCardTexts.number))
  return [...new Set(rows.map(each => each.writtenBy))]
}

/** What an approval of a text is of: another text of the card, or the same saved again, needs another. */
export function changeHash({ card, number, hash }: Pick<TextRow, 'card' | 'number' | 'hash'>): string {
  return contentHashOf({ card, number, hash })
}

/** The newest back-test of a text. */
export async function backTestOf({ transaction }: Work, card: string, number: number) {
  const [row] = await transaction
    .select()
    .from(ownCardBackTests)
    .where(and(eq(ownCardBackTests.card, card), eq(ownCardBackTests.number, number)))
    .orderBy(desc(ownCardBackTests.ranAt))
    .limit(1)
  return row
}

/** What was last asked for about the card. */
export async function approvalOf({ transaction }: Work, card: string) {
  const [row] = await transaction
    .select()
    .from(approvals)
    .where(and(eq(approvals.kind, 'pack_change'), eq(approvals.objectId, card)))
    .orderBy(desc(approvals.askedAt))
    .limit(1)
  return row
}

/** @throws LapwingError `approval-waits`: what a second person looks at stays as it is */
export async function refuseWhileAsked(work: Work, card: string): Promise<void> {
  const asked = await approvalOf(work, card)
  if (asked === undefined || asked.decision !== null) return
  throw new LapwingError(
    'approval-waits',
    'The approval of this draft was asked for, so it stays as it is.',
    {
      place: 'card',
      remedy: 'Wait for the decision, or let whoever asked take it back.',
    },
  )
}

/** @throws LapwingError `no-draft` */
export function draftOf({ draft }: CardRow): number {
  if (draft !== null) return draft
  throw new LapwingError('no-draft', 'Nobody works on this card.', {
    place: 'card',
    remedy: 'Save a text first.',
  })
}
