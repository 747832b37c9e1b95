import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actAs } from '../../access/desk.ts'
import type { Rows } from '../../book/memory.ts'
import { sampleFinding } from '../../casework/alerts/finding.sample.ts'
import { addEvidence } from '../../casework/cases/evidence.ts'
import { addSubject } from '../../casework/cases/subjects.ts'
import { ownJurisdictions } from '../../casework/clocks/jurisdictions.ts'
import { askApproval } from '../../casework/duties/approvals/ask.ts'
import { decideApproval } from '../../casework/duties/approvals/decide.ts'
import { openWorkplace, sampleCase, type Workplace } from '../../casework/duties/duties.sample.ts'
import { formSuspicion } from '../../casework/duties/suspicion/form.ts'
import { moveSuspicion } from '../../casework/duties/suspicion/move.ts'
import { parseInstant } from '../../domain/time.ts'
import { withBook } from '../../evaluation/book.sample.ts'
import { sql } from '../../store/drizzle.ts'
import { alerts, caseAlerts } from '../../store/tables/casework.ts'
import { ownTemplate } from '../drafting/template.ts'
import { type Parties, partiesOf, type ReadParties } from '../gather/parties.ts'
import { nothingKnown } from '../model/particulars.ts'
import type { Report } from '../model/report.ts'
import { readPacks } from '../packs/pack.ts'
import { sampleInstitution, samplePayment } from '../report.sample.ts'
import { buildReport } from './build.ts'
import { draftReport } from './draft.ts'
import { changeParticulars, readParticulars } from './particulars.ts'
import { listReportable, listReports, readReport } from './read.ts'

const jurisdictions = ownJurisdictions()
const reporting = { purpose: 'reporting' } as const
const packs = readPacks('there is no such folder')
const sources = {
  guide: { publisher: 'A publisher', title: 'A guide', date: '2025', link: 'https://example.org/guide' },
}
const build = buildReport(() => packs)
const form = formSuspicion(jurisdictions)
const move = moveSuspicion(jurisdictions)

let place: Workplace
let customers: Parties['customers'] = new Map()
const readParties: ReadParties = async () => ({ home_currency: 'USD', customers, holders: new Map() })
const draft = draftReport({
  jurisdictions,
  institution: () => sampleInstitution,
  readParties,
  readSources: async () => sources,
  template: ownTemplate,
})

before(async () => {
  place = await openWorkplace()
})
after(() => place.office.store.close())

/** A case with a suspicion, two frozen payments and one that came with its alert. */
async function suspected(of: Parameters<typeof sampleCase>[1] = {}) {
  const { office, desks } = place
  const made = await sampleCase(office, { jurisdiction: 'US', ...of })
  const { case_id, customer_id } = made
  const copies = ['one', 'two'].map((name, at) => ({
    ...samplePayment(`${customer_id}-${name}`, {
      customer_id,
      booked_at: `2029-11-2${at + 1}T10:00:00Z`,
      reference_text: '',
    }).copy,
  }))
  const freeze = addEvidence(async ids => copies.filter(each => ids.includes(each.payment_id!)))
  await desks.investigator.perform(freeze, { case_id, payment_ids: copies.map(each => each.payment_id!) })
  const alertId = `alert-${customer_id}`
  const finding = sampleFinding(alertId, { subject_id: customer_id })
  const withAlert = samplePayment(`${customer_id}-three`, {
    customer_id,
    booked_at: '2029-11-20T10:00:00Z',
    direction: 'in',
  })
  await office.store.transaction(async transaction => {
    await transaction.insert(alerts).values({
      alertId,
      subjectKind: 'customer',
      subjectId: customer_id,
      typology: finding.typology,
      role: finding.role,
      clock: 'suspicion',
      scoreBans: 4,
      raisedAt: 1,
      lastPaymentAt: 2,
      finding,
      payments: [withAlert.copy],
      state: 'escalated',
      firstArrivedAt: 1,
      lastArrivedAt: 1,
    })
    await transaction.insert(caseAlerts).values({ caseId: case_id, alertId })
  })
  await desks.investigator.perform(form, {
    case_id,
    formed_at: parseInstant('2030-03-10T00:00:00Z')!,
    matter: 'any',
  })
  return made
}

const reportOf = async (case_id: string, report_id: string) =>
  (await place.desks.officer.perform(readReport, { case_id, report_id }, reporting)).content

test('a report is gathered from what is frozen, and sums are recomputed', async () => {
  const { case_id, customer_id } = await suspected()
  const { report_id, faults } = await place.desks.investigator.perform(draft, { case_id })
  const report = await reportOf(case_id, report_id)
  assert.deepEqual(
    report.payments.map(each => [each.payment_id, each.frozen]),
    [
      [`${customer_id}-three`, 'with the alert'],
      [`${customer_id}-one`, 'as evidence'],
      [`${customer_id}-two`, 'as evidence'],
    ],
  )
  assert.equal(report.totals.out.amount, '102.40')
  assert.equal(report.totals.in.amount, '51.20')
  assert.deepEqual(report.indicators[0]?.sources, ['guide'])
  assert.deepEqual(faults, [])
  for (const { sentences } of report.narrative) {
    for (const each of sentences) assert.ok(each.evidence.length > 0, each.text)
  }
})

