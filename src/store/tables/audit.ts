import { bigint, pgTable, text } from '../drizzle.ts'

/** Migration 0001. Only `src/audit` writes here, and only at the end. */
export const auditLinks = pgTable('audit_links', {
  sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
  recordedAt: bigint('recorded_at', { mode: 'number' }).notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  object: text('object').notNull(),
  purpose: text('purpose'),
  detail: text('detail').notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
})
