import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../src/access/access.ts'
import { actAs } from '../src/access/desk.ts'
import { sampleOffice, sampleUser } from '../src/access/office.sample.ts'
import { createServiceToken } from '../src/access/operations/serviceTokens.ts'
import { type Role, roleNames } from '../src/access/roles.ts'
import { arriveAlerts } from '../src/casework/alerts/arrive.ts'
import { sampleFinding } from '../src/casework/alerts/finding.sample.ts'
import { openCase } from '../src/casework/cases/open.ts'
import { askApproval } from '../src/casework/duties/approvals/ask.ts'
import { keepFindings } from '../src/casework/findings.ts'
import { readSettings } from '../src/server/configuration.ts'
import { createServer, deskRoutes } from '../src/server/server.ts'
import { caseEvents } from '../src/store/tables/casework.ts'

/** Who may use each address. One that is not here fails the test: whoever adds a route says here whom it is for. */
interface Entry {
  readonly roles: readonly Role[]
  /** A request that is well formed; whether it can be done in this state is not asked. */
  readonly body?: object
  readonly query?: string
}
const triage: readonly Role[] = ['analyst', 'investigator', 'reporting-officer', 'protection']
const work: readonly Role[] = ['investigator', 'reporting-officer', 'protection']
const administer: readonly Role[] = ['administrator']
const writers: readonly Role[] = ['investigator', 'reporting-officer']
const scientists: readonly Role[] = ['data-scientist', 'validator']
const officers: readonly Role[] = ['reporting-officer']
const code = '000000'
const reason = 'a reason'
const until = '2030-03-20T00:00:00Z'
const customer = 'C-distinct-customer'
const past = '2030-03-10T00:00:00Z'
const several = { alerts: [{ alert_id: 'absent' }] }

