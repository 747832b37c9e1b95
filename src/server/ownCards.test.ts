import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

/** A real back-test on a thread of its own, over a real book. */

const card = 'live-distance-payer'
const own = `/api/typologies/${card}/own`
let workbench: Awaited<ReturnType<typeof sampleWorkbench>>

before(async () => {
  const payments = Array.from({ length: 90 }, (_, day) => {
    const given = { counterparty_country: 'PH', rail: 'remittance' }
    return [`C-${day % 9}`, `P-${day % 7}`, given] as const
  })
  workbench = await sampleWorkbench({
    rows: sampleRows(payments),
    findings: [],
    roles: ['data-scientist', 'validator', 'analyst'],
    passphrase: 'words of an invented institution',
  })
})
after(() => workbench.close())

const scientist = (url: string, given: Parameters<typeof workbench.ask>[2] = {}) =>
  workbench.ask('data-scientist', url, given)
const version = async () => (await scientist(own)).body.version as number
const ended = async () => {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await scientist(`${own}/back-test`)
    if (body.state !== 'running') return body
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return assert.fail('the back-test ends')
}

test('a draft is back-tested in the background, and the counts are kept with its text', async () => {
  const { body: whole } = await scientist(own)
  assert.deepEqual([whole.keeps, whole.version, whole.draft], [true, 0, null])
  const text = whole.published_text.replace('quiet_days: 180', 'quiet_days: 90')
  const saved = await scientist(`${own}/draft`, { body: { text }, version: 0 })
  assert.equal(saved.status, 201, saved.text)
  assert.doesNotMatch(saved.text, /quiet_days/)
  const started = await scientist(`${own}/back-test`, { method: 'POST', version: 1 })
  assert.equal(started.status, 201, started.text)
  assert.equal(started.body.state, 'running')
  const second = await workbench.ask('validator', `${own}/back-test`, { method: 'POST', version: 1 })
  assert.deepEqual([second.status, second.body.code], [409, 'back-test-runs'])
  assert.equal((await scientist('/api/typologies')).status, 200, 'others are answered meanwhile')
  assert.equal((await ended()).state, 'done')
  const { body } = await scientist(own)
  assert.equal(body.back_test.payments, 90)
  assert.equal(body.back_test.customers, 9)
  assert.equal(body.back_test.before, body.back_test.kept + body.back_test.lost)
  assert.doesNotMatch(JSON.stringify(body.back_test), /C-\d|P-\d/)
  const asked = await scientist(`${own}/approval`, { body: { why: 'Shorter episodes.' }, version: 1 })
  assert.equal(asked.status, 201, asked.text)
  const listed = await workbench.ask('validator', '/api/typologies/own')
  assert.deepEqual(listed.body.items, [
    { card, in_use: false, has_draft: true, approval_id: asked.body.approval_id },
  ])
  const approval = `/api/approvals/${asked.body.approval_id}`
  const decision = { decision: 'approved', reason: 'Read it.' }
  const decided = await workbench.ask('validator', `${approval}/decision`, { body: decision, version: 1 })
  assert.equal(decided.status, 200, decided.text)
  assert.equal((await scientist(own)).body.in_use.text, text)
})

test('a back-test that is cancelled leaves nothing', async () => {
  const { body } = await scientist(own)
  const text = body.in_use.text.replace('quiet_days: 90', 'quiet_days: 60')
  await scientist(`${own}/draft`, { body: { text }, version: await version() })
  const started = await scientist(`${own}/back-test`, { method: 'POST', version: await version() })
  assert.equal(started.body.state, 'running', started.text)
  assert.equal((await scientist(`${own}/back-test`, { method: 'DELETE' })).status, 200)
  assert.equal((await ended()).state, 'cancelled')
  assert.equal((await scientist(own)).body.back_test, null)
})

test('an own card is shown to those who work on cards alone', async () => {
  assert.equal((await workbench.ask('analyst', own)).status, 404)
  assert.equal((await workbench.ask('analyst', '/api/typologies/own')).status, 403)
})
