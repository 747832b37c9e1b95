import { actAs, type Office } from '../../src/access/desk.ts'
import { createUser } from '../../src/access/operations/users.ts'
import type { Role } from '../../src/access/roles.ts'
import type { PaymentRecord } from '../../src/book/evidence.ts'
import type { Alert } from '../../src/detection/alert.ts'
import { sql } from '../../src/store/drizzle.ts'

export interface Filled {
  readonly users: Readonly<Record<'analyst' | 'investigator' | 'auditor' | 'administrator', SignIn>>
}

export interface SignIn {
  readonly name: string
  readonly password: string
}

/**
 * Fills a store with so many alerts and cases by plain SQL, past desks, policies and the audit chain: for benchmarks alone, where
 * only the size of the tables matters. Alerts are copies of one real finding, with its payments. Each fifth alert is snoozed or dismissed; each case has one
 * alert, a subject, a payment as evidence, two notes, two tasks and three events.
 */
export async function fill(
  office: Office,
  {
    alerts,
    cases,
    finding,
    payments,
  }: {
    readonly alerts: number
    readonly cases: number
    readonly finding: Alert
    readonly payments: readonly PaymentRecord[]
  },
): Promise<Filled> {
  const console_ = actAs({ kind: 'console' }, office)
  const user = async (role: Role): Promise<SignIn> => {
    const given = { sign_in_name: `bench-${role}`, full_name: `Bench ${role}`, roles: [role] }
    const { password } = await console_.perform(createUser, given)
    return { name: given.sign_in_name, password }
  }
  const users = {
    analyst: await user('analyst'),
    investigator: await user('investigator'),
    auditor: await user('auditor'),
    administrator: await user('administrator'),
  }
  const text = JSON.stringify(finding)
  const now = office.clock()
  await office.store.transaction(async transaction => {
    // The first ones are in cases; then those that were decided on; the rest wait.
    await transaction.execute(sql`
      INSERT INTO alerts (alert_id, subject_kind, subject_id, typology, role, clock, score_bans, raised_at,
        last_payment_at, finding, payments, state, snoozed_until, reason, outcome, decided_at, first_arrived_at, last_arrived_at, changed_at)
      SELECT 'bench-' || i, 'customer', 'C-' || i % (${alerts}::int / 2 + 1), 'pattern-' || i % 10, 'suspected payer', 'suspicion',
        1 + (i * 7919 % 5000) / 1000.0, ${now}::bigint - i * 1000000::bigint, ${now}::bigint - i * 1000000::bigint,
        jsonb_set(jsonb_set(${text}::jsonb, '{alert_id}', to_jsonb('bench-' || i)), '{subject_id}', to_jsonb('C-' || i % (${alerts}::int / 2 + 1))),
        ${JSON.stringify(payments)}::jsonb, state, CASE WHEN state = 'snoozed' THEN ${now}::bigint * 2 END, CASE WHEN state IN ('snoozed', 'dismissed') THEN 'for the benchmark' END,
        CASE WHEN state = 'dismissed' THEN 'cleared' END, CASE WHEN state = 'dismissed' THEN ${now}::bigint - i END,
        ${now}::bigint - i * 1000000::bigint, ${now}::bigint, ${now}::bigint - i
      FROM (SELECT i, CASE WHEN i <= ${cases}::int THEN 'escalated' WHEN i % 10 = 0 THEN 'snoozed' WHEN i % 10 = 1 THEN 'dismissed' ELSE 'new' END AS state
        FROM generate_series(1, ${alerts}::int) AS i) AS numbered`)
    await transaction.execute(sql`
      INSERT INTO cases (case_id, path, title, state, restricted, jurisdiction, opened_at, opened_by)
      SELECT 'bench-' || i, 'suspicion', 'Bench case ' || i, CASE i % 2 WHEN 0 THEN 'open' ELSE 'investigating' END, false, 'AU',
        ${now}::bigint - i * 1000000::bigint, 'console' FROM generate_series(1, ${cases}::int) AS i`)
    for (const statement of [
      sql`INSERT INTO case_alerts SELECT 'bench-' || i, 'bench-' || i FROM generate_series(1, ${cases}::int) AS i`,
      sql`INSERT INTO case_subjects SELECT 'bench-' || i, 'customer', 'C-' || i, 'suspected payer', ${now}::bigint, 'console' FROM generate_series(1, ${cases}::int) AS i`,
      sql`INSERT INTO case_evidence SELECT 'bench-' || i, 'P-' || i, '{"amount": "12.00"}', 'none', ${now}::bigint, 'console' FROM generate_series(1, ${cases}::int) AS i`,
      sql`INSERT INTO case_notes SELECT 'bench-' || i || '-' || n, 'bench-' || i, ${now}::bigint, 'console', repeat('A note of some length. ', 20)
        FROM generate_series(1, ${cases}::int) AS i, generate_series(1, 2) AS n`,
      sql`INSERT INTO case_tasks (task_id, case_id, what, added_at, added_by) SELECT 'bench-' || i || '-' || n, 'bench-' || i, 'Ask for the statement', ${now}::bigint, 'console'
        FROM generate_series(1, ${cases}::int) AS i, generate_series(1, 2) AS n`,
      sql`INSERT INTO case_events (case_id, happened_at, actor, kind, detail) SELECT 'bench-' || i, ${now}::bigint, 'console', 'opened', '{}'
        FROM generate_series(1, ${cases}::int) AS i, generate_series(1, 3) AS n`,
    ]) {
      await transaction.execute(statement)
    }
  })
  return { users }
}

/** Numbers of the alerts that wait for somebody, by the rule above. */
export function waitingAlerts(alerts: number, cases: number): readonly number[] {
  return Array.from({ length: alerts - cases }, (_, i) => cases + 1 + i).filter(i => i % 10 > 1)
}