const table: Readonly<Record<string, Entry>> = {
  'GET /api/me': { roles: roleNames },
  'POST /api/me/password': {
    roles: roleNames,
    body: { old_password: 'not this', new_password: 'long enough, and new' },
  },
  'POST /api/me/authenticator': { roles: roleNames },
  'POST /api/me/authenticator/confirmation': { roles: roleNames, body: { secret: 'A'.repeat(32), code } },
  'GET /api/users': { roles: administer },
  'POST /api/users': {
    roles: administer,
    body: { sign_in_name: 'new', full_name: 'New', roles: ['analyst'] },
  },
  'GET /api/users/{user_id}': { roles: administer },
  'PATCH /api/users/{user_id}': { roles: administer, body: { full_name: 'Another' } },
  'POST /api/users/{user_id}/password': { roles: administer },
  'GET /api/service-tokens': { roles: administer },
  'POST /api/service-tokens': {
    roles: administer,
    body: { service_name: 'probe', scopes: ['monitoring'], days: 1 },
  },
  'DELETE /api/service-tokens/{service_token_id}': { roles: administer },
  'GET /api/audit/links': { roles: ['auditor'] },
  'GET /api/audit/verification': { roles: ['auditor'] },
  'GET /api/alerts': { roles: triage },
  'GET /api/alerts/counts': { roles: triage },
  'GET /api/alerts/outline': { roles: triage },
  'GET /api/colleagues': { roles: [...triage, ...scientists] },
  'GET /api/alerts/{alert_id}': { roles: triage },
  'GET /api/alerts/{alert_id}/neighbours': { roles: triage },
  'GET /api/alerts/{alert_id}/picture': { roles: triage },
  'GET /api/alerts/{alert_id}/timeline': { roles: triage },
  'GET /api/alerts/{alert_id}/look-alikes': { roles: triage },
  'POST /api/alerts/{alert_id}/claim': { roles: triage },
  'POST /api/alerts/{alert_id}/assignment': { roles: triage, body: { assignee: 'me' } },
  'POST /api/alerts/{alert_id}/release': { roles: triage },
  'POST /api/alerts/{alert_id}/snooze': { roles: triage, body: { until, reason } },
  'POST /api/alerts/{alert_id}/dismissal': { roles: triage, body: { reason, outcome: 'cleared' } },
  'POST /api/alerts/{alert_id}/reopening': { roles: triage, body: { reason } },
  'POST /api/alerts/claims': { roles: triage, body: several },
  'POST /api/alerts/snoozes': { roles: triage, body: { ...several, until, reason } },
  'POST /api/alerts/dismissals': { roles: triage, body: { ...several, reason, outcome: 'cleared' } },
  'GET /api/network': { roles: triage, query: '?from=customer:C-1' },
  'POST /api/network/exports': {
    roles: triage,
    body: { format: 'csv', nodes: ['customer:C-1'] },
  },
  'GET /api/subjects/{kind}/{subject_id}': { roles: triage },
  'GET /api/search': { roles: triage, query: '?q=C-1' },
  'GET /api/typologies': { roles: [...triage, ...scientists, 'insight'] },
  'GET /api/typologies/{card}': { roles: [...triage, ...scientists, 'insight'] },
  'GET /api/typologies/{card}/text': { roles: scientists },
  'POST /api/typologies/check': { roles: scientists, body: { text: 'card: draft' } },
  'GET /api/typologies/alerts': { roles: [...triage, ...scientists] },
  'GET /api/typologies/own': { roles: scientists },
  'GET /api/typologies/{card}/own': { roles: scientists },
  'POST /api/typologies/{card}/own/draft': { roles: ['data-scientist'], body: { text: 'card: other' } },
  'DELETE /api/typologies/{card}/own/draft': { roles: ['data-scientist'] },
  'POST /api/typologies/{card}/own/back-test': { roles: scientists },
  'GET /api/typologies/{card}/own/back-test': { roles: scientists },
  'DELETE /api/typologies/{card}/own/back-test': { roles: scientists },
  'POST /api/typologies/{card}/own/approval': { roles: scientists, body: { why: reason } },
  'GET /api/coverage': { roles: ['reporting-officer', ...scientists] },
  'GET /api/outcomes': { roles: ['data-scientist', 'validator'] },
  'GET /api/cases': { roles: triage },
  'POST /api/cases': { roles: triage, body: { title: 'New', jurisdiction: 'AU', path: 'protection' } },
  'GET /api/cases/{case_id}': { roles: triage },
  'GET /api/cases/{case_id}/timeline': { roles: triage },
  'PATCH /api/cases/{case_id}': { roles: work, body: { title: 'Another' } },
  'POST /api/cases/{case_id}/moves': { roles: work, body: { move: 'investigate' } },
  'POST /api/cases/{case_id}/alerts': { roles: triage, body: { alert_ids: ['absent'] } },
  'DELETE /api/cases/{case_id}/alerts/{alert_id}': { roles: work, body: { why: reason } },
  'POST /api/cases/{case_id}/subjects': {
    roles: work,
    body: { kind: 'device', subject_id: 'D-1', role: 'mule' },
  },
  'DELETE /api/cases/{case_id}/subjects/{kind}/{subject_id}': { roles: work, body: { why: reason } },
  'POST /api/cases/{case_id}/evidence': { roles: work, body: { payment_ids: ['P-1'] } },
  'POST /api/cases/{case_id}/notes': { roles: work, body: { text: 'a note' } },
  'POST /api/cases/{case_id}/tasks': { roles: work, body: { what: 'a task' } },
  'PATCH /api/cases/{case_id}/tasks/{task_id}': { roles: work, body: { done: true } },
  'POST /api/cases/{case_id}/links': { roles: work, body: { other_case_id: 'absent', why: reason } },
  'DELETE /api/cases/{case_id}/links/{other_case_id}': { roles: work },
  'GET /api/suspicions': { roles: writers },
  'GET /api/cases/{case_id}/suspicion': { roles: writers },
  'POST /api/cases/{case_id}/suspicion': { roles: writers, body: { formed_at: past } },
  'PATCH /api/cases/{case_id}/suspicion': { roles: writers, body: { reason } },
  'POST /api/cases/{case_id}/suspicion/moves': { roles: writers, body: { move: 'draft' } },
  'GET /api/approvals': { roles: writers },
  'POST /api/approvals': {
    roles: writers,
    body: {
      kind: 'release',
      object_id: 'o',
      content_hash: 'a'.repeat(64),
      case_id: '{case_id}',
      why: reason,
    },
  },
  'GET /api/approvals/{approval_id}': { roles: writers },
  'POST /api/approvals/{approval_id}/decision': { roles: officers, body: { decision: 'refused', reason } },
  'DELETE /api/approvals/{approval_id}': { roles: writers },
  'GET /api/cases/{case_id}/exits': { roles: writers },
  'POST /api/cases/{case_id}/exits': {
    roles: writers,
    body: { customer_id: customer, why: reason, police_contact: 'made', police_contact_note: reason },
  },
  'GET /api/keep-open-requests': { roles: writers },
  'GET /api/cases/{case_id}/keep-open-requests': { roles: writers },
  'POST /api/cases/{case_id}/keep-open-requests': {
    roles: writers,
    body: { customer_id: customer, authority: 'A', reference: 'R', begins_at: past, ends_at: until },
  },
  'PATCH /api/cases/{case_id}/keep-open-requests/{keep_open_id}': {
    roles: writers,
    body: { ends_at: until, reference: 'R' },
  },
  'DELETE /api/cases/{case_id}/keep-open-requests/{keep_open_id}': { roles: writers },
  'GET /api/cases/{case_id}/holds': { roles: writers },
  'POST /api/cases/{case_id}/holds': { roles: writers, body: { why: reason } },
  'POST /api/cases/{case_id}/holds/{hold_id}/release': { roles: officers, body: { reason } },
  'GET /api/disposals': { roles: officers },
  'GET /api/disposals/due': { roles: officers },
  'POST /api/disposals/approvals': { roles: officers, body: { why: reason } },
  'POST /api/disposals': { roles: officers, body: { approval_id: 'absent' } },
  'GET /api/cases/{case_id}/files': { roles: triage },
  'POST /api/cases/{case_id}/files': { roles: work, query: '?name=a.txt' },
  'GET /api/cases/{case_id}/report-files': { roles: writers },
  'GET /api/cases/{case_id}/report-particulars': { roles: writers },
  'PATCH /api/cases/{case_id}/report-particulars': { roles: writers, body: { subjects: [] } },
  'GET /api/cases/{case_id}/reports': { roles: writers },
  'POST /api/cases/{case_id}/reports': { roles: writers },
  'GET /api/cases/{case_id}/reports/{report_id}': { roles: writers },
  'POST /api/cases/{case_id}/reports/{report_id}/files': { roles: writers, body: { format: 'fincen-sar' } },
  'POST /api/cases/{case_id}/report-files': { roles: writers, query: '?name=a.txt' },
}

