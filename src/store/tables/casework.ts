import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  sql,
  text,
} from '../drizzle.ts'

/** Migrations 0004, 0006, 0008 and 0009. Instants are microseconds since 1970 UTC. */

export const alerts = pgTable('alerts', {
  alertId: text('alert_id').primaryKey(),
  subjectKind: text('subject_kind').notNull(),
  subjectId: text('subject_id').notNull(),
  typology: text('typology').notNull(),
  role: text('role').notNull(),
  clock: text('clock').notNull(),
  scoreBans: doublePrecision('score_bans').notNull(),
  raisedAt: bigint('raised_at', { mode: 'number' }).notNull(),
  lastPaymentAt: bigint('last_payment_at', { mode: 'number' }).notNull(),
  finding: jsonb('finding').notNull(),
  /** What a row of the queue shows of the finding; the store derives it. */
  summary: jsonb('summary').notNull().generatedAlwaysAs(sql`(see migration 0008)`),
  /** The payments of the finding as they were when it was found, without their unknown columns; null where they were not kept. */
  payments: jsonb('payments'),
  state: text('state').notNull(),
  assignee: text('assignee'),
  snoozedUntil: bigint('snoozed_until', { mode: 'number' }),
  reason: text('reason'),
  outcome: text('outcome'),
  decidedAt: bigint('decided_at', { mode: 'number' }),
  firstArrivedAt: bigint('first_arrived_at', { mode: 'number' }).notNull(),
  lastArrivedAt: bigint('last_arrived_at', { mode: 'number' }).notNull(),
  changedAt: bigint('changed_at', { mode: 'number' }).notNull().default(0),
  /** Its score when it was dismissed. */
  decidedScoreBans: doublePrecision('decided_score_bans'),
  decidedBy: text('decided_by'),
  /** The rank in the queue; the store computes it. */
  urgency: doublePrecision('urgency').notNull().generatedAlwaysAs(sql`(see migration 0006)`),
  version: integer('version').notNull().default(1),
})

export const cases = pgTable('cases', {
  caseId: text('case_id').primaryKey(),
  path: text('path').notNull(),
  title: text('title').notNull(),
  state: text('state').notNull(),
  lead: text('lead'),
  restricted: boolean('restricted').notNull().default(false),
  jurisdiction: text('jurisdiction').notNull(),
  openedAt: bigint('opened_at', { mode: 'number' }).notNull(),
  openedBy: text('opened_by').notNull(),
  closedAt: bigint('closed_at', { mode: 'number' }),
  version: integer('version').notNull().default(1),
})

export const caseMembers = pgTable(
  'case_members',
  {
    caseId: text('case_id').notNull(),
    userId: text('user_id').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.userId] })],
)

export const caseAlerts = pgTable(
  'case_alerts',
  {
    caseId: text('case_id').notNull(),
    alertId: text('alert_id').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.alertId] })],
)

export const caseSubjects = pgTable(
  'case_subjects',
  {
    caseId: text('case_id').notNull(),
    kind: text('kind').notNull(),
    subjectId: text('subject_id').notNull(),
    role: text('role').notNull(),
    addedAt: bigint('added_at', { mode: 'number' }).notNull(),
    addedBy: text('added_by').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.kind, table.subjectId] })],
)

export const caseEvidence = pgTable(
  'case_evidence',
  {
    caseId: text('case_id').notNull(),
    paymentId: text('payment_id').notNull(),
    copy: jsonb('copy').notNull(),
    hash: text('hash').notNull(),
    frozenAt: bigint('frozen_at', { mode: 'number' }).notNull(),
    frozenBy: text('frozen_by').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.paymentId] })],
)

export const caseNotes = pgTable('case_notes', {
  noteId: text('note_id').primaryKey(),
  caseId: text('case_id').notNull(),
  writtenAt: bigint('written_at', { mode: 'number' }).notNull(),
  writtenBy: text('written_by').notNull(),
  text: text('text').notNull(),
  sensitive: boolean('sensitive').notNull().default(false),
})

export const caseTasks = pgTable('case_tasks', {
  taskId: text('task_id').primaryKey(),
  caseId: text('case_id').notNull(),
  what: text('what').notNull(),
  assignee: text('assignee'),
  dueAt: bigint('due_at', { mode: 'number' }),
  addedAt: bigint('added_at', { mode: 'number' }).notNull(),
  addedBy: text('added_by').notNull(),
  doneAt: bigint('done_at', { mode: 'number' }),
  doneBy: text('done_by'),
  version: integer('version').notNull().default(1),
})

export const caseLinks = pgTable(
  'case_links',
  {
    caseId: text('case_id').notNull(),
    otherCaseId: text('other_case_id').notNull(),
    why: text('why').notNull(),
    addedAt: bigint('added_at', { mode: 'number' }).notNull(),
    addedBy: text('added_by').notNull(),
  },
  table => [primaryKey({ columns: [table.caseId, table.otherCaseId] })],
)

export const caseEvents = pgTable('case_events', {
  eventId: bigint('event_id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  caseId: text('case_id').notNull(),
  happenedAt: bigint('happened_at', { mode: 'number' }).notNull(),
  actor: text('actor').notNull(),
  kind: text('kind').notNull(),
  ofReport: boolean('of_report').notNull().default(false),
  detail: jsonb('detail').notNull(),
})
