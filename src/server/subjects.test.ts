import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleFinding } from '../casework/alerts/finding.sample.ts'
import { openCase } from '../casework/cases/open.ts'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

const made = sampleRows([
  ['C-1', 'X-1', { counterparty_name: 'Invented Payee', counterparty_country: 'PH', amount: '10.00' }],
  ['C-1', 'X-1', { counterparty_name: 'Invented Payee', counterparty_country: 'PH', amount: '5.50' }],
  ['C-1', 'X-1', { counterparty_name: '=Other name', status: 'attempted' }],
  ['C-2', 'X-1', { counterparty_name: 'Invented Payee', direction: 'in', amount: '2.00' }],
  ['C-2', 'A-C-1', { amount: '7.00' }],
])
const rows = {
  ...made,
  customers: made.customers.map(each => ({ ...each, birth_date: '2000-06-01', overseas_ties: 'PH' })),
  identifiers: [
    { customer_id: 'C-1', type: 'email', value: 'invented@mail.example' },
    { customer_id: 'C-2', type: 'email', value: 'invented@mail.example' },
  ],
}

let bench: Awaited<ReturnType<typeof sampleWorkbench>>
before(async () => {
  const findings = [
    sampleFinding('open', { subject_id: 'C-1' }),
    sampleFinding('walled', { subject_id: 'C-1', typology: 'traveller' }),
  ]
  bench = await sampleWorkbench({ rows, findings, roles: ['analyst', 'investigator', 'auditor', 'insight'] })
  const given = { title: 'Walled', jurisdiction: 'AU', restricted: true, members: [] }
  await bench.deskOf('investigator').perform(openCase, { ...given, alert_ids: ['walled'] })
})
after(() => bench.close())

test('a customer is told by record, accounts, months, countries and others, without a date of birth', async () => {
  const { body, text } = await bench.ask('analyst', '/api/subjects/customer/C-1')
  assert.ok(!text.includes('2000-06-01') && body.customer.age > 20)
  assert.deepEqual(body.customer.overseas_ties, ['Philippines'])
  assert.deepEqual([body.accounts[0].account_id, body.total, body.home_currency], ['A-C-1', 3, 'AUD'])
  assert.deepEqual(body.identifiers, [{ type: 'email', value: 'invented@mail.example', customers: 2 }])
  const [month] = body.months
  assert.deepEqual([month.direction, month.payments, month.amount_home], ['out', 2, '15.50'])
  const [corridor] = body.corridors
  assert.deepEqual(
    [corridor.country_name, corridor.payments, corridor.amount_home],
    ['Philippines', 2, '15.50'],
  )
  assert.deepEqual(
    body.others.map(({ id, name, payments }: { id: string; name: string; payments: number }) => [
      id,
      name,
      payments,
    ]),
    [['X-1', 'Invented Payee', 2]],
  )
  assert.equal(body.latest[0].status, 'attempted')
})

test('a payee is told by its names and the customers who deal with it', async () => {
  const { body } = await bench.ask('analyst', '/api/subjects/counterparty/X-1')
  assert.deepEqual([body.customer, body.names, body.customers], [null, ['Invented Payee', '=Other name'], 2])
  assert.deepEqual(
    body.others.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`),
    ['customer C-1', 'customer C-2'],
  )
})

test('alerts and cases behind a wall are on nobody for those outside', async () => {
  const seen = async (role: 'analyst' | 'investigator') => {
    const { body } = await bench.ask(role, '/api/subjects/customer/C-1')
    return [body.alerts.length, body.cases.length]
  }
  assert.deepEqual(await seen('analyst'), [1, 0])
  assert.deepEqual(await seen('investigator'), [2, 1])
})

test('somebody the book does not know is not there, and a role that reaches no record is refused', async () => {
  assert.equal((await bench.ask('analyst', '/api/subjects/customer/C-404')).status, 404)
  assert.equal((await bench.ask('insight', '/api/subjects/customer/C-1')).status, 403)
  assert.equal((await bench.ask('analyst', '/api/subjects/customer/C-1', { purpose: '' })).status, 403)
})

test('a chart that is exported is recorded, by its size and a hash, and its texts are no formulas', async () => {
  const nodes = ['customer:C-1', 'counterparty:X-1', 'identifier:email:invented@mail.example']
  const asked = (format: string) => bench.ask('analyst', '/api/network/exports', { body: { format, nodes } })
  const [tables, whole, picture] = [await asked('csv'), await asked('json'), await asked('png')]
  const [nodeTable, linkTable] = tables.body.files
  assert.match(nodeTable.text, /^counterparty,X-1,'=Other name|^counterparty,X-1,Invented Payee/m)
  assert.match(linkTable.text, /^customer,C-1,counterparty,X-1,payments,2,15.50,AUD,/m)
  assert.equal(JSON.parse(whole.body.files[0].text).edges.length, 2)
  assert.deepEqual(picture.body.files, [])
  const { text } = await bench.ask('auditor', '/api/audit/links?limit=200')
  assert.equal(text.split('network.export').length - 1, 3)
  assert.ok(text.includes('nodes_sha256') && !text.includes('mail.example'))
})