/** Parts of answers that only some of those who may use the address are given, by a text that shows them. */
const parts: readonly { readonly route: string; readonly shows: string; readonly roles: readonly Role[] }[] =
  [
    {
      route: 'GET /api/cases/{case_id}/timeline',
      shows: 'sample_of_report',
      roles: ['investigator', 'reporting-officer'],
    },
  ]

/** What the audit chain names though nobody asks a policy for it. */
const recordedOnly: readonly string[] = ['access.refused', 'sign-in.refused']

/** Who may reach no record at all, by any address. */
const withoutRecords: readonly Role[] = ['insight', 'administrator', 'auditor']

let office: Awaited<ReturnType<typeof sampleOffice>>
let server: FastifyInstance
let data: string
const cookies = new Map<Role, string>()
const values: Record<string, string> = {
  alert_id: 'shown',
  card: 'live-distance-payer',
  kind: 'customer',
  subject_id: customer,
  task_id: 'absent',
  other_case_id: 'absent',
  keep_open_id: 'absent',
  hold_id: 'absent',
  report_id: 'absent',
}

before(async () => {
  office = await sampleOffice()
  data = await mkdtemp(join(tmpdir(), 'lapwing-authorisation-'))
  const settings = { ...(await readSettings({}, undefined)), sign_ins_per_minute: 100 }
  server = await createServer({ data, hosts: ['localhost'], access: openAccess(office), settings })
  for (const role of roleNames) {
    const { password } = await sampleUser(office, role, [role])
    const answer = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost' },
      payload: { sign_in_name: role, password },
    })
    cookies.set(role, String(answer.headers['set-cookie']).split(';')[0]!)
  }
  const worker = await sampleUser(office, 'worker', ['investigator'])
  const administrator = await sampleUser(office, 'second', ['administrator'])
  const probe = { service_name: 'probe', scopes: ['monitoring'], days: 1 } as const
  values.service_token_id = (await administrator.desk.perform(createServiceToken, probe)).service_token_id
  values.user_id = (await sampleUser(office, 'spare', ['insight'])).user.user_id
  const findings = ['shown', 'escalated'].map(id => sampleFinding(id, { subject_id: customer, typology: id }))
  await arriveAlerts(actAs({ kind: 'console' }, office), findings)
  await keepFindings(data, { alerts: findings, notEvaluated: [], sources: {} }, async () => [])
  const given = { title: customer, jurisdiction: 'AU', alert_ids: ['escalated'] }
  values.case_id = (await worker.desk.perform(openCase, given)).case_id
  values.approval_id = (
    await worker.desk.perform(askApproval, {
      ...{ kind: 'release', object_id: 'o', content_hash: 'b'.repeat(64), why: reason },
      case_id: values.case_id,
    })
  ).approval_id
  await office.store.transaction(transaction =>
    transaction.insert(caseEvents).values({
      ...{ caseId: values.case_id!, happenedAt: 0, actor: 'x', kind: 'sample_of_report' },
      ...{ ofReport: true, detail: {} },
    }),
  )
})
after(async () => {
  await server.close()
  await office.store.close()
  await rm(data, { recursive: true, force: true })
})

