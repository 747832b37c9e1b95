import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleFinding } from '../casework/alerts/finding.sample.ts'
import { openCase } from '../casework/cases/open.ts'
import { sharersMax } from '../detection/links.ts'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

const shop = { counterparty_name: 'Invented Shop', rail: 'card', merchant_category_code: '5411' }
const crowd = Array.from({ length: sharersMax + 1 }, (_, i) => [`C-${i}`, 'SHOP', shop] as const)
const rows = {
  ...sampleRows([
    ...crowd,
    ['C-0', 'X-1', { counterparty_name: 'Invented Payee', device_id: 'D-1' }],
    ['C-0', 'X-1', { counterparty_name: 'Invented Payee', amount: '5.00' }],
    ['C-0', 'X-1', { status: 'attempted' }],
    ['C-1', 'X-1', { direction: 'in', amount: '2.50' }],
    // Both accounts show it; it is one payment.
    ['C-0', 'A-C-2', { amount: '7.00' }],
    ['C-2', 'A-C-0', { amount: '7.00', direction: 'in' }],
  ]),
  identifiers: [
    { customer_id: 'C-0', type: 'email', value: 'invented@mail.example' },
    { customer_id: 'C-3', type: 'email', value: 'invented@mail.example' },
    { customer_id: 'C-3', type: 'device', value: 'D-1' },
  ],
  sessions: [{ session_id: 'S-1', customer_id: 'C-4', started_at: '2029-11-05T00:00:00Z', device_id: 'D-1' }],
}

let bench: Awaited<ReturnType<typeof sampleWorkbench>>
let case_id: string
before(async () => {
  const findings = [
    sampleFinding('payer', { subject_id: 'C-0' }),
    sampleFinding('payee', {
      subject_id: 'X-1',
      subject_kind: 'counterparty',
      typology: 'facilitator-payee',
    }),
  ]
  bench = await sampleWorkbench({ rows, findings, roles: ['analyst', 'investigator', 'auditor'] })
  const given = { title: 'Walled', jurisdiction: 'AU', restricted: true, members: [] }
  const opened = await bench.deskOf('investigator').perform(openCase, { ...given, alert_ids: ['payee'] })
  case_id = opened.case_id
})
after(() => bench.close())

type Answer = Awaited<ReturnType<typeof bench.ask>>['body']
const network = async (query: string, role: 'analyst' | 'investigator' = 'investigator'): Promise<Answer> =>
  (await bench.ask(role, `/api/network?${query}`)).body
const edgesOf = ({ edges }: Answer): string[] =>
  edges.map(({ from, to, by, count, amount_home }: Answer) =>
    [from.id, to.id, by, count, amount_home].join(' '),
  )

test('one step from a customer: whom it pays and is paid by, what it uses and has, with sums', async () => {
  const found = await network('from=customer:C-0')
  assert.deepEqual(edgesOf(found).sort(), [
    'C-0 C-2 payments 1 7.00',
    'C-0 D-1 device 1 ',
    'C-0 SHOP payments 1 10.00',
    'C-0 X-1 payments 2 15.00',
    'C-0 email:invented@mail.example identifier  ',
  ])
  assert.deepEqual([found.total, found.left_out, found.home_currency], [5, 0, 'AUD'])
})

test('a node says how many customers share it, whether it is alerted, and its name where it is a counterparty', async () => {
  const { nodes } = await network('from=customer:C-0')
  const told = nodes.map((each: Answer) => [each.id, each.name, each.customers, each.ordinary, each.alerts])
  assert.deepEqual(told, [
    ['C-0', null, null, false, 1],
    ['X-1', 'Invented Payee', 2, false, 1],
    ['D-1', null, 3, false, 0],
    ['C-2', null, null, false, 0],
    ['email:invented@mail.example', null, 2, false, 0],
    ['SHOP', 'Invented Shop', sharersMax + 1, true, 0],
  ])
})

test('one step from a counterparty, an account of the institution, a device and an identifier', async () => {
  assert.deepEqual(edgesOf(await network('from=counterparty:X-1')), [
    'X-1 C-1 payments 1 2.50',
    'C-0 X-1 payments 2 15.00',
  ])
  const ofAccount = await network('from=counterparty:A-C-2&by=payments')
  assert.deepEqual([ofAccount.nodes[0].id, edgesOf(ofAccount).includes('C-0 C-2 payments 1 7.00')], ['C-2', true]) // biome-ignore format: a row
  const others = (found: Answer) => found.nodes.slice(1).map((each: Answer) => each.id).sort() // biome-ignore format: a row
  assert.deepEqual(others(await network('from=device:D-1')), ['C-0', 'C-3', 'C-4'])
  assert.deepEqual(others(await network('from=identifier:email:invented@mail.example')), ['C-0', 'C-3'])
})

test('what is left out is counted, the ordinary by itself, and the alerted comes first', async () => {
  const one = await network('from=customer:C-0&limit=1')
  assert.deepEqual([one.nodes.length, one.left_out, one.left_out_ordinary, one.nodes[1].id], [2, 4, 1, 'X-1'])
  const without = await network('from=customer:C-0&with_ordinary=false')
  assert.deepEqual([without.left_out, without.left_out_ordinary], [1, 1])
  assert.ok(!edgesOf(without).some(edge => edge.includes('SHOP')))
})

test('a time range holds for payments, and what is not an address of a node is refused', async () => {
  assert.deepEqual(edgesOf(await network('from=counterparty:X-1&until=2029-11-01T00:00:00Z')), [])
  const wrong = await bench.ask('analyst', '/api/network?from=planet:1')
  assert.deepEqual([wrong.status, wrong.body.place], [400, 'query.from'])
  assert.equal((await bench.ask('analyst', '/api/network?from=customer:C-0', { purpose: '' })).status, 403)
  assert.equal((await bench.ask('analyst', '/api/network')).status, 400)
})

test('it begins from the subject of an alert or the subjects of a case, behind their walls', async () => {
  assert.equal((await network('of_alert=payer', 'analyst')).nodes[0].id, 'C-0')
  assert.equal((await network(`of_case=${case_id}`)).nodes[0].id, 'X-1')
  for (const query of ['of_alert=payee', `of_case=${case_id}`])
    assert.equal((await bench.ask('analyst', `/api/network?${query}`)).status, 404)
  const empty = await bench.deskOf('analyst').perform(openCase, { title: 'Empty', jurisdiction: 'AU', path: 'suspicion', alert_ids: [] }) // biome-ignore format: a row
  assert.deepEqual((await network(`of_case=${empty.case_id}`)).nodes, [])
  const { nodes } = await network('from=customer:C-0', 'analyst')
  assert.equal(nodes.find((each: Answer) => each.id === 'X-1').alerts, 0)
})

test('the audit chain keeps where it began, and no value of an identifier', async () => {
  const { text } = await bench.ask('auditor', '/api/audit/links?limit=200')
  assert.ok(text.includes('network.read') && !text.includes('mail.example'))
})
