import { bigint, boolean, integer, jsonb, pgTable, text } from '../drizzle.ts'
import { bytes } from './bytes.ts'

/** Migrations 0005 and 0007. Instants are microseconds since 1970 UTC. */

export const approvals = pgTable('approvals', {
  approvalId: text('approval_id').primaryKey(),
  kind: text('kind').notNull(),
  objectId: text('object_id').notNull(),
  contentHash: text('content_hash').notNull(),
  caseId: text('case_id'),
  why: text('why').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: bigint('asked_at', { mode: 'number' }).notNull(),
  decision: text('decision'),
  decidedBy: text('decided_by'),
  decidedAt: bigint('decided_at', { mode: 'number' }),
  decisionReason: text('decision_reason'),
  version: integer('version').notNull().default(1),
})

export const caseSuspicions = pgTable('case_suspicions', {
  caseId: text('case_id').primaryKey(),
  formedAt: bigint('formed_at', { mode: 'number' }).notNull(),
  formedBy: text('formed_by').notNull(),
  matter: text('matter').notNull(),
  dueAt: bigint('due_at', { mode: 'number' }).notNull(),
  state: text('state').notNull(),
  reportedAt: bigint('reported_at', { mode: 'number' }),
  receipt: text('receipt'),
  reason: text('reason'),
  version: integer('version').notNull().default(1),
})

export const keepOpenRequests = pgTable('keep_open_requests', {
  keepOpenId: text('keep_open_id').primaryKey(),
  caseId: text('case_id').notNull(),
  customerId: text('customer_id').notNull(),
  authority: text('authority').notNull(),
  reference: text('reference').notNull(),
  beginsAt: bigint('begins_at', { mode: 'number' }).notNull(),
  endsAt: bigint('ends_at', { mode: 'number' }).notNull(),
  endedAt: bigint('ended_at', { mode: 'number' }),
  addedAt: bigint('added_at', { mode: 'number' }).notNull(),
  addedBy: text('added_by').notNull(),
  version: integer('version').notNull().default(1),
})

export const legalHolds = pgTable('legal_holds', {
  holdId: text('hold_id').primaryKey(),
  caseId: text('case_id').notNull(),
  why: text('why').notNull(),
  placedAt: bigint('placed_at', { mode: 'number' }).notNull(),
  placedBy: text('placed_by').notNull(),
  releasedAt: bigint('released_at', { mode: 'number' }),
  releasedBy: text('released_by'),
  releaseReason: text('release_reason'),
  version: integer('version').notNull().default(1),
})

export const caseFiles = pgTable('case_files', {
  fileId: text('file_id').primaryKey(),
  caseId: text('case_id').notNull(),
  name: text('name').notNull(),
  mediaType: text('media_type').notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  hash: text('hash').notNull(),
  keyId: text('key_id').notNull(),
  ofReport: boolean('of_report').notNull().default(false),
  nonce: bytes('nonce').notNull(),
  content: bytes('content').notNull(),
  addedAt: bigint('added_at', { mode: 'number' }).notNull(),
  addedBy: text('added_by').notNull(),
})

export const disposals = pgTable('disposals', {
  disposalId: text('disposal_id').primaryKey(),
  disposedAt: bigint('disposed_at', { mode: 'number' }).notNull(),
  disposedBy: text('disposed_by').notNull(),
  certificate: jsonb('certificate').notNull(),
})

export const customerExits = pgTable('customer_exits', {
  exitId: text('exit_id').primaryKey(),
  caseId: text('case_id').notNull(),
  customerId: text('customer_id').notNull(),
  why: text('why').notNull(),
  policeContact: text('police_contact').notNull(),
  policeContactNote: text('police_contact_note').notNull(),
  keptOpen: boolean('kept_open').notNull(),
  proposedAt: bigint('proposed_at', { mode: 'number' }).notNull(),
  proposedBy: text('proposed_by').notNull(),
})
