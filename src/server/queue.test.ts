import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../access/access.ts'
import { actAs, type Desk } from '../access/desk.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import { claimAlert } from '../casework/alerts/decide.ts'
import { sampleFinding, sampleVictim } from '../casework/alerts/finding.sample.ts'
import { keepArriving } from '../casework/alerts/keep-arriving.ts'
import { keepFindings } from '../casework/findings.ts'
import { readSettings } from './configuration.ts'
import { createServer } from './server.ts'

const data = mkdtempSync(join(tmpdir(), 'lapwing-queue-'))
let office: Awaited<ReturnType<typeof sampleOffice>>
let server: FastifyInstance
let kim: Desk
let cookie: string
before(async () => {
  office = await sampleOffice()
  const settings = await readSettings({}, undefined)
  server = await createServer({
    data,
    hosts: ['localhost', '127.0.0.1'],
    access: openAccess(office),
    settings,
  })
  const robin = await sampleUser(office, 'robin', ['investigator'])
  kim = (await sampleUser(office, 'kim', ['investigator'])).desk
  const payload = { sign_in_name: 'robin', password: robin.password }
  const signedIn = await server.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload,
  })
  cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
})
after(async () => {
  await server.close()
  await office.store.close()
  rmSync(data, { recursive: true })
})

function ask(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  return server.inject({
    method,
    url,
    headers: { host: 'localhost', cookie, 'lapwing-purpose': 'investigation', ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}

/** Takes in what the folder has, once. */
async function takeIn(...ids: readonly string[]) {
  const alerts = [...ids.map(id => sampleFinding(id)), sampleVictim('victim')]
  await keepFindings(data, { alerts, notEvaluated: [], sources: {} }, async () => [])
  const stop = new AbortController()
  const desk = actAs({ kind: 'console' }, office)
  return new Promise((resolve, reject) => {
    const tell = (arrival: object | Error) => {
      stop.abort()
      if (arrival instanceof Error) reject(arrival)
      else resolve(arrival)
    }
    keepArriving({ desk, data, everyMillis: 5, signal: stop.signal, tell }).catch(reject)
  })
}

test('findings of the data folder come into the queue, page by page', async () => {
  await takeIn('a', 'b')
  const first = (await ask('GET', '/api/alerts?limit=2')).json()
  assert.deepEqual(
    first.items.map((each: { alert_id: string }) => each.alert_id),
    ['victim', 'a'],
  )
  const second = (await ask('GET', `/api/alerts?limit=2&after=${first.next}`)).json()
  assert.deepEqual([second.items[0].alert_id, second.items.length, second.next], ['b', 1, null])
  assert.equal((await ask('GET', '/api/alerts?after=nonsense')).statusCode, 400)
  assert.equal((await ask('GET', '/api/alerts?states=new,lost')).json().place, 'query.states')
})

test('a decision names the version it rests on, and another one in between is told', async () => {
  const read = await ask('GET', '/api/alerts/a')
  assert.equal(read.headers.etag, '"1"')
  assert.deepEqual([read.json().finding.alert_id, read.json().citations], ['a', ['guide']])
  const dismissal = { reason: 'Family abroad', outcome: 'cleared' }
  assert.equal((await ask('POST', '/api/alerts/a/dismissal', dismissal)).statusCode, 428)
  await kim.perform(claimAlert, { alert_id: 'a' })
  const stale = await ask('POST', '/api/alerts/a/dismissal', dismissal, { 'if-match': '"1"' })
  assert.deepEqual([stale.statusCode, stale.json().code], [412, 'changed-meanwhile'])
  const lost = await ask('POST', '/api/alerts/a/claim')
  assert.deepEqual([lost.statusCode, lost.json().code], [409, 'claimed-by-another'])
  const done = await ask('POST', '/api/alerts/a/dismissal', dismissal, { 'if-match': '"2"' })
  assert.deepEqual([done.statusCode, done.json().state, done.headers.etag], [200, 'dismissed', '"3"'])
})

test('a case that is opened again by the same request is the same case', async () => {
  const open = () =>
    ask(
      'POST',
      '/api/cases',
      { title: 'Sample', jurisdiction: 'AU', alert_ids: ['b'] },
      { 'idempotency-key': 'once-only' },
    )
  const [one, other] = [await open(), await open()]
  assert.deepEqual([one.statusCode, other.json()], [201, one.json()])
  const { case_id } = one.json()
  const full = (await ask('GET', `/api/cases/${case_id}`)).json()
  assert.deepEqual([full.alerts[0].alert_id, full.evidence, full.version], ['b', [], 1])
  const moved = await ask(
    'POST',
    `/api/cases/${case_id}/moves`,
    { move: 'investigate' },
    { 'if-match': '"1"' },
  )
  assert.deepEqual([moved.json().state, moved.headers.etag], ['investigating', '"2"'])
  const { items } = (await ask('GET', `/api/cases/${case_id}/timeline`)).json()
  assert.equal(items.at(-1).kind, 'moved')
})

test('whoever follows the queue hears of a change, and a stranger hears nothing', {
  timeout: 60_000,
}, async () => {
  await takeIn('a', 'b', 'c')
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const refused = await fetch(`${address}/api/alerts/live`)
  assert.equal(refused.status, 401)
  const leave = new AbortController()
  const stream = await fetch(`${address}/api/alerts/live`, { headers: { cookie }, signal: leave.signal })
  assert.equal(stream.headers.get('content-type'), 'text/event-stream')
  assert.equal(stream.headers.get('x-content-type-options'), 'nosniff')
  const marks: string[] = []
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    marks.push(...[...chunk.matchAll(/"mark":"([^"]+)"/g)].map(match => match[1]!))
    if (marks.length === 1) await kim.perform(claimAlert, { alert_id: 'c' })
    if (marks.length === 2) break
  }
  leave.abort()
  assert.notEqual(marks[0], marks[1])
})

test('a server that stops ends the streams', { timeout: 60_000 }, async () => {
  const [address] = server.addresses()
  const url = `http://127.0.0.1:${(address as { port: number }).port}/api/alerts/live`
  const stream = await fetch(url, { headers: { cookie } })
  const [text] = await Promise.all([stream.text(), server.close()])
  assert.match(text, /^retry: 2000\nevent: queue\n/)
})
