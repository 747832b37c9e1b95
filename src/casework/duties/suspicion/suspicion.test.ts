import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { microsPerDay, microsPerHour, parseInstant } from '../../../domain/time.ts'
import { eq } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { ownJurisdictions } from '../../clocks/jurisdictions.ts'
import { legalMoves } from '../../states/moves.ts'
import { type ReportState, reportMoves } from '../../states/report-states.ts'
import { contentHashOf } from '../approvals/approval.ts'
import { askApproval } from '../approvals/ask.ts'
import { decideApproval } from '../approvals/decide.ts'
import { openWorkplace, sampleCase, type Workplace } from '../duties.sample.ts'
import { listDue } from './due.ts'
import { correctSuspicion, formSuspicion, readSuspicion } from './form.ts'
import { moveSuspicion } from './move.ts'

const jurisdictions = ownJurisdictions()
const [form, correct, read] = [formSuspicion, correctSuspicion, readSuspicion].map(of =>
  of(jurisdictions),
) as [ReturnType<typeof formSuspicion>, ReturnType<typeof correctSuspicion>, ReturnType<typeof readSuspicion>]
const move = moveSuspicion(jurisdictions)
const due = listDue(jurisdictions)
const reporting = { purpose: 'reporting' } as const

let place: Workplace
before(async () => {
  place = await openWorkplace()
})
after(() => place.office.store.close())

const formed_at = parseInstant('2030-03-14T02:00:00Z')!

async function formed() {
  const { case_id } = await sampleCase(place.office)
  const suspicion = await place.desks.investigator.perform(form, { case_id, formed_at, matter: 'any' })
  return { case_id, suspicion }
}

// First, while there are no other suspicions.
test('what is due is listed by its deadline, with how much it presses and how many there are', async () => {
  const { office, desks } = place
  const now = office.clock()
  const hoursAgo = [200, 110, 1]
  for (const hours of hoursAgo) {
    const given = { ...(await sampleCase(office)), matter: 'any' } as const
    await desks.officer.perform(form, { ...given, formed_at: now - hours * microsPerHour })
  }
  const decided = { ...(await sampleCase(office)), matter: 'any' } as const
  await desks.officer.perform(form, { ...decided, formed_at: now })
  await desks.officer.perform(move, { ...decided, version: 1, move: 'decide_no_report', reason: 'None.' })
  const walled = { ...(await sampleCase(office, { restricted: true })), matter: 'any' } as const
  await office.store.transaction(transaction =>
    transaction.update(cases).set({ restricted: false }).where(eq(cases.caseId, walled.case_id)),
  )
  await desks.officer.perform(form, { ...walled, formed_at: now })
  await office.store.transaction(transaction =>
    transaction.update(cases).set({ restricted: true }).where(eq(cases.caseId, walled.case_id)),
  )
  const page = await desks.investigator.perform(due, { limit: 2 })
  assert.deepEqual(page.counts, { late: 1, soon: 1, in_time: 1 })
  assert.deepEqual(
    page.items.map(({ urgency }) => urgency),
    ['late', 'soon'],
  )
  assert.ok(page.next !== null)
  await assert.rejects(desks.analyst.perform(due, { limit: 2 }), { code: 'forbidden' })
})

test('a report is due by the law of the case from when the suspicion was formed', async () => {
  const { suspicion } = await formed()
  assert.equal(suspicion.due_at, '2030-03-19T13:00:00Z', 'Friday, Monday, Tuesday in Sydney')
  assert.equal(suspicion.authority, 'AUSTRAC')
  assert.equal(suspicion.deadline_from, 'law')
  const american = await sampleCase(place.office, { jurisdiction: 'US' })
  const other = await place.desks.officer.perform(form, { ...american, formed_at, matter: 'no_suspect' })
  assert.equal(other.due_at, '2030-05-13T04:00:00Z', 'sixty days without a suspect')
})

test('a possible victim is never suspected, and a suspicion is formed once and not ahead', async () => {
  const given = { formed_at, matter: 'any' } as const
  const care = await sampleCase(place.office, { path: 'protection' })
  await assert.rejects(place.desks.officer.perform(form, { ...care, ...given }), { code: 'case-of-care' })
  const { case_id } = await formed()
  await assert.rejects(place.desks.officer.perform(form, { case_id, ...given }), { code: 'suspicion-formed' })
  const ahead = { ...(await sampleCase(place.office)), ...given, formed_at: place.office.clock() + 1 }
  await assert.rejects(place.desks.officer.perform(form, ahead), { code: 'instant-ahead' })
})

test('a suspicion does not raise the version of the case', async () => {
  const { case_id } = await formed()
  const [row] = await place.office.store.transaction(transaction =>
    transaction.select().from(cases).where(eq(cases.caseId, case_id)),
  )
  assert.equal(row?.version, 1)
})

