import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../access/access.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import { roleNames } from '../access/roles.ts'
import { readSettings } from './configuration.ts'
import { withoutMessage } from './log.ts'
import { createServer } from './server.ts'

/** Stands in every name, id, note and secret that is sent, and so in whatever quotes one. */
const marker = 'zq7marker'
const lines: Record<string, unknown>[] = []
const stream = new Writable({
  decodeStrings: false,
  write(line: string, _, done) {
    lines.push(JSON.parse(line))
    done()
  },
})
let office: Awaited<ReturnType<typeof sampleOffice>>
let server: FastifyInstance
let isBroken = false
/** Session and id of somebody who may administer, and of somebody who may work cases. */
const cookies: string[] = []
const secrets: string[] = [marker]

before(async () => {
  office = await sampleOffice()
  const settings = { ...(await readSettings({}, undefined)), sign_ins_per_minute: 10_000 }
  const access = openAccess(office)
  server = await createServer({
    data: mkdtempSync(join(tmpdir(), `lapwing-${marker}-`)),
    hosts: ['localhost'],
    access: {
      ...access,
      // As a database that fails says it: with the statement and its values.
      deskOf: token =>
        isBroken
          ? Promise.reject(
              new Error(`Failed query: select ${marker}\n    at ${marker} (${marker}:1:1)`, {
                cause: Object.assign(new Error(`params: ${marker}`), { code: '57P01' }),
              }),
            )
          : access.deskOf(token),
    },
    settings,
    log: { level: 'debug', stream },
  })
  for (const roles of [
    ['administrator'],
    roleNames.filter(role => !/insight|administrator|auditor/.test(role)),
  ]) {
    const name = `${marker}-${roles[0]}`
    const { password, user } = await sampleUser(office, name, roles as typeof roleNames)
    const payload = { sign_in_name: name, password }
    const answer = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost' },
      payload,
    })
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    cookies.push(cookie)
    secrets.push(password, user.user_id, cookie.split('=')[1]!)
  }
})
after(async () => {
  await server.close()
  await office.store.close()
})

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
}

/** A value of the schema, with the marker in every text that may hold one. */
function marked(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return marked(schema.anyOf[0]!)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, each]) => [name, marked(each)]),
    )
  if (type === 'array') return schema.items === undefined ? [] : [marked(schema.items)]
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (type === 'boolean') return true
  if (schema.format === 'date-time') return '2026-01-02T03:04:05Z'
  return `${marker} and more ${marker}`
}

interface Described {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

async function everyRequest(): Promise<number> {
  const described = await server.inject({ url: '/api/openapi.json', headers: { host: 'localhost' } })
  const paths = described.json().paths as Record<string, Record<string, Described>>
  let sent = 0
  for (const [path, methods] of [
    ...Object.entries(paths),
    ['/health', { get: {} }],
    ['/ready', { get: {} }],
    ['/metrics', { get: {} }],
    [`/${marker}`, { get: {} }],
    ['/api/alerts', { get: {} }],
    [`/api/alerts/{id}`, { get: {} }],
  ] as [string, Record<string, Described>][]) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      // Signing out would end the others' work.
      const sessions = method === 'delete' && path === '/api/session' ? [] : cookies
      for (const cookie of [undefined, ...sessions]) {
        const schema = requestBody?.content['application/json']?.schema
        await server.inject({
          method: method.toUpperCase() as 'GET',
          url: `${path.replace(/\{\w+\}/g, `${marker}-id`)}?reference=${marker}&limit=${marker}`,
          headers: {
            host: 'localhost',
            'user-agent': marker,
            'x-request-id': marker,
            'idempotency-key': `${marker}-${sent}`,
            'if-match': '"1"',
            ...(cookie === undefined ? { authorization: `Bearer ${marker}` } : { cookie }),
          },
          ...(schema === undefined ? {} : { payload: marked(schema) as object }),
        })
        sent++
      }
    }
  }
  return sent
}

test('nothing of what is sent, or of who sends it, stands in the log', async () => {
  const sent = await everyRequest()
  assert.ok(sent > 40)
  const text = lines.map(line => JSON.stringify(line)).join('\n')
  for (const secret of secrets)
    assert.ok(
      !text.includes(secret),
      text.split('\n').find(each => each.includes(secret)),
    )
  const requests = lines.filter(line => line.msg === 'request')
  assert.ok(requests.length >= sent)
})

test('a request is one line with its id, its route, how it ended and what kind of caller asked', async () => {
  lines.length = 0
  const answer = await server.inject({
    url: `/api/users/${marker}?x=${marker}`,
    headers: { host: 'localhost', cookie: cookies[0]! },
  })
  const [line] = lines
  assert.equal(lines.length, 1)
  const { time, duration_ms, ...rest } = line!
  assert.deepEqual(rest, {
    level: 'info',
    request_id: answer.headers['x-request-id'],
    method: 'GET',
    route: '/api/users/:user_id',
    status: answer.statusCode,
    caller: 'user',
    msg: 'request',
  })
  assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.equal(typeof duration_ms, 'number')
})

test('what was not expected is logged with its kind and place, and without its message', async () => {
  lines.length = 0
  isBroken = true
  try {
    const answer = await server.inject({
      url: '/api/me',
      headers: { host: 'localhost', cookie: cookies[0]! },
    })
    assert.equal(answer.statusCode, 500)
    assert.ok(!answer.body.includes(marker))
  } finally {
    isBroken = false
  }
  const failed = lines.find(line => line.level === 'error')
  const { type, cause, stack } = failed!.err as { type: string; cause: { code: string }; stack: string }
  assert.deepEqual([type, cause.code, failed!.route], ['Error', '57P01', '/api/me'])
  assert.match(stack, /^at .*log\.test\.ts/)
  assert.ok(!JSON.stringify(lines).includes(marker))
})

test('of what is thrown and is no error, its type is told', () => {
  assert.deepEqual(withoutMessage(marker), { type: 'string', message: 'kept out of the log', stack: '' })
})