test('what people add is in the next draft, and an older draft stays as it was', async () => {
  const { case_id, customer_id } = await suspected()
  const { investigator, officer } = place.desks
  const first = await investigator.perform(draft, { case_id })
  const particulars = {
    subjects: [
      {
        ...nothingKnown,
        kind: 'customer' as const,
        subject_id: customer_id,
        given_name: 'Synthetic',
        family_name: 'Testperson',
      },
    ],
    statements: [{ section: 'grounds' as const, text: 'They told us of no family there.', evidence: [] }],
  }
  await investigator.perform(changeParticulars, { case_id, version: 0, particulars })
  await assert.rejects(investigator.perform(changeParticulars, { case_id, version: 0, particulars }), {
    code: 'changed-meanwhile',
  })
  assert.equal((await officer.perform(readParticulars, { case_id }, reporting)).version, 1)
  const second = await investigator.perform(draft, { case_id })
  assert.deepEqual(
    second.faults.map(each => [each.rule, each.severity]),
    [['without-evidence', 'look']],
  )
  const text = (report: Report) => JSON.stringify(report.narrative)
  assert.ok(!text(await reportOf(case_id, first.report_id)).includes('Testperson'))
  assert.match(text(await reportOf(case_id, second.report_id)), /Synthetic Testperson.*no family there/)
  assert.notEqual(first.content_hash, second.content_hash)
  await assert.rejects(
    place.office.store.transaction(each =>
      each.execute(sql`UPDATE reports SET content_hash = 'x' WHERE report_id = ${first.report_id}`),
    ),
    (error: Error) => /a draft stands/.test(String(error.cause)),
  )
})

test('a file for lodging is built only of exactly what another person approved', async () => {
  const { case_id } = await suspected()
  const { investigator, officer } = place.desks
  const asked = { case_id, format: 'fincen-sar', draft: false } as const
  await assert.rejects(investigator.perform(build, asked, reporting), { code: 'no-draft' })
  const { report_id, content_hash } = await investigator.perform(draft, { case_id })
  await assert.rejects(investigator.perform(build, asked, reporting), { code: 'not-approved' })
  const trial = await investigator.perform(build, { ...asked, draft: true }, reporting)
  assert.match(String(trial.files[0]?.content), /NOT FOR LODGING/)
  assert.match(trial.files[0]!.name, /^DRAFT-not-for-lodging/)
  await investigator.perform(move, { case_id, version: 1, move: 'draft' })
  const { approval_id, version } = await investigator.perform(askApproval, {
    kind: 'report',
    object_id: report_id,
    content_hash,
    case_id,
    why: 'Complete.',
  })
  await officer.perform(decideApproval, { approval_id, version, decision: 'approved', reason: 'Read it.' })
  const built = await investigator.perform(build, asked, reporting)
  assert.equal(built.offered, true)
  assert.doesNotMatch(String(built.files[0]?.content), /NOT FOR LODGING/)
  assert.equal(built.schema?.sha256, packs.find(each => each.format === 'fincen-sar')?.hash)
  // Another draft is another content: the approval is not of it.
  await investigator.perform(draft, { case_id })
  await assert.rejects(investigator.perform(build, asked, reporting), { code: 'not-approved' })
  assert.equal((await investigator.perform(build, { ...asked, report_id }, reporting)).offered, true)
  const { items } = await officer.perform(listReports, { case_id }, reporting)
  assert.deepEqual(
    items.map(each => each.decision),
    [null, 'approved'],
  )
})

test('a file is not offered while a rule of good reporting stands against it', async () => {
  const { case_id } = await suspected()
  const { investigator, officer } = place.desks
  const statement = { section: 'grounds' as const, text: 'He is a predator.', evidence: [] }
  const particulars = { subjects: [], statements: [statement] }
  await investigator.perform(changeParticulars, { case_id, version: 0, particulars })
  const { report_id, content_hash } = await investigator.perform(draft, { case_id })
  await investigator.perform(move, { case_id, version: 1, move: 'draft' })
  const asked = { kind: 'report', object_id: report_id, content_hash, case_id, why: 'Complete.' } as const
  const { approval_id, version } = await investigator.perform(askApproval, asked)
  await officer.perform(decideApproval, { approval_id, version, decision: 'approved', reason: 'Read it.' })
  const built = await officer.perform(build, { case_id, format: 'fincen-sar', draft: false }, reporting)
  assert.equal(built.offered, false)
  assert.deepEqual(built.files, [])
  assert.match(built.faults.find(each => each.severity === 'refuse')!.message, /predator/)
})

