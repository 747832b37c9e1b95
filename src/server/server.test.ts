import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../access/access.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import { purposes, roleNames } from '../access/roles.ts'
import { sampleCase } from '../casework/duties/duties.sample.ts'
import { readSettings } from './configuration.ts'
import { createServer } from './server.ts'

const data = mkdtempSync(join(tmpdir(), 'lapwing-server-'))
let office: Awaited<ReturnType<typeof sampleOffice>>
let server: FastifyInstance
const cookies = new Map<string, string>()
const ids = new Map<string, string>()

before(async () => {
  office = await sampleOffice()
  const settings = {
    ...(await readSettings({}, undefined)),
    sign_ins_per_minute: 40,
    file_keys: `k ${Buffer.alloc(32, 1).toString('base64')}`,
  }
  server = await createServer({
    data,
    hosts: ['127.0.0.1', 'localhost'],
    access: openAccess(office),
    settings,
  })
  for (const role of roleNames) {
    const { password, user } = await sampleUser(office, role, [role])
    ids.set(role, user.user_id)
    const answer = await signInAs(role, password)
    assert.equal(answer.statusCode, 201, answer.body)
    cookies.set(role, String(answer.headers['set-cookie']))
  }
})
after(async () => {
  await server.close()
  await office.store.close()
})

function signInAs(sign_in_name: string, password: string, headers: Record<string, string> = {}) {
  return server.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost', ...headers },
    payload: { sign_in_name, password },
  })
}

interface Asked {
  readonly as?: string
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly headers?: Record<string, string>
  readonly payload?: object
}

function ask(url: string, { as, method = 'GET', headers = {}, payload }: Asked = {}) {
  const cookie = as === undefined ? {} : { cookie: cookies.get(as)!.split(';')[0]! }
  return server.inject({
    method,
    url,
    headers: { host: 'localhost', ...cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}

test('the cookie of a session is kept from scripts and from other sites', () => {
  assert.match(cookies.get('analyst')!, /^lapwing=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
})

test('without a session every address but sign-in, health and the description says so', async () => {
  const { paths } = (await ask('/api/openapi.json')).json()
  const addresses = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => [method.toUpperCase() as 'GET', path] as const),
  )
  assert.ok(addresses.length > 12)
  const open: (readonly ['GET', string])[] = [
    ['GET', '/api/alerts'],
    ['GET', '/api/alerts/x'],
  ]
  for (const [method, path] of [...addresses, ...open]) {
    if (path === '/api/session') continue
    const answer = await ask(path.replace(/\{\w+\}/, 'x'), { method })
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'sign-in-needed'], `${method} ${path}`)
  }
})

test('every role reaches the addresses that are its own, and no other', async () => {
  const expected: readonly (readonly [string, readonly string[]])[] = [
    ['/api/me', roleNames],
    ['/api/users', ['administrator']],
    ['/api/service-tokens', ['administrator']],
    ['/api/audit/links', ['auditor']],
    ['/api/audit/verification', ['auditor']],
  ]
  for (const [url, allowed] of expected) {
    for (const role of roleNames) {
      const { statusCode } = await ask(url, { as: role })
      assert.equal(statusCode, allowed.includes(role) ? 200 : 403, `${role} ${url}`)
    }
  }
  // Nobody else learns which users there are.
  const [there, absent] = await Promise.all(
    [ids.get('auditor')!, 'absent'].map(id => ask(`/api/users/${id}`, { as: 'analyst' })),
  )
  assert.deepEqual([there?.statusCode, there?.body], [404, absent?.body])
})

test('errors are problem documents that name the place and repeat nothing', async () => {
  const answer = await ask('/api/users?limit=secret', { as: 'administrator' })
  assert.equal(answer.statusCode, 400)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  const { code, place, status } = answer.json()
  assert.deepEqual([code, place, status], ['bad-request', 'query.limit', 400])
  assert.ok(!answer.body.includes('secret'))
  assert.equal((await ask('/api/absent', { as: 'auditor' })).json().code, 'not-found')
})

test('a change needs the version that was read, and a second one is refused', async () => {
  const url = `/api/users/${ids.get('insight')}`
  const change = (headers: Record<string, string>) =>
    ask(url, { as: 'administrator', method: 'PATCH', headers, payload: { full_name: 'Sample Name' } })
  const { etag } = (await ask(url, { as: 'administrator' })).headers
  assert.equal((await change({})).statusCode, 428)
  const changed = await change({ 'if-match': String(etag) })
  assert.equal(changed.statusCode, 200)
  assert.notEqual(changed.headers.etag, etag)
  assert.equal((await change({ 'if-match': String(etag) })).statusCode, 412)
})