test('a correction moves the deadline, keeps what stood before, and meets no other unseen', async () => {
  const { case_id } = await formed()
  const given = { case_id, version: 1, matter: 'terrorism_financing', reason: 'Other matter.' } as const
  const corrected = await place.desks.officer.perform(correct, given)
  assert.equal(corrected.due_at, '2030-03-15T02:00:00Z')
  assert.equal(corrected.version, 2)
  await assert.rejects(place.desks.officer.perform(correct, given), { code: 'changed-meanwhile' })
})

test('only the content that a second person approved is filed', async () => {
  const { case_id } = await formed()
  const { investigator, officer } = place.desks
  const content_hash = contentHashOf({ report: 'as drafted' })
  const ask = {
    kind: 'report',
    object_id: `report of ${case_id}`,
    content_hash,
    case_id,
    why: 'Ready.',
  } as const
  await assert.rejects(investigator.perform(askApproval, ask), { code: 'not-drafted' })
  await investigator.perform(move, { case_id, version: 1, move: 'draft' })
  const { approval_id } = await investigator.perform(askApproval, ask)
  const file = {
    case_id,
    move: 'file',
    report_id: ask.object_id,
    content_hash,
    reported_at: formed_at + microsPerDay,
    receipt: 'R-1',
  } as const
  await assert.rejects(officer.perform(move, { ...file, version: 2 }), { code: 'illegal-move' })
  await officer.perform(decideApproval, { approval_id, version: 1, decision: 'approved', reason: 'Whole.' })
  assert.equal((await officer.perform(read, { case_id }, reporting)).state, 'report_approved')
  const changed = { ...file, version: 3, content_hash: contentHashOf({ report: 'changed since' }) }
  await assert.rejects(officer.perform(move, changed), { code: 'not-approved' })
  const elsewhere = { ...file, version: 3, reported_at: formed_at - 1 }
  await assert.rejects(officer.perform(move, elsewhere), { code: 'before-suspicion' })
  const filed = await officer.perform(move, { ...file, version: 3 })
  assert.deepEqual([filed.state, filed.receipt, filed.reported_in_time], ['reported', 'R-1', true])
})

test('what was approved for one case is not filed in another', async () => {
  const [one, other] = [await formed(), await formed()]
  const { investigator, officer } = place.desks
  const content_hash = contentHashOf({ report: 'of one' })
  for (const [{ case_id }, object_id] of [
    [one, 'one'],
    [other, 'other'],
  ] as const) {
    await investigator.perform(move, { case_id, version: 1, move: 'draft' })
    const ask = { kind: 'report', object_id, content_hash, case_id, why: 'Ready.' } as const
    const { approval_id } = await investigator.perform(askApproval, ask)
    await officer.perform(decideApproval, { approval_id, version: 1, decision: 'approved', reason: 'Whole.' })
  }
  const file = { move: 'file', content_hash, reported_at: formed_at, receipt: 'R' } as const
  await assert.rejects(
    officer.perform(move, { ...file, report_id: 'one', case_id: other.case_id, version: 3 }),
    { code: 'not-approved' },
  )
})

test('that there is no report is decided with a reason, and may be reconsidered', async () => {
  const { case_id } = await formed()
  const { officer } = place.desks
  const reason = 'Explained by documents.'
  const decided = await officer.perform(move, { case_id, version: 1, move: 'decide_no_report', reason })
  assert.deepEqual([decided.state, decided.reason, decided.urgency], ['no_report', reason, null])
  const matter = 'no_suspect' as const
  await assert.rejects(officer.perform(correct, { case_id, version: 2, matter, reason }), {
    code: 'suspicion-decided',
  })
  const again = await officer.perform(move, { case_id, version: 2, move: 'reconsider', reason: 'New facts.' })
  assert.equal(again.state, 'formed')
})

test('every state but the last can be left, and filing alone ends', () => {
  const states = new Set(Object.values(reportMoves).flatMap(({ from, to }) => [...from, to]))
  const ends = [...states].filter((state: ReportState) => legalMoves(reportMoves, state).length === 0)
  assert.deepEqual(ends, ['reported'])
})

test('others are told nothing, whether there is a suspicion or not', async () => {
  const { case_id } = await formed()
  const { case_id: without } = await sampleCase(place.office)
  for (const desk of [place.desks.analyst, place.desks.protection]) {
    for (const id of [case_id, without, 'absent']) {
      await assert.rejects(desk.perform(read, { case_id: id }, reporting), { code: 'not-found' })
      const given = { case_id: id, formed_at, matter: 'any' } as const
      await assert.rejects(desk.perform(form, given), { code: 'not-found' })
    }
  }
})
