import { bigint, integer, jsonb, pgTable, primaryKey, text } from '../drizzle.ts'
import { bytes } from './bytes.ts'

/** Migration 0010. Instants are microseconds since 1970 UTC. */

export const ownCards = pgTable('own_cards', {
  card: text('card').primaryKey(),
  draftBegan: integer('draft_began'),
  draft: integer('draft'),
  inUse: integer('in_use'),
  inUseSince: bigint('in_use_since', { mode: 'number' }),
  version: integer('version').notNull().default(0),
})

export const ownCardTexts = pgTable(
  'own_card_texts',
  {
    card: text('card').notNull(),
    number: integer('number').notNull(),
    salt: bytes('salt'),
    nonce: bytes('nonce'),
    content: bytes('content'),
    hash: text('hash').notNull(),
    writtenBy: text('written_by').notNull(),
    writtenAt: bigint('written_at', { mode: 'number' }).notNull(),
  },
  table => [primaryKey({ columns: [table.card, table.number] })],
)

export const ownCardBackTests = pgTable('own_card_back_tests', {
  backTestId: text('back_test_id').primaryKey(),
  card: text('card').notNull(),
  number: integer('number').notNull(),
  ranBy: text('ran_by').notNull(),
  ranAt: bigint('ran_at', { mode: 'number' }).notNull(),
  result: jsonb('result').notNull(),
})
