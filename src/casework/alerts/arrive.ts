import { actorOf } from '../../access/caller.ts'
import type { Desk } from '../../access/desk.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import type { Alert } from '../../detection/alert.ts'
import { LapwingError } from '../../domain/errors.ts'
import { parseInstant } from '../../domain/time.ts'
import { inArray, sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts, caseEvents } from '../../store/tables/casework.ts'
import type { PaymentsOf } from '../alertedPayments.ts'
import { type AlertState, alertMoves } from '../states/alert-states.ts'
import { stateAfter } from '../states/moves.ts'
import { settle } from './settle.ts'

/** What became of the findings of a run. */
export interface Arrival {
  readonly arrived: number
  readonly created: number
  readonly updated: number
  /** Those that the store had already as they are. */
  readonly unchanged: number
  /** Those that belong to a stronger one of the same episode. */
  readonly folded: number
  /** Dismissed ones that came back, and snoozed ones that woke. */
  readonly reopened: number
  readonly woken: number
}

/** Evidence ten times as rare as what was decided on. */
const grownMarkedly = 1
const batchSize = 1_000

/**
 * Takes in the findings of a run: see `settle` for which alert each goes to. Sent again, nothing changes.
 *
 * A dismissed alert is reopened only when its episode went on after the decision (a payment was booked later) and its score
 * grew by a ban or more, ten times as rare, over what was decided on: the same facts are never asked about twice. A snoozed
 * one wakes as soon as new payments strengthen it. One that is in a case stays there, and the case tells.
 *
 * `paymentsOf` gives the payments to keep with a finding; where it has none, they are asked of the book by whoever reads.
 *
 * In transactions of about a thousand, so that others are served meanwhile; `signal` ends it after one, and the rest comes
 * the next time.
 */
export async function arriveAlerts(
  desk: Desk,
  findings: readonly Alert[],
  { signal, paymentsOf }: { readonly signal?: AbortSignal; readonly paymentsOf?: PaymentsOf } = {},
): Promise<Arrival> {
  let sum: Arrival = { arrived: 0, created: 0, updated: 0, unchanged: 0, folded: 0, reopened: 0, woken: 0 }
  for (const batch of batches(findings)) {
    if (signal?.aborted) break
    const done = await desk.perform(arriveBatch, { findings: batch, paymentsOf })
    const names = Object.keys(sum) as (keyof Arrival)[]
    sum = Object.fromEntries(names.map(name => [name, sum[name] + done[name]])) as unknown as Arrival
  }
  return sum
}

/** All of one subject and typology together, since they are settled together. */
function batches(findings: readonly Alert[]): readonly (readonly Alert[])[] {
  const batches: Alert[][] = []
  const distinct = new Map(findings.map(each => [each.alert_id, each])).values()
  for (const group of Map.groupBy(distinct, keyOf).values()) {
    const last = batches.at(-1)
    if (last !== undefined && last.length + group.length <= batchSize) last.push(...group)
    else batches.push(group)
  }
  return batches
}

const keyOf = (one: Pick<Alert, 'subject_kind' | 'subject_id' | 'typology'>) =>
  JSON.stringify([one.subject_kind, one.subject_id, one.typology])

const arriveBatch = defineOperation({
  action: 'alert.arrive',
  resource: 'Alerts',
  personal: false,
  changes: true,
  async run(
    work: Work,
    {
      findings,
      paymentsOf,
    }: { readonly findings: readonly Alert[]; readonly paymentsOf?: PaymentsOf | undefined },
  ): Promise<Arrival> {
    const withPayments = (finding: Alert) => ({ ...rowOf(finding), payments: paymentsOf?.(finding) })
    const stored = Map.groupBy(await storedFor(work, findings), each => each.key)
    const settled = [...Map.groupBy(findings.map(arrivingOf), each => each.key)].map(([key, group]) =>
      settle(group, stored.get(key) ?? []),
    )
    const updates = settled.flatMap(each => each.updates)
    const created = await insert(
      work,
      settled.flatMap(each => each.created.map(({ finding }) => withPayments(finding))),
    )
    const rows = updates.map(({ stored, arriving }) => ({
      ...withPayments(arriving.finding),
      alert_id: stored.alertId,
      // Only where it changes: what people do meanwhile waits for this transaction.
      state: stateOf(stored, arriving),
    }))
    const changed = await update(work, rows)
    await tellCases(work, changed)
    const movedFrom = (state: AlertState) =>
      updates.filter(({ stored, arriving }) => stored.state === state && stateOf(stored, arriving) === 'new')
        .length
    return {
      arrived: findings.length,
      created,
      updated: changed.length,
      unchanged: updates.length - changed.length,
      folded: settled.reduce((sum, each) => sum + each.folded.length, 0),
      reopened: movedFrom('dismissed'),
      woken: movedFrom('snoozed'),
    }
  },
  detail: (_, arrival) => ({ ...arrival }),
})

