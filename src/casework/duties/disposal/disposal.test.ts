import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actAs } from '../../../access/desk.ts'
import { allLinks, recentLinks } from '../../../audit/read.ts'
import { verifyChain } from '../../../audit/verify.ts'
import { formatInstant, microsPerDay } from '../../../domain/time.ts'
import { sql } from '../../../store/drizzle.ts'
import { alerts, caseAlerts, caseLinks, caseNotes } from '../../../store/tables/casework.ts'
import { ownJurisdictions } from '../../clocks/jurisdictions.ts'
import { decideApproval } from '../approvals/decide.ts'
import { onEachStore, sampleCase } from '../duties.sample.ts'
import { placeHold, releaseHold } from '../holds/holds.ts'
import { addKeepOpen, endKeepOpen } from '../keepOpen/requests.ts'
import { formSuspicion } from '../suspicion/form.ts'
import { moveSuspicion } from '../suspicion/move.ts'
import { hashOfCaseId, hashOfCertificate } from './certificate.ts'
import { askDisposal, listDisposable, listDisposals, runDisposal } from './disposals.ts'
import { tablesOfCases } from './remove.ts'

const jurisdictions = ownJurisdictions()
const [due, ask, run] = [
  listDisposable(jurisdictions),
  askDisposal(jurisdictions),
  runDisposal(jurisdictions),
]
const years = (count: number) => count * 366 * microsPerDay

