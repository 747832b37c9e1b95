import { bigint, integer, jsonb, pgTable, text } from '../drizzle.ts'

/** Migration 0011. Instants are microseconds since 1970 UTC. */

export const reportParticulars = pgTable('report_particulars', {
  caseId: text('case_id').primaryKey(),
  particulars: jsonb('particulars').notNull(),
  changedAt: bigint('changed_at', { mode: 'number' }).notNull(),
  changedBy: text('changed_by').notNull(),
  version: integer('version').notNull().default(1),
})

export const reports = pgTable('reports', {
  reportId: text('report_id').primaryKey(),
  caseId: text('case_id').notNull(),
  content: jsonb('content').notNull(),
  contentHash: text('content_hash').notNull(),
  draftedAt: bigint('drafted_at', { mode: 'number' }).notNull(),
  draftedBy: text('drafted_by').notNull(),
})
