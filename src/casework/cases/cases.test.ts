import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { actAs, type Desk } from '../../access/desk.ts'
import { sampleOffice, sampleUser } from '../../access/office.sample.ts'
import { type Role, roleNames } from '../../access/roles.ts'
import type { Alert } from '../../detection/alert.ts'
import type { LapwingError } from '../../domain/errors.ts'
import { withBook } from '../../evaluation/book.sample.ts'
import { sql } from '../../store/drizzle.ts'
import { caseEvents, caseMembers, cases } from '../../store/tables/casework.ts'
import { arriveAlerts } from '../alerts/arrive.ts'
import { claimAlert, dismissAlert } from '../alerts/decide.ts'
import { sampleDay, sampleFinding, sampleVictim } from '../alerts/finding.sample.ts'
import { exportOutcomes } from '../alerts/outcomes.ts'
import { countAlerts, listAlerts, markOfQueue } from '../alerts/queue.ts'
import { readAlert } from '../alerts/read.ts'
import { caseIsOpenTo } from '../walls.ts'
import { addAlerts, removeAlert } from './alerts.ts'
import { changeCase } from './change.ts'
import { addEvidence } from './evidence.ts'
import { linkCase, unlinkCase } from './links.ts'
import { listCases } from './list.ts'
import { moveCase } from './move.ts'
import { addNote } from './notes.ts'
import { type NewCase, openCase } from './open.ts'
import { readCase } from './read.ts'
import { addSubject, removeSubject } from './subjects.ts'
import { addTask, changeTask } from './tasks.ts'
import { oneTimeline, readTimeline } from './timeline.ts'

const start = 1_900_000_000_000_000
const declared = { purpose: 'investigation' } as const
let office: Awaited<ReturnType<typeof sampleOffice>>
const desks = new Map<string, Desk>()
const desk = (name: string) => desks.get(name)!
const idOf = (name: string) => (desk(name).caller as { id: string }).id

before(async () => {
  office = await sampleOffice()
  desks.set('machine', actAs({ kind: 'console' }, office))
  const people: readonly (readonly [string, Role])[] = [
    ...roleNames.map(role => [role, role] as const),
    ['other', 'investigator'],
  ]
  for (const [name, role] of people) desks.set(name, (await sampleUser(office, name, [role])).desk)
})
after(() => office.store.close())
beforeEach(async () => {
  office.at(start)
  await office.store.transaction(async transaction => {
    await transaction.execute(sql`DELETE FROM cases`)
    await transaction.execute(sql`DELETE FROM alerts`)
  })
})

const arrive = (...findings: readonly Alert[]) => arriveAlerts(desk('machine'), findings)
const open = (given: Partial<NewCase> = {}, as = 'investigator') =>
  desk(as).perform(openCase, { title: 'Sample case', jurisdiction: 'AU', alert_ids: [], ...given })
const read = (case_id: string, as = 'investigator') => desk(as).perform(readCase, { case_id }, declared)
const timeline = (case_id: string, as = 'investigator') =>
  desk(as).perform(readTimeline, { case_id }, declared)

/** What is told of a refusal. */
async function errorOf(asked: Promise<unknown>) {
  const error = await asked.then(
    () => assert.fail('it was not refused'),
    (error: LapwingError) => error,
  )
  const { code, message, place, remedy } = error
  return { code, message, place, remedy }
}