test('a request with a key is done once, however often it is sent', async () => {
  const send = (service_name: string, key: string) =>
    ask('/api/service-tokens', {
      as: 'administrator',
      method: 'POST',
      headers: { 'idempotency-key': key },
      payload: { service_name, scopes: ['monitoring'], days: 30 },
    })
  const first = await send('probe', 'first-key')
  assert.equal(first.statusCode, 201)
  assert.deepEqual([(await send('probe', 'first-key')).json().code], ['told-once'])
  assert.deepEqual([(await send('other', 'first-key')).json().code], ['key-used'])
  const { token, service_token_id } = first.json()
  const asMachine = { headers: { authorization: `Bearer ${token}` } }
  assert.equal((await ask('/api/audit/verification', asMachine)).statusCode, 200)
  assert.equal((await ask('/api/audit/links', asMachine)).statusCode, 403)
  const revoke = () =>
    ask(`/api/service-tokens/${service_token_id}`, {
      as: 'administrator',
      method: 'DELETE',
      headers: { 'idempotency-key': 'second-key' },
    })
  assert.deepEqual((await revoke()).json(), (await revoke()).json())
  assert.equal((await ask('/api/audit/verification', asMachine)).statusCode, 401)
})

test('a page of another site can neither act nor sign in', async () => {
  const elsewhere = { origin: 'https://example.org' }
  const crossSite = { 'sec-fetch-site': 'cross-site' }
  for (const headers of [elsewhere, crossSite]) {
    const acted = await ask('/api/session', { as: 'protection', method: 'DELETE', headers })
    assert.equal(acted.json().code, 'from-elsewhere')
    assert.equal((await signInAs('analyst', 'a password', headers)).json().code, 'from-elsewhere')
    const enrolled = await ask('/api/me/authenticator', { as: 'protection', method: 'POST', headers })
    assert.equal(enrolled.json().code, 'from-elsewhere')
  }
  const own = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
  assert.equal(
    (await ask('/api/session', { as: 'protection', method: 'DELETE', headers: own })).statusCode,
    200,
  )
  assert.equal((await ask('/api/me', { as: 'protection' })).statusCode, 401)
})

test('answers are kept nowhere, framed by nobody and fetch from nowhere else', async () => {
  const { headers } = await ask('/api/me', { as: 'analyst' })
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(String(headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/)
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
  ] as const) {
    assert.equal(headers[name], value)
  }
  assert.equal((await ask('/health', { headers: { host: 'rebound.example.org' } })).statusCode, 421)
})

test('the description is OpenAPI 3.1 and has every purpose', async () => {
  const description = (await ask('/api/openapi.json')).json()
  assert.equal(description.openapi, '3.1.0')
  const { parameters, responses } = description.paths['/api/users/{user_id}'].patch
  assert.deepEqual(
    parameters.map((each: { name: string }) => each.name),
    ['user_id', 'Lapwing-Purpose', 'Idempotency-Key', 'If-Match'],
  )
  assert.deepEqual(parameters[1].schema.enum, [...purposes])
  assert.ok(responses['200'].content['application/json'].schema.properties.full_name)
})

test('sign-in is limited for each client, and readiness follows the store', async () => {
  assert.equal((await ask('/ready')).statusCode, 200)
  let last = 0
  for (let attempt = 0; attempt < 60 && last !== 429; attempt++) {
    last = (await ask('/api/session', { method: 'POST', payload: {} })).statusCode
  }
  assert.equal(last, 429)
})

test('the audit chain of all this is whole', async () => {
  const { faults, links } = (await ask('/api/audit/verification', { as: 'auditor' })).json()
  assert.deepEqual(faults, [])
  assert.ok(links > 40)
})

test('a file is sent as bytes, saved and never shown, and what it is not is told', async () => {
  const { case_id } = await sampleCase(office)
  const url = `/api/cases/${case_id}/files`
  const headers = { 'lapwing-purpose': 'investigation' }
  const send = (name: string, payload: Buffer) =>
    ask(`${url}?name=${encodeURIComponent(name)}`, {
      as: 'investigator',
      method: 'POST',
      payload,
      headers: { 'content-type': 'application/octet-stream' },
    })
  const content = Buffer.from('Words of a letter.')
  const added = await send("Brief 'über' alles.txt", content)
  assert.equal(added.statusCode, 201, added.body)
  const read = await ask(`${url}/${added.json().file_id}/content`, { as: 'analyst', headers })
  assert.deepEqual(read.rawPayload, content)
  assert.equal(read.headers['content-type'], 'application/octet-stream')
  assert.equal(
    read.headers['content-disposition'],
    "attachment; filename*=UTF-8''Brief%20%27%C3%BCber%27%20alles.txt",
  )
  assert.equal(read.headers['content-security-policy'], "default-src 'none'; sandbox")
  assert.equal(read.headers['x-content-type-options'], 'nosniff')
  assert.equal(read.headers['cache-control'], 'no-store')
  const picture = await send('a.txt', Buffer.from('89504e470d0a1a0a00', 'hex'))
  assert.deepEqual([picture.statusCode, picture.json().code], [422, 'file-picture'])
  const large = await send('a.txt', Buffer.alloc(10 * 1_024 * 1_024 + 1, 'a'))
  assert.deepEqual([large.statusCode, large.json().code], [413, 'file-large'])
  const more = await send('a.txt', Buffer.alloc(11 * 1_024 * 1_024, 'a'))
  assert.equal(more.statusCode, 413)
})
