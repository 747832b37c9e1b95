import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../access/access.ts'
import { actAs } from '../access/desk.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import { verifyAudit } from '../access/operations/audit.ts'
import { createServiceToken } from '../access/operations/serviceTokens.ts'
import { measured } from '../store/measured.ts'
import { readSettings } from './configuration.ts'
import { counter, histogram } from './exposition.ts'
import { createMetrics } from './metrics.ts'
import { createServer } from './server.ts'

let office: Awaited<ReturnType<typeof sampleOffice>>
let server: FastifyInstance
let token: string

before(async () => {
  office = await sampleOffice()
  const metrics = createMetrics()
  const { desk } = await sampleUser(office, 'robin', ['administrator'])
  const asked = { service_name: 'probe', scopes: ['monitoring' as const], days: 1 }
  token = (await desk.perform(createServiceToken, asked)).token
  server = await createServer({
    data: mkdtempSync(join(tmpdir(), 'lapwing-metrics-')),
    hosts: ['localhost'],
    access: openAccess({ ...office, store: measured(office.store, metrics.observeTransaction) }),
    settings: await readSettings({}, undefined),
    metrics,
  })
})
after(async () => {
  await server.close()
  await office.store.close()
})

const ask = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: 'localhost', ...headers } })

test('metrics are for machines that watch over the service, and for no user', async () => {
  assert.equal((await ask('/metrics')).statusCode, 401)
  const { password } = await sampleUser(office, 'kim', ['investigator'])
  const signedIn = await server.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { sign_in_name: 'kim', password },
  })
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
  assert.equal((await ask('/metrics', { cookie })).statusCode, 403)
  assert.equal((await ask('/metrics', { authorization: `Bearer ${token}` })).statusCode, 200)
})

test('requests are counted by route and status, transactions by how they ended, and nothing by whom it is about', async () => {
  await ask('/api/users/secret-id', { authorization: `Bearer ${token}` })
  await ask('/api/secret-path')
  const { body, headers } = await ask('/metrics', { authorization: `Bearer ${token}` })
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
  assert.match(
    body,
    /^lapwing_requests_total\{method="GET",route="\/api\/users\/:user_id",status="404"\} 1$/m,
  )
  assert.match(body, /^lapwing_request_duration_seconds_bucket\{method="GET",route="none",le="\+Inf"\} 1$/m)
  assert.match(body, /^lapwing_store_transaction_duration_seconds_count\{result="kept"\} [1-9]\d*$/m)
  const head = (await actAs({ kind: 'console' }, office).perform(verifyAudit, { anchors: [] })).links
  assert.match(body, new RegExp(`^lapwing_audit_links ${head}$`, 'm'))
  assert.ok(!body.includes('secret'))
  for (const line of body.trimEnd().split('\n')) {
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/)
  }
})

test('a bucket holds all that took no longer than its bound', () => {
  const one = histogram('h', 'Help.')
  for (const seconds of [0.0005, 0.15, 0.2, 100]) one.observe({ of: 'a"\\\n' }, seconds)
  const lines = one.lines()
  const under = (le: string) =>
    Number(
      lines
        .find(line => line.includes(`le="${le}"`))
        ?.split(' ')
        .at(-1),
    )
  assert.deepEqual(['0.001', '0.1', '0.15', '0.25', '10', '+Inf'].map(under), [1, 1, 2, 3, 3, 4])
  assert.ok(lines.includes('h_sum{of="a\\"\\\\\\n"} 100.3505'))
  const counts = counter('c', 'Help.')
  counts.add({})
  counts.add({})
  assert.deepEqual(counts.lines().at(-1), 'c 2')
})