test('possible victims among payments are told by a number alone', async () => {
  const { office, desks } = place
  const { case_id } = await suspected()
  const care = await sampleCase(office, { path: 'protection', role: 'possible victim' })
  const other = samplePayment('of-a-victim', {
    customer_id: care.customer_id,
    account_id: 'ACC-V',
    counterparty_id: 'PAYEE-1',
    reference_text: '',
  }).copy
  await desks.investigator.perform(
    addEvidence(async () => [other]),
    { case_id, payment_ids: ['of-a-victim'] },
  )
  await desks.investigator.perform(addSubject, {
    case_id,
    kind: 'counterparty',
    subject_id: 'PAYEE-1',
    role: 'suspected facilitator',
  })
  const { report_id } = await desks.investigator.perform(draft, { case_id })
  const report = await reportOf(case_id, report_id)
  assert.deepEqual(report.protected, [{ kind: 'customer', subject_id: care.customer_id }])
  const told = JSON.stringify(report.narrative.map(each => each.sentences.map(({ text }) => text)))
  assert.match(told, /a possible victim \(V1\)/)
  assert.ok(!told.includes(care.customer_id) && !told.includes('ACC-V'))
})

test('a child who paid is told to be looked after, and not reported', async () => {
  const { case_id, customer_id } = await suspected()
  customers = new Map([
    [customer_id, { customer: { birth_date: '2013-05-05' }, accounts: [], identifiers: [] }],
  ])
  try {
    const { faults } = await place.desks.investigator.perform(draft, { case_id })
    assert.deepEqual(
      faults.map(each => [each.rule, each.severity]),
      [['child-as-subject', 'refuse']],
    )
  } finally {
    customers = new Map()
  }
})

test('nothing is reported without a suspicion, without payments, of a case of care, or from evidence that was changed', async () => {
  const { office, desks } = place
  const { investigator } = desks
  const bare = await sampleCase(office)
  await assert.rejects(investigator.perform(draft, bare), { code: 'no-suspicion' })
  await investigator.perform(form, { ...bare, formed_at: 1, matter: 'any' })
  await assert.rejects(investigator.perform(draft, bare), { code: 'no-evidence' })
  const care = await sampleCase(office, { path: 'protection', role: 'possible victim' })
  await assert.rejects(investigator.perform(draft, care), { code: 'case-of-care' })
  const { case_id } = await suspected()
  await office.store.transaction(each =>
    each.execute(
      sql`UPDATE case_evidence SET copy = copy || '{"amount": "1.00"}' WHERE case_id = ${case_id}`,
    ),
  )
  await assert.rejects(investigator.perform(draft, { case_id }), { code: 'evidence-changed' })
})

test('the console drafts and builds, and what is behind a wall is not there for it', async () => {
  const console = actAs({ kind: 'console' }, place.office)
  const { case_id } = await suspected()
  const { items } = await console.perform(listReportable, {})
  assert.ok(items.some(each => each.case_id === case_id))
  await console.perform(draft, { case_id })
  const built = await console.perform(build, { case_id, format: 'fincen-sar', draft: true }, reporting)
  assert.equal(built.offered, true)
  const walled = await sampleCase(place.office, { restricted: true })
  await assert.rejects(console.perform(draft, walled), { code: 'not-found' })
  await assert.rejects(place.desks.analyst.perform(draft, { case_id }), { code: 'not-found' })
})

test('parties come from the book: who they are, their accounts, and whose an account is', async () => {
  const rows: Rows = {
    customers: [
      {
        customer_id: 'C-1',
        kind: 'person',
        birth_date: '1980-01-01',
        residence_country: 'AU',
        customer_since: '2020-01-01',
      },
    ],
    accounts: [{ account_id: 'A-1', customer_id: 'C-1', product: 'transaction', opened_on: '2020-01-01' }],
    payments: [
      {
        payment_id: 'P-1',
        booked_at: '2025-01-01T00:00:00Z',
        account_id: 'A-1',
        direction: 'out',
        amount: '1.00',
        currency: 'AUD',
        rail: 'transfer',
        status: 'completed',
      },
    ],
  }
  await withBook(rows, async book => {
    const found = await partiesOf(book, { customerIds: ['absent'], accountIds: ['A-1', 'elsewhere'] })
    assert.equal(found.home_currency, 'AUD')
    assert.deepEqual([...found.holders], [['A-1', 'C-1']])
    assert.equal(found.customers.get('C-1')?.customer?.birth_date, '1980-01-01')
    assert.deepEqual(found.customers.get('C-1')?.accounts, [
      { account_id: 'A-1', product: 'transaction', opened_on: '2020-01-01', closed_on: null },
    ])
    assert.equal(found.customers.has('absent'), false)
  })
})