test('alerts are escalated into a case with their subjects, and an analyst may do so', async () => {
  await arrive(sampleFinding('a'), sampleFinding('b'))
  const { case_id, path, state, lead } = await open({ alert_ids: ['a'] }, 'analyst')
  assert.deepEqual([path, state, lead], ['suspicion', 'open', idOf('analyst')])
  await desk('analyst').perform(addAlerts, { case_id, alert_ids: ['b'] })
  const full = await read(case_id)
  assert.deepEqual(
    full.alerts.map(each => [each.alert_id, each.state, each.case_id]),
    [
      ['a', 'escalated', case_id],
      ['b', 'escalated', case_id],
    ],
  )
  assert.deepEqual(
    full.subjects.map(({ kind, subject_id, role }) => [kind, subject_id, role]),
    [
      ['customer', 'C-a', 'suspected payer'],
      ['customer', 'C-b', 'suspected payer'],
    ],
  )
  await assert.rejects(open({ alert_ids: ['a'] }), { code: 'illegal-move' })
  await assert.rejects(open({ alert_ids: ['absent'] }), { code: 'not-found' })
  await assert.rejects(open(), { code: 'path-missing' })
  await desk('investigator').perform(removeAlert, { case_id, alert_id: 'b', why: 'Another matter' })
  assert.equal((await desk('analyst').perform(readAlert, { alert_id: 'b' })).state, 'new')
})

test('an alert that grows in a case is brought up to date there, and the timeline tells', async () => {
  await arrive(sampleFinding('a'))
  const { case_id } = await open({ alert_ids: ['a'] })
  await arrive(sampleFinding('a', { last: sampleDay + 5, score_bans: 6 }))
  const full = await read(case_id)
  assert.deepEqual([full.alerts[0]?.score_bans, full.alerts[0]?.state], [6, 'escalated'])
  const { moments } = await timeline(case_id)
  assert.deepEqual(
    moments.filter(each => each.kind === 'alert_updated').map(each => each.detail),
    [{ alert_id: 'a', score_bans: 6 }],
  )
})

test('who may be harmed and who is suspected stand in cases of their own', async () => {
  await arrive(sampleFinding('suspected'), sampleVictim('harmed'))
  await assert.rejects(open({ alert_ids: ['suspected', 'harmed'] }), { code: 'wrong-path' })
  await assert.rejects(open({ alert_ids: ['harmed'], path: 'suspicion' }), { code: 'wrong-path' })
  const care = await open({ alert_ids: ['harmed'] }, 'protection')
  assert.equal(care.path, 'protection')
  const subject = { case_id: care.case_id, kind: 'counterparty', subject_id: 'P-9' } as const
  await assert.rejects(
    desk('protection').perform(addSubject, { ...subject, role: 'suspected facilitator' }),
    {
      code: 'wrong-role',
    },
  )
  await assert.rejects(
    desk('protection').perform(addAlerts, { case_id: care.case_id, alert_ids: ['suspected'] }),
    {
      code: 'wrong-path',
    },
  )
})

test('nothing that a case of care answers has a word of suspicion', async () => {
  await arrive(sampleFinding('suspected'), sampleVictim('harmed'))
  const other = await open({ alert_ids: ['suspected'] })
  const carer = desk('protection')
  const how = { purpose: 'protection' } as const
  const answers: unknown[] = []
  const keep = <T>(answer: T): T => {
    answers.push(answer)
    return answer
  }
  const { case_id } = keep(await open({ alert_ids: ['harmed'] }, 'protection'))
  keep(await carer.perform(linkCase, { case_id, other_case_id: other.case_id, why: 'Same payee' }))
  keep(await carer.perform(addNote, { case_id, text: 'Called back; the customer is safe' }))
  keep(await carer.perform(moveCase, { case_id, move: 'care' }))
  keep(await carer.perform(addTask, { case_id, what: 'Call again' }))
  const full = keep(await carer.perform(readCase, { case_id }, how))
  assert.ok(full.tasks.length > 9 && full.links.length === 1)
  keep(await carer.perform(readTimeline, { case_id }, how))
  keep(await carer.perform(readAlert, { alert_id: 'harmed' }))
  keep(await carer.perform(listAlerts, { states: ['escalated'], clock: 'protection', limit: 10 }))
  keep(await carer.perform(listCases, { path: 'protection', limit: 10 }))
  keep(
    await carer.perform(moveCase, { case_id, move: 'close', reason: 'Help was reached', outcome: 'victim' }),
  )
  for (const refused of [
    carer.perform(moveCase, { case_id, move: 'watch' }),
    carer.perform(moveCase, { case_id, move: 'investigate' }),
  ]) {
    const { message, remedy, code } = await errorOf(refused)
    keep([message, remedy, code])
  }
  const found = JSON.stringify(answers).match(
    /.{0,60}(suspic|suspect|offen|perpetrat|investigat|guilt|crimin)\w*/gi,
  )
  assert.deepEqual(found, null)
})