function arrivingOf(finding: Alert) {
  const row = rowOf(finding)
  return {
    key: keyOf(finding),
    alertId: row.alert_id,
    clock: row.clock,
    scoreBans: row.score_bans,
    raisedAt: row.raised_at,
    lastPaymentAt: row.last_payment_at,
    finding,
  }
}

/** @throws LapwingError `damaged-finding` */
function rowOf(finding: Alert) {
  const [raisedAt, lastPaymentAt] = [finding.raised_at, finding.last_payment_at].map(parseInstant)
  if (raisedAt === undefined || lastPaymentAt === undefined) {
    throw new LapwingError(
      'damaged-finding',
      'A finding does not say when it was raised, or when it ended.',
      {
        place: finding.alert_id,
        remedy: '"lapwing detect" writes the findings anew.',
      },
    )
  }
  const { alert_id, subject_kind, subject_id, typology, role, clock, score_bans } = finding
  return {
    alert_id,
    subject_kind,
    subject_id,
    typology,
    role,
    clock,
    score_bans,
    finding,
    raised_at: raisedAt,
    last_payment_at: lastPaymentAt,
  }
}

/** Alerts of the same subjects and typologies, and those of the same ids, locked; each under the key it is settled by. */
async function storedFor({ transaction }: Work, findings: readonly Alert[]) {
  const keys = JSON.stringify(
    findings.map(({ subject_kind, subject_id, typology }) => ({ subject_kind, subject_id, typology })),
  )
  const sameSubject = sql`(${alerts.subjectKind}, ${alerts.subjectId}, ${alerts.typology}) IN
    (SELECT subject_kind, subject_id, typology
     FROM jsonb_to_recordset(${keys}::jsonb) AS k(subject_kind text, subject_id text, typology text))`
  const keyOfId = new Map(findings.map(each => [each.alert_id, keyOf(each)]))
  const columns = {
    alertId: alerts.alertId,
    findingId: sql<string>`${alerts.finding} ->> 'alert_id'`,
    subject_kind: sql<Alert['subject_kind']>`${alerts.subjectKind}`,
    subject_id: alerts.subjectId,
    typology: alerts.typology,
    clock: alerts.clock,
    scoreBans: alerts.scoreBans,
    raisedAt: alerts.raisedAt,
    lastPaymentAt: alerts.lastPaymentAt,
    state: sql<AlertState>`${alerts.state}`,
    decidedAt: alerts.decidedAt,
    decidedScoreBans: alerts.decidedScoreBans,
  }
  const found = new Map<string, Awaited<ReturnType<typeof read>>[number]>()
  const read = (condition: ReturnType<typeof sql>) =>
    transaction.select(columns).from(alerts).where(condition).orderBy(alerts.alertId).for('update')
  for (const condition of [sameSubject, inArray(alerts.alertId, [...keyOfId.keys()])]) {
    for (const row of await read(condition)) found.set(row.alertId, row)
  }
  return [...found.values()].map(row => ({ ...row, key: keyOfId.get(row.alertId) ?? keyOf(row) }))
}

type Stored = Awaited<ReturnType<typeof storedFor>>[number]

