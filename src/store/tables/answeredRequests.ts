import { bigint, jsonb, pgTable, primaryKey, text } from '../drizzle.ts'

/** Migration 0003. */
export const answeredRequests = pgTable(
  'answered_requests',
  {
    caller: text('caller').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the request is under way, and for an answer that is told only once. */
    answer: jsonb('answer'),
    answeredAt: bigint('answered_at', { mode: 'number' }).notNull(),
  },
  table => [primaryKey({ columns: [table.caller, table.idempotencyKey] })],
)
