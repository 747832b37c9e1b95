import type { Connection } from './connection.ts'
import { type Migration, migrate } from './migrations.ts'

/** Brings an empty store through these migrations, with rows put into it at each version, as a store that grew has them. */
export async function growThrough(
  connection: Connection,
  migrations: readonly Migration[],
  rows: Readonly<Record<number, string>> = rowsOfVersion,
): Promise<void> {
  await connection.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  for (const [i, { version }] of migrations.entries()) {
    await migrate(connection, migrations.slice(0, i + 1), 1)
    await connection.script(rows[version] ?? '')
  }
}

/**
 * For each migration, statements that put rows into the tables that it makes, with the columns that they then have: what a store
 * of that version may hold, and texts that are easily broken. A migration that makes a table has its line here.
 */
export const rowsOfVersion: Readonly<Record<number, string>> = {
  1: `INSERT INTO audit_links VALUES
    (1, 1900000000000000, 'console', 'user.create', 'Users:all', NULL, '{}', 'none', 'first'),
    (2, 1900000000000001, 'user:u1', 'me.read', 'User:u1', 'triage', '{"a":"\\""}', 'first', 'second')`,
  2: `INSERT INTO users (user_id, sign_in_name, full_name, email, roles, totp_last_step, created_at) VALUES
    ('u1', 'robin', 'Robin "Example" \\ O''Neill', NULL, '{analyst,"it, \\"quoted\\""}', NULL, 1900000000000000),
    ('u2', 'kim', E'two\\nlines\\ttab \\u2028 é 鳥', 'kim@example.org', '{}', 4102444800000001, -1);
    INSERT INTO sessions VALUES ('hash', 'u1', 1, 2, 3);
    INSERT INTO service_tokens VALUES ('t1', 'token', 'probe', '{monitoring}', 'user:u1', 1, 2, NULL);
    INSERT INTO sign_in_failures VALUES ('name', 3, 4)`,
  3: `INSERT INTO answered_requests VALUES
    ('user:u1', 'key', 'hash', '{"b": 1, "a": [null, 1e3, "é\\u2028\\\\"]}', 5), ('user:u1', 'other', 'hash', NULL, 6)`,
  4: `INSERT INTO alerts (alert_id, subject_kind, subject_id, typology, role, clock, score_bans, raised_at,
      last_payment_at, finding, state, assignee, snoozed_until, reason, first_arrived_at, last_arrived_at) VALUES
    ('a1', 'customer', 'C-1', 'traveller', 'traveller', 'suspicion', 0.1, 1, 2, '{"alert_id": "a1"}', 'escalated', 'u1', NULL, NULL, 3, 4),
    ('a2', 'counterparty', 'P-1', 'facilitator-payee', 'suspected facilitator', 'suspicion', 3.0000000000000004, 1, 2, '{}', 'snoozed', NULL, 9, 'waits', 3, 4);
    INSERT INTO cases (case_id, path, title, state, lead, restricted, jurisdiction, opened_at, opened_by) VALUES
    ('c1', 'suspicion', 'One', 'open', 'u1', true, 'AU', 5, 'user:u1'), ('c2', 'protection', 'Two', 'caring', NULL, false, 'US', 5, 'user:u1');
    INSERT INTO case_members VALUES ('c1', 'u1');
    INSERT INTO case_alerts VALUES ('c1', 'a1');
    INSERT INTO case_subjects VALUES ('c1', 'customer', 'C-1', 'traveller', 6, 'user:u1');
    INSERT INTO case_evidence VALUES ('c1', 'X-1', '{"amount": "1.20"}', 'hash', 6, 'user:u1');
    INSERT INTO case_notes VALUES ('n1', 'c1', 7, 'user:u1', E'a note\\r\\nof two lines');
    INSERT INTO case_tasks (task_id, case_id, what, assignee, due_at, added_at, added_by) VALUES ('k1', 'c1', 'ask', 'u2', 9, 7, 'user:u1');
    INSERT INTO case_links VALUES ('c1', 'c2', 'one device', 8, 'user:u1');
    INSERT INTO case_events (case_id, happened_at, actor, kind, detail) VALUES ('c1', 5, 'user:u1', 'opened', '{}'), ('c1', 6, 'user:u1', 'moved', '{"to": "open"}')`,
  5: `INSERT INTO approvals (approval_id, kind, object_id, content_hash, case_id, why, asked_by, asked_at) VALUES
    ('p1', 'report', 'r1', 'hash', 'c1', 'complete', 'u1', 10);
    UPDATE approvals SET decision = 'approved', decided_by = 'u2', decided_at = 11 WHERE approval_id = 'p1';
    INSERT INTO case_suspicions (case_id, formed_at, formed_by, matter, due_at, state) VALUES ('c1', 10, 'user:u1', 'other', 20, 'formed');
    INSERT INTO keep_open_requests (keep_open_id, case_id, customer_id, authority, reference, begins_at, ends_at, added_at, added_by)
      VALUES ('o1', 'c1', 'C-1', 'an authority', 'R-1', 10, 20, 10, 'user:u1');
    INSERT INTO legal_holds (hold_id, case_id, why, placed_at, placed_by) VALUES ('h1', 'c1', 'court', 10, 'user:u1');
    INSERT INTO case_files (file_id, case_id, name, media_type, size_bytes, hash, nonce, content, added_at, added_by)
      VALUES ('f1', 'c1', 'statement.pdf', 'application/pdf', 3, 'hash', '\\x00ff5c27', '\\x0a0d00', 10, 'user:u1');
    INSERT INTO disposals VALUES ('d1', 10, 'user:u1', '{"cases": 0}')`,
  7: `INSERT INTO customer_exits VALUES ('e1', 'c1', 'C-1', 'agreed', 'made', 'they agreed', false, 12, 'u1')`,
  10: `INSERT INTO own_cards VALUES ('traveller', 2, 3, 1, 13, 4), ('crypto-purchaser', NULL, NULL, NULL, NULL, 2);
    INSERT INTO own_card_texts VALUES ('traveller', 1, '\\x00ff', '\\x5c27', '\\x0a0d00', 'hash', 'u1', 12),
      ('traveller', 2, '\\x00ff', '\\x5c28', '\\x', 'hash', 'u1', 13), ('traveller', 3, NULL, NULL, NULL, 'none', 'u2', 14);
    INSERT INTO own_card_back_tests VALUES ('b1', 'traveller', 3, 'u1', 15, '{"gained": 0}')`,
  11: `INSERT INTO report_particulars (case_id, particulars, changed_at, changed_by) VALUES ('c1', '{"subjects": []}', 13, 'user:u1');
    INSERT INTO reports VALUES ('r1', 'c1', '{"format": "lapwing-report-1"}', 'hash', 13, 'user:u1')`,
}