test('a case behind a wall is absent for everyone else, in lists, counts, links, alerts and errors', async () => {
  await arrive(sampleFinding('seen'), sampleFinding('walled'))
  const other = desk('other')
  const look = async () => ({
    cases: await other.perform(listCases, { limit: 10 }),
    alerts: await other.perform(listAlerts, { states: ['new', 'claimed', 'escalated'], limit: 10 }),
    counts: await other.perform(countAlerts, {}),
    mark: await other.perform(markOfQueue, {}),
  })
  const seen = await open({ title: 'Seen', alert_ids: ['seen'] })
  // What stands behind the wall is, for others, as if it had never come.
  await office.store.transaction(t => t.execute(sql`DELETE FROM alerts WHERE alert_id = 'walled'`))
  const without = await look()
  await arrive(sampleFinding('walled'))
  const walled = await open({ title: 'Walled', alert_ids: ['walled'], restricted: true })
  const { case_id } = walled
  await desk('investigator').perform(linkCase, {
    case_id: seen.case_id,
    other_case_id: case_id,
    why: 'Together',
  })
  assert.deepEqual(await look(), without)
  assert.deepEqual((await read(seen.case_id, 'other')).links, [])
  assert.ok(!JSON.stringify(await timeline(seen.case_id, 'other')).includes(case_id))
  assert.equal((await read(seen.case_id)).links.length, 1)

  const attempts = (id: string, alert: string) => [
    other.perform(readCase, { case_id: id }, declared),
    other.perform(readTimeline, { case_id: id }, declared),
    other.perform(addNote, { case_id: id, text: 'x' }),
    other.perform(changeCase, { case_id: id, restricted: false }),
    other.perform(addAlerts, { case_id: id, alert_ids: ['seen'] }),
    other.perform(readAlert, { alert_id: alert }),
    other.perform(claimAlert, { alert_id: alert }),
    other.perform(linkCase, { case_id: seen.case_id, other_case_id: id, why: 'x' }),
    other.perform(unlinkCase, { case_id: seen.case_id, other_case_id: id }),
    other.perform(openCase, { title: 'x', jurisdiction: 'AU', alert_ids: [alert] }),
  ]
  const errorsOf = (all: readonly Promise<unknown>[]) => Promise.all(all.map(errorOf))
  const absent = await errorsOf(attempts('absent', 'absent'))
  assert.deepEqual(await errorsOf(attempts(case_id, 'walled')), absent)
  assert.ok(absent.every(each => each.code === 'not-found'))

  await desk('investigator').perform(changeCase, { case_id, members: [idOf('other')] })
  const { members, restricted } = await read(case_id, 'other')
  assert.deepEqual([members, restricted], [[idOf('other'), idOf('investigator')].sort(), true])
  assert.equal((await other.perform(listCases, { limit: 10 })).items.length, 2)
})

test('the wall in SQL and the wall in the policies are one', async () => {
  const people = ['investigator', 'other', 'protection']
  const wall = fc.record({ restricted: fc.boolean(), members: fc.subarray(people) })
  await fc.assert(
    fc.asyncProperty(wall, async ({ restricted, members }) => {
      const { case_id } = await open({ path: 'suspicion' })
      await office.store.transaction(async transaction => {
        await transaction.update(cases).set({ restricted }).where(sql`case_id = ${case_id}`)
        const rows = members.map(name => ({ caseId: case_id, userId: idOf(name) }))
        if (rows.length > 0) await transaction.insert(caseMembers).values(rows)
      })
      for (const name of people) {
        const bySql = await office.store.transaction(transaction =>
          transaction
            .select({ id: cases.caseId })
            .from(cases)
            .where(sql`${cases.caseId} = ${case_id} AND ${caseIsOpenTo(desk(name).caller)}`),
        )
        const byPolicy = await read(case_id, name).then(
          () => true,
          () => false,
        )
        assert.equal(bySql.length === 1, byPolicy)
      }
    }),
    { numRuns: 12 },
  )
})