onEachStore(workplace => {
  const rowsOf = async (statement: ReturnType<typeof sql>) =>
    (
      (await workplace().office.store.transaction(transaction =>
        transaction.execute(statement),
      )) as unknown as {
        readonly rows: readonly Record<string, unknown>[]
      }
    ).rows

  async function approved() {
    const { desks } = workplace()
    const plan = await desks.officer.perform(ask, { why: 'The period is over.' })
    const { approval_id } = plan.approval
    const decision = { approval_id, version: 1, decision: 'approved', reason: 'Checked.' } as const
    await desks.otherOfficer.perform(decideApproval, decision)
    return plan
  }

  test('every table that hangs on a case or an alert is among those that are emptied', async () => {
    const referring = (table: string) =>
      rowsOf(sql`SELECT c.conrelid::regclass::text AS from, a.attname AS by FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = ${table}::regclass ORDER BY 1, 2`)
    const expected = [...tablesOfCases, ['case_alerts', 'case_id']].map(([from, by]) => ({ from, by }))
    const inOrder = (rows: readonly unknown[]) => rows.map(each => JSON.stringify(each)).sort()
    assert.deepEqual(inOrder(await referring('cases')), inOrder(expected))
    assert.deepEqual(await referring('alerts'), [{ from: 'case_alerts', by: 'alert_id' }])
  })

  test('what need no longer be kept goes whole, leaves a certificate, and the chain stays', async () => {
    const { office, desks } = workplace()
    const now = office.clock()
    const old = await sampleCase(office, { closedAt: now - years(9) })
    const young = await sampleCase(office, { closedAt: now - years(6) })
    const american = await sampleCase(office, { closedAt: now - years(6), jurisdiction: 'US' })
    const open = await sampleCase(office)
    await office.store.transaction(async transaction => {
      const note = { caseId: old.case_id, noteId: 'n', writtenAt: 1, writtenBy: 'console' }
      await transaction.insert(caseNotes).values({ ...note, text: 'A very distinct sentence.' })
      await transaction.insert(alerts).values({
        alertId: 'a',
        subjectKind: 'customer',
        subjectId: old.customer_id,
        typology: 'material-purchaser',
        role: 'suspected payer',
        clock: 'suspicion',
        scoreBans: 3,
        raisedAt: 1,
        lastPaymentAt: 1,
        finding: {},
        state: 'escalated',
        firstArrivedAt: 1,
        lastArrivedAt: 1,
      })
      await transaction.insert(caseAlerts).values({ caseId: old.case_id, alertId: 'a' })
      const link = { why: 'Same device.', addedAt: 1, addedBy: 'console' }
      await transaction.insert(caseLinks).values({ ...link, caseId: open.case_id, otherCaseId: old.case_id })
    })
    const listed = await desks.officer.perform(due, {})
    assert.deepEqual(
      listed.cases.map(each => each.case_id),
      [old.case_id, american.case_id],
    )
    const plan = await desks.officer.perform(ask, { why: 'The period is over.' })
    const { approval_id } = plan.approval
    await assert.rejects(desks.officer.perform(run, { approval_id }), { code: 'not-approved' })
    const decision = { approval_id, version: 1, decision: 'approved', reason: 'Checked.' } as const
    await assert.rejects(desks.officer.perform(decideApproval, decision), { code: 'four-eyes' })
    await desks.otherOfficer.perform(decideApproval, decision)
    office.at(now + microsPerDay)
    const { certificate, certificate_hash } = await actAs({ kind: 'console' }, office).perform(run, {
      approval_id,
    })
    office.at(now)
    const left = await rowsOf(sql`SELECT case_id FROM cases`)
    assert.deepEqual(left.map(each => each.case_id).sort(), [young.case_id, open.case_id].sort())
    assert.deepEqual(await rowsOf(sql`SELECT alert_id FROM alerts`), [])
    assert.deepEqual(await rowsOf(sql`SELECT note_id FROM case_notes`), [])
    const { counts } = certificate
    assert.deepEqual(
      [counts.cases, counts.case_notes, counts.alerts, counts.case_links, counts.case_subjects],
      [2, 1, 1, 1, 2],
    )
    assert.deepEqual(
      certificate.rules.map(({ country, keep_years, cases }) => [country, keep_years, cases]),
      [
        ['AU', 7, 1],
        ['US', 5, 1],
      ],
    )
    assert.ok(certificate.case_id_hashes.includes(hashOfCaseId(old.case_id)))
    const text = JSON.stringify(certificate)
    for (const secret of [old.case_id, old.customer_id, 'very distinct', 'Sample'])
      assert.ok(!text.includes(secret))
    const { items } = await desks.officer.perform(listDisposals, { limit: 10 })
    assert.deepEqual(items[0]?.certificate, certificate)
    assert.equal(hashOfCertificate(items[0]!.certificate), certificate_hash)
    await office.store.transaction(async transaction => {
      const [link] = await recentLinks(transaction, { limit: 1, actor: 'console' })
      assert.equal(link?.action, 'disposal.run')
      assert.ok(link?.detail.includes(certificate_hash))
      assert.deepEqual((await verifyChain(allLinks(transaction))).faults, [])
    })
    await assert.rejects(desks.officer.perform(run, { approval_id }), { code: 'not-approved' })
  })

  test('what is held, kept open or undecided stays, and says so', async () => {
    const { office, desks } = workplace()
    const now = office.clock()
    const closedAt = now - years(9)
    const ready = await sampleCase(office, { closedAt })
    const held = await sampleCase(office, { closedAt })
    const keptOpen = await sampleCase(office, { closedAt })
    const undecided = await sampleCase(office, { closedAt })
    const reported = await sampleCase(office, { closedAt })
    const foreign = await sampleCase(office, { closedAt, jurisdiction: 'XX' })
    const hold = await desks.officer.perform(placeHold, { ...held, why: 'A court asked.' })
    const from = { authority: 'Police', reference: 'K', begins_at: now, ends_at: now + microsPerDay }
    const request = await desks.officer.perform(addKeepOpen, { ...keptOpen, ...from })
    const suspicion = { formed_at: closedAt, matter: 'any' } as const
    for (const each of [undecided, reported]) {
      await desks.officer.perform(formSuspicion(jurisdictions), { ...each, ...suspicion })
    }
    await rowsOf(sql`UPDATE case_suspicions SET state = 'reported', reported_at = ${now - years(2)}, receipt = 'R'
      WHERE case_id = ${reported.case_id}`)
    const reasons = async () => {
      const { withheld, cases } = await desks.officer.perform(due, {})
      return {
        ready: cases.map(each => each.case_id).sort(),
        withheld: Object.fromEntries(withheld.map(({ case_id, reason }) => [case_id, reason])),
      }
    }
    assert.deepEqual(await reasons(), {
      ready: [ready.case_id],
      withheld: {
        [held.case_id]: 'on_hold',
        [keptOpen.case_id]: 'kept_open',
        [undecided.case_id]: 'suspicion_undecided',
        [foreign.case_id]: 'jurisdiction_unknown',
      },
    })
    const { hold_id } = hold
    await desks.officer.perform(releaseHold, { ...held, hold_id, version: 1, reason: 'Done.' })
    const { keep_open_id } = request
    await desks.officer.perform(endKeepOpen, { ...keptOpen, keep_open_id, version: 1 })
    await desks.officer.perform(moveSuspicion(jurisdictions), {
      ...undecided,
      version: 1,
      move: 'decide_no_report',
      reason: 'Explained.',
    })
    const now4 = [ready, held, keptOpen, undecided].map(each => each.case_id).sort()
    assert.deepEqual((await reasons()).ready, now4)
  })

  test('what was held after it was approved is not removed, nor anything with it', async () => {
    const { office, desks } = workplace()
    const { cases, approval, as_of } = await approved()
    assert.equal(as_of, formatInstant(office.clock()))
    await desks.officer.perform(placeHold, { case_id: cases[0]!.case_id, why: 'An inquiry asks.' })
    const { approval_id } = approval
    await assert.rejects(desks.officer.perform(run, { approval_id }), { code: 'not-approved' })
    const still = await rowsOf(sql`SELECT case_id FROM cases WHERE state = 'closed'`)
    for (const { case_id } of cases) assert.ok(still.some(each => each.case_id === case_id))
  })

  test('only reporting officers, and the console with an approval, dispose', async () => {
    const { desks, office } = workplace()
    for (const desk of [desks.investigator, desks.analyst, desks.protection]) {
      await assert.rejects(desk.perform(due, {}), { code: 'forbidden' })
      await assert.rejects(desk.perform(run, { approval_id: 'any' }), { code: 'forbidden' })
    }
    const console = actAs({ kind: 'console' }, office)
    await assert.rejects(console.perform(ask, { why: 'Alone.' }), { code: 'forbidden' })
    await assert.rejects(console.perform(run, { approval_id: 'any' }), { code: 'no-such-disposal' })
  })
})