function stateOf(
  stored: Stored,
  arriving: { readonly scoreBans: number; readonly lastPaymentAt: number },
): AlertState {
  const { state, scoreBans, lastPaymentAt, decidedAt, decidedScoreBans } = stored
  const wasStrengthened = arriving.scoreBans > scoreBans && arriving.lastPaymentAt > lastPaymentAt
  if (state === 'snoozed' && wasStrengthened) return stateAfter(alertMoves, state, 'wake')
  const wentOn = arriving.lastPaymentAt > (decidedAt ?? Number.POSITIVE_INFINITY)
  const grew = arriving.scoreBans >= (decidedScoreBans ?? scoreBans) + grownMarkedly
  if (state === 'dismissed' && wentOn && grew) return stateAfter(alertMoves, state, 'reopen')
  return state
}

const columnsOfRow =
  sql.raw(`alert_id text, subject_kind text, subject_id text, typology text, role text, clock text,
  score_bans double precision, raised_at bigint, last_payment_at bigint, finding jsonb, payments jsonb, state text`)

async function insert({ transaction, now }: Work, rows: readonly object[]): Promise<number> {
  if (rows.length === 0) return 0
  const { rows: inserted } = (await transaction.execute(sql`
    INSERT INTO alerts (alert_id, subject_kind, subject_id, typology, role, clock, score_bans, raised_at, last_payment_at,
      finding, payments, state, first_arrived_at, last_arrived_at, changed_at)
    SELECT alert_id, subject_kind, subject_id, typology, role, clock, score_bans, raised_at, last_payment_at,
      finding, payments, 'new', ${now}::bigint, ${now}::bigint, ${now}::bigint
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(${columnsOfRow})
    ON CONFLICT DO NOTHING RETURNING alert_id`)) as unknown as { rows: readonly unknown[] }
  return inserted.length
}

/** Those whose finding is another than before, or whose payments were not kept before; the others are left untouched. */
async function update({ transaction, now }: Work, rows: readonly object[]) {
  if (rows.length === 0) return []
  const { rows: changed } = (await transaction.execute(sql`
    UPDATE alerts a SET subject_kind = n.subject_kind, subject_id = n.subject_id, typology = n.typology, role = n.role,
      clock = n.clock, score_bans = n.score_bans, raised_at = n.raised_at, last_payment_at = n.last_payment_at,
      finding = n.finding, payments = n.payments, state = n.state, last_arrived_at = ${now}::bigint, changed_at = ${now}::bigint,
      version = a.version + 1,
      assignee = CASE WHEN n.state = 'new' THEN NULL ELSE a.assignee END,
      snoozed_until = CASE WHEN n.state = 'snoozed' THEN a.snoozed_until END,
      reason = CASE WHEN n.state = 'new' THEN NULL ELSE a.reason END,
      outcome = CASE WHEN n.state = 'new' THEN NULL ELSE a.outcome END,
      decided_at = CASE WHEN n.state = 'new' THEN NULL ELSE a.decided_at END,
      decided_by = CASE WHEN n.state = 'new' THEN NULL ELSE a.decided_by END,
      decided_score_bans = CASE WHEN n.state = 'new' THEN NULL ELSE a.decided_score_bans END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(${columnsOfRow})
    WHERE a.alert_id = n.alert_id 
      AND (a.finding IS DISTINCT FROM n.finding OR a.payments IS NULL AND n.payments IS NOT NULL)
    RETURNING a.alert_id, a.state, a.score_bans`)) as unknown as {
    rows: readonly { readonly alert_id: string; readonly state: AlertState; readonly score_bans: number }[]
  }
  return changed
}

/** A case learns that an alert in it was brought up to date. */
async function tellCases(
  { transaction, caller, now }: Work,
  changed: readonly { readonly alert_id: string; readonly state: AlertState; readonly score_bans: number }[],
): Promise<void> {
  const escalated = new Map(
    changed.filter(each => each.state === 'escalated').map(each => [each.alert_id, each.score_bans]),
  )
  if (escalated.size === 0) return
  const inCases = await transaction
    .select()
    .from(caseAlerts)
    .where(inArray(caseAlerts.alertId, [...escalated.keys()]))
    .orderBy(caseAlerts.alertId)
  const events = inCases.map(({ caseId, alertId }) => ({
    caseId,
    happenedAt: now,
    actor: actorOf(caller),
    kind: 'alert_updated',
    detail: { alert_id: alertId, score_bans: escalated.get(alertId)! },
  }))
  if (events.length > 0) await transaction.insert(caseEvents).values(events)
}