test('a payment stays as it was when it became evidence, and a copy that was touched is told', async () => {
  const [customer_id, account_id] = ['C-a', 'A-a']
  const rows = {
    customers: [{ customer_id, kind: 'person', residence_country: 'AU', customer_since: '2020-01-01' }],
    accounts: [{ account_id, customer_id, product: 'transaction', opened_on: '2020-01-01' }],
    payments: ['P-1', 'P-2'].map(payment_id => ({
      payment_id,
      account_id,
      booked_at: '2029-11-22T10:00:00Z',
      direction: 'out',
      amount: '20.00',
      ...{
        currency: 'AUD',
        amount_home: '20.00',
        rail: 'transfer',
        status: 'completed',
        counterparty_id: 'P-7',
      },
    })),
    // biome-ignore lint/suspicious/noExplicitAny: only the columns that matter here
  } as any
  await withBook(rows, async book => {
    const add = addEvidence(ids => book.paymentsById(ids))
    const { case_id } = await open({ path: 'suspicion' })
    const worker = desk('investigator')
    await worker.perform(add, { case_id, payment_ids: ['P-1', 'P-2', 'P-1'] })
    await assert.rejects(worker.perform(add, { case_id, payment_ids: ['P-3'] }), {
      code: 'unknown-payment',
      place: 'P-3',
    })
    const connection = await book.connect()
    await connection.run("UPDATE payments SET reference_text = 'later' WHERE payment_id = 'P-1'")
    connection.closeSync()
    assert.deepEqual((await worker.perform(add, { case_id, payment_ids: ['P-1'] })).items, [])
    const evidence = async () =>
      (await read(case_id)).evidence.map(({ copy, intact }) => [copy.amount, copy.reference_text, intact])
    assert.deepEqual(await evidence(), [
      ['20.00', '', true],
      ['20.00', '', true],
    ])
    await office.store.transaction(t =>
      t.execute(
        sql`UPDATE case_evidence SET copy = jsonb_set(copy, '{amount}', '"2.00"') WHERE payment_id = 'P-2'`,
      ),
    )
    assert.deepEqual(
      (await evidence()).map(each => each[2]),
      [true, false],
    )
    const { moments } = await timeline(case_id)
    assert.deepEqual(
      moments.filter(each => each.kind === 'payment').map(each => each.at),
      Array(2).fill('2029-11-22T10:00:00Z'),
    )
  })
})

test('the timeline joins everything in order of time, and what is of reports is for those who may know', async () => {
  await arrive(sampleFinding('a'))
  const { case_id } = await open({ alert_ids: ['a'] })
  const worker = desk('investigator')
  office.at(start + 1)
  await worker.perform(addNote, { case_id, text: 'Looked at the payees' })
  office.at(start + 2)
  const { task_id } = await worker.perform(addTask, { case_id, what: 'Ask the branch' })
  office.at(start + 3)
  await worker.perform(changeTask, { case_id, task_id, version: 1, done: true })
  await assert.rejects(worker.perform(changeTask, { case_id, task_id, version: 1, done: false }), {
    code: 'changed-meanwhile',
  })
  await office.store.transaction(transaction =>
    transaction.insert(caseEvents).values({
      caseId: case_id,
      happenedAt: start + 1,
      actor: 'x',
      kind: 'suspicion_formed',
      ofReport: true,
      detail: {},
    }),
  )
  const kinds = async (as: string) => oneTimeline(await timeline(case_id, as)).map(each => each.kind)
  const plain = ['alert_raised', 'opened', 'alert_added', 'note', 'task_added', 'task_done']
  assert.deepEqual(await kinds('analyst'), plain)
  assert.ok(!JSON.stringify(await timeline(case_id, 'analyst')).includes('report'))
  assert.deepEqual(await kinds('reporting-officer'), plain.toSpliced(4, 0, 'suspicion_formed'))
})