function ask(
  route: string,
  as: Role,
  headers: Record<string, string> = { 'lapwing-purpose': 'investigation' },
) {
  const [method, path] = route.split(' ') as ['GET', string]
  const { body, query = '' } = table[route]!
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
  return server.inject({
    method,
    url: filled(path) + query,
    headers: { host: 'localhost', cookie: cookies.get(as)!, 'if-match': '"1"', ...headers },
    ...(body === undefined ? {} : { payload: JSON.parse(filled(JSON.stringify(body))) }),
  })
}

/** By the policies, and not because there is no such thing: what an operation itself misses has its place. */
function isRefused(answer: { readonly statusCode: number; readonly body: string }): boolean {
  if (answer.statusCode === 403) return true
  return answer.statusCode === 404 && JSON.parse(answer.body).place === undefined
}

test('every address stands in the table, and the table has no other', () => {
  const served = deskRoutes({ data }).map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(served.sort(), Object.keys(table).sort())
})

test('the actions that the policies know are those of the operations and of hidden fields', () => {
  const source = fileURLToPath(new URL('../src/', import.meta.url))
  const texts = (ending: string) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith(ending) && !name.endsWith('.test.ts'))
      .map(name => readFileSync(join(source, name), 'utf8'))
      .join('\n')
  const [schema, code] = [texts('.cedarschema'), texts('.ts')]
  const known = [...schema.matchAll(/^ *(?:action )?("[\w.-]+"(?:, *"[\w.-]+")*)/gm)].flatMap(match =>
    [...match[1]!.matchAll(/"([\w.-]+)"/g)].map(each => each[1]!),
  )
  const used = [
    ...[...code.matchAll(/\baction: '([\w-]+\.[\w.-]+)'/g)].map(match => match[1]!),
    ...[...code.matchAll(/triage(?:One|Several)\('(\w+)'/g)].map(match => `alert.${match[1]}`),
    ...[...code.matchAll(/\baction: `\$\{kind\}\.(\w+)`/g)].flatMap(match =>
      ['file', 'report-file'].map(kind => `${kind}.${match[1]}`),
    ),
    ...[...code.matchAll(/fields: \{ \w+: '([\w.-]+)' \}/g)].map(match => match[1]!),
  ].filter(action => !recordedOnly.includes(action))
  assert.ok(known.length > 40)
  assert.deepEqual([...new Set(used)].sort(), known.sort())
})

for (const role of roleNames) {
  test(`${role}: reaches what the table says, and nothing else`, async () => {
    const wrong: string[] = []
    for (const [route, { roles }] of Object.entries(table)) {
      const answer = await ask(route, role)
      if (answer.statusCode >= 500 || answer.statusCode === 400) wrong.push(`${route}: ${answer.body}`)
      if (isRefused(answer) === roles.includes(role))
        wrong.push(`${route}: ${answer.statusCode} ${answer.body}`)
      if (withoutRecords.includes(role) && answer.body.includes(customer))
        wrong.push(`${route} shows a customer`)
    }
    assert.deepEqual(wrong, [])
  })
}

test('the live queue is open to whoever may see the queue, and to no other', async () => {
  for (const role of roleNames) {
    const answer = await server.inject({
      url: '/api/alerts/live',
      headers: { host: 'localhost', cookie: cookies.get(role)! },
      payloadAsStream: true,
    })
    assert.equal(answer.statusCode, table['GET /api/alerts']!.roles.includes(role) ? 200 : 403, role)
    answer.stream().destroy()
  }
})

test('a part of an answer that is for some is given to them alone', async () => {
  for (const { route, shows, roles } of parts) {
    for (const role of table[route]!.roles) {
      assert.equal((await ask(route, role)).body.includes(shows), roles.includes(role), `${role} ${route}`)
    }
  }
})

test('a sensitive read without a purpose is refused to everybody', async () => {
  for (const route of [
    'GET /api/cases/{case_id}',
    'GET /api/cases/{case_id}/timeline',
    'GET /api/alerts/{alert_id}/timeline',
    'GET /api/alerts/{alert_id}/look-alikes',
    'GET /api/subjects/{kind}/{subject_id}',
    'POST /api/network/exports',
  ]) {
    for (const role of table[route]!.roles)
      assert.ok(isRefused(await ask(route, role, {})), `${role} ${route}`)
  }
})
