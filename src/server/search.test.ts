import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleFinding } from '../casework/alerts/finding.sample.ts'
import { openCase } from '../casework/cases/open.ts'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

const rows = {
  ...sampleRows([
    ['C-one', 'X-1', { counterparty_name: 'Invented Payee', reference_text: 'Rent of May' }],
    ['C-two', 'X-1', { counterparty_name: 'Invented Payee', external_reference: 'E2E-77', device_id: 'D-1' }],
    ['C-two', 'A-C-one', { counterparty_name: 'Own account' }],
  ]),
  identifiers: [{ customer_id: 'C-one', type: 'email', value: 'Invented@mail.example' }],
}

let bench: Awaited<ReturnType<typeof sampleWorkbench>>
before(async () => {
  const findings = ['open', 'walled'].map(id => sampleFinding(`AL-${id}`, { subject_id: `C-of-${id}` }))
  bench = await sampleWorkbench({ rows, findings, roles: ['analyst', 'investigator', 'auditor', 'insight'] })
  const given = { title: 'Invented matter', jurisdiction: 'AU', restricted: true, members: [] }
  await bench.deskOf('investigator').perform(openCase, { ...given, alert_ids: ['AL-walled'] })
})
after(() => bench.close())

type Hit = { kind: string; id: string; label: string; match: string; count: number; customer_id: string }
const find = async (q: string, role: 'analyst' | 'investigator' = 'analyst'): Promise<Hit[]> =>
  (await bench.ask(role, `/api/search?q=${encodeURIComponent(q)}`)).body.items
const seen = async (q: string, role?: 'analyst' | 'investigator') =>
  (await find(q, role)).map(({ kind, id, match }) => `${kind} ${id} ${match}`)

test('whatever has an id, a name or a text is found by it, whatever its capitals', async () => {
  assert.deepEqual(await seen('c-one'), ['customer C-one exact'])
  assert.deepEqual(await seen('a-c-two'), ['customer C-two exact'])
  assert.deepEqual(await seen('MAIL.example'), ['identifier email:Invented@mail.example contains'])
  assert.deepEqual(await seen('d-1'), ['device D-1 exact'])
  assert.deepEqual(await seen('of may'), ['reference Rent of May contains'])
  assert.deepEqual(await seen('E2E-7'), ['payment P-2 prefix'])
  assert.deepEqual(await seen('AL-open'), ['alert AL-open exact'])
  assert.deepEqual(await seen("'; DROP TABLE payments; --"), [])
})

test('exact comes before prefix, and prefix before contained', async () => {
  assert.deepEqual(await seen('invented'), [
    'payee X-1 prefix',
    'identifier email:Invented@mail.example prefix',
  ])
  const [payee] = await find('x-1')
  assert.deepEqual([payee?.label, payee?.match, payee?.count], ['Invented Payee', 'exact', 2])
})

test('an alert and a case behind a wall are found by their members alone', async () => {
  assert.deepEqual(await seen('C-of-walled'), [])
  assert.deepEqual(await seen('Invented matter'), [])
  const kinds = (await find('C-of-walled', 'investigator')).map(({ kind, match }) => `${kind} ${match}`)
  assert.deepEqual(kinds, ['case exact', 'alert exact'])
})

test('kinds of which there is more are named', async () => {
  const { body } = await bench.ask('analyst', '/api/search?q=C-&limit=1')
  assert.deepEqual(body.more, ['customer'])
  assert.equal(body.items.filter((hit: Hit) => hit.kind === 'customer').length, 1)
})

test('a search says its purpose, is not for those who reach no record, and the chain keeps only its hash', async () => {
  assert.equal((await bench.ask('analyst', '/api/search?q=C-one', { purpose: '' })).status, 403)
  assert.equal((await bench.ask('insight', '/api/search?q=C-one')).status, 403)
  await find('somebody@mail.example')
  const { text } = await bench.ask('auditor', '/api/audit/links?limit=200')
  assert.ok(text.includes('question_sha256') && !text.includes('somebody@'))
})