test('a case moves as its path allows; closed, it has an outcome, and its alerts teach', async () => {
  await arrive(sampleFinding('a'), sampleFinding('b'), sampleFinding('c'))
  const worker = desk('investigator')
  const { case_id } = await open({ alert_ids: ['a'] })
  await assert.rejects(worker.perform(moveCase, { case_id, move: 'decide' }), { code: 'illegal-move' })
  await assert.rejects(worker.perform(moveCase, { case_id, move: 'care' }), { code: 'illegal-move' })
  await assert.rejects(worker.perform(moveCase, { case_id, move: 'close' }), { code: 'outcome-missing' })
  await worker.perform(moveCase, { case_id, move: 'investigate', version: 1 })
  await assert.rejects(worker.perform(moveCase, { case_id, move: 'decide', version: 1 }), {
    code: 'changed-meanwhile',
  })
  const closed = await worker.perform(moveCase, {
    case_id,
    move: 'close',
    reason: 'Found',
    outcome: 'confirmed',
  })
  assert.deepEqual([closed.state, closed.moves], ['closed', ['reopen']])
  await assert.rejects(worker.perform(addTask, { case_id, what: 'x' }), { code: 'case-closed' })
  office.at(start + 1)
  await worker.perform(dismissAlert, { alert_id: 'b', reason: 'Family', outcome: 'cleared' })
  const hidden = await open({ alert_ids: ['c'], restricted: true })
  await worker.perform(moveCase, {
    case_id: hidden.case_id,
    move: 'close',
    reason: 'x',
    outcome: 'confirmed',
  })
  const outcomes = async () => {
    const first = await desk('data-scientist').perform(exportOutcomes, { limit: 1 })
    const rest =
      first.next === null
        ? []
        : (await desk('data-scientist').perform(exportOutcomes, { limit: 5, after: first.next })).items
    return [...first.items, ...rest].map(({ customer_id, outcome, decided_at }) => [
      customer_id,
      outcome,
      decided_at,
    ])
  }
  const [b, a] = [
    ['C-b', 'cleared', '2030-03-17T17:46:40.000001Z'],
    ['C-a', 'confirmed', '2030-03-17T17:46:40Z'],
  ]
  assert.deepEqual(await outcomes(), [a, b])
  await worker.perform(moveCase, { case_id, move: 'reopen' })
  assert.deepEqual(await outcomes(), [b])
})

test('subjects come and go with their roles, and the timeline keeps it', async () => {
  const { case_id } = await open({ path: 'suspicion' })
  const worker = desk('investigator')
  const device = { case_id, kind: 'device', subject_id: 'D-1' } as const
  await worker.perform(addSubject, { ...device, role: 'mule' })
  await worker.perform(addSubject, { ...device, role: 'suspected payer' })
  assert.deepEqual(
    (await read(case_id)).subjects.map(each => each.role),
    ['suspected payer'],
  )
  await worker.perform(removeSubject, { ...device, why: 'A shared tablet' })
  await assert.rejects(worker.perform(removeSubject, { ...device, why: 'x' }), { code: 'not-found' })
  const kinds = (await timeline(case_id)).moments.map(each => each.kind)
  assert.deepEqual(kinds, ['opened', 'subject_added', 'subject_added', 'subject_removed'])
})

test('cases are listed last opened first, by pages, and filtered', async () => {
  const ids: string[] = []
  for (const at of [0, 1, 1, 2]) {
    office.at(start + at)
    ids.push((await open({ path: at === 0 ? 'protection' : 'suspicion' })).case_id)
  }
  const [first, second, third, last] = ids as [string, string, string, string]
  const expected = [last, ...[second, third].sort(), first]
  const page = await desk('analyst').perform(listCases, { limit: 2 })
  const next = await desk('analyst').perform(listCases, { limit: 2, after: page.next! })
  assert.deepEqual(
    [...page.items, ...next.items].map(each => each.case_id),
    expected,
  )
  assert.equal(next.next, null)
  const careful = await desk('analyst').perform(listCases, { limit: 9, path: 'protection', states: ['open'] })
  assert.deepEqual(
    careful.items.map(each => each.case_id),
    [first],
  )
  const subject = { case_id: second, kind: 'customer', subject_id: 'C-9', role: 'mule' } as const
  await desk('investigator').perform(addSubject, subject)
  const bySubject = await desk('analyst').perform(listCases, { limit: 9, subject_id: 'C-9' })
  assert.deepEqual(
    bySubject.items.map(each => each.case_id),
    [second],
  )
})

test('by what is due next, cases come with how far their tasks are, and those without a date do not', async () => {
  const worker = desk('investigator')
  const [late, soon, last, undated] = [
    await open({ path: 'suspicion' }),
    await open({ path: 'suspicion' }),
    await open({ path: 'suspicion' }),
    await open({ path: 'suspicion' }),
  ]
  const hour = 3_600_000_000
  const { task_id, version } = await worker.perform(addTask, {
    case_id: late.case_id,
    what: 'Done',
    due_at: start + 1,
  })
  await worker.perform(changeTask, { case_id: late.case_id, task_id, version, done: true })
  await worker.perform(addTask, { case_id: late.case_id, what: 'Late', due_at: start + hour })
  await worker.perform(addTask, { case_id: soon.case_id, what: 'Later', due_at: start + 100 * hour })
  await worker.perform(addTask, { case_id: last.case_id, what: 'Last', due_at: start + 200 * hour })
  await worker.perform(addTask, { case_id: undated.case_id, what: 'Some time' })
  office.at(start + 2 * hour)
  const first = await worker.perform(listCases, { order: 'due', limit: 1 })
  const second = await worker.perform(listCases, { order: 'due', limit: 1, after: first.next! })
  const third = await worker.perform(listCases, { order: 'due', limit: 9, after: second.next! })
  const shown = [...first.items, ...second.items, ...third.items].map(each => [
    each.case_id,
    each.next_task?.what,
    each.next_task?.urgency,
    each.tasks_done,
    each.task_count,
  ])
  assert.deepEqual(shown, [
    [late.case_id, 'Late', 'late', 1, 2],
    [soon.case_id, 'Later', 'in_time', 0, 1],
    [last.case_id, 'Last', 'in_time', 0, 1],
  ])
})

test('what a change was before stands in the timeline, and a hand-over with its note', async () => {
  const { case_id, version } = await open({ path: 'suspicion' })
  const worker = desk('investigator')
  const changed = {
    case_id,
    version,
    title: 'Another title',
    lead: idOf('other'),
    note: 'The statement is still to come.',
  }
  await worker.perform(changeCase, changed)
  const { notes } = await read(case_id)
  assert.deepEqual(
    notes.map(each => [each.text, each.sensitive]),
    [['The statement is still to come.', false]],
  )
  const { moments } = await timeline(case_id)
  assert.deepEqual(moments.find(each => each.kind === 'changed')?.detail, {
    fields: ['title', 'lead'],
    was: { title: 'Sample case', lead: idOf('investigator') },
    is: { title: 'Another title', lead: idOf('other') },
  })
})

test('only those with the role may: an analyst changes no case, and who reads figures reaches none', async () => {
  const { case_id } = await open({ path: 'suspicion' })
  await assert.rejects(desk('analyst').perform(addNote, { case_id, text: 'x' }), { code: 'not-found' })
  for (const role of ['insight', 'administrator', 'auditor', 'data-scientist', 'validator']) {
    await assert.rejects(read(case_id, role), { code: 'not-found' })
    await assert.rejects(desk(role).perform(listCases, { limit: 1 }), { code: 'forbidden' })
    await assert.rejects(desk(role).perform(listAlerts, { limit: 1 }), { code: 'forbidden' })
  }
})
