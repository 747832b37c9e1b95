import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleFinding } from '../casework/alerts/finding.sample.ts'
import { keepCoverage, keepFindings } from '../casework/findings.ts'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

let bench: Awaited<ReturnType<typeof sampleWorkbench>>
before(async () => {
  const rows = sampleRows([['C-1', 'X-1']])
  bench = await sampleWorkbench({ rows, findings: [], roles: ['analyst', 'validator', 'administrator'] })
})
after(() => bench.close())

test('the catalogue says of each typology in plain words whom it is about and what speaks for and against it', async () => {
  const list = (await bench.ask('analyst', '/api/typologies')).body
  assert.ok(list.items.length >= 13 && list.pack === 'reference')
  const { body } = await bench.ask('analyst', '/api/typologies/live-distance-payer')
  assert.deepEqual([body.role, body.clock, body.subject_kind], ['suspected payer', 'suspicion', 'customer'])
  const said = body.indicators.find((each: { indicator: string }) => each.indicator === 'payees-paid-for-the-first-time') // biome-ignore format: a row
  assert.equal(said.says, '… payments to someone abroad never paid before, in 90 days')
  assert.match(said.sources[0].link, /^https:/)
  assert.ok(body.looks_at.includes('direction is out'))
  assert.ok(body.look_alikes.length > 0 && body.speaks_against.length > 0 && body.not_seen.length > 0)
  assert.ok(!JSON.stringify(body).match(/\{(value|unit|window|group)\}/))
})

test('texts of cards, with their weights, are for those who work on them', async () => {
  const path = '/api/typologies/live-distance-payer/text'
  assert.equal((await bench.ask('analyst', path)).status, 404)
  assert.match((await bench.ask('validator', path)).body.text, /^card: live-distance-payer\n[\s\S]*weight:/)
  const { text } = await bench.ask('analyst', '/api/typologies/live-distance-payer')
  assert.ok(!text.includes('weight') && !text.includes('"gate"'))
  assert.equal((await bench.ask('validator', '/api/typologies/no-such-card')).status, 404)
  assert.equal((await bench.ask('administrator', '/api/typologies')).status, 403)
})

test('a card is checked as it is written: what is wrong is told with its line and column', async () => {
  const { text } = (await bench.ask('validator', '/api/typologies/live-distance-payer/text')).body
  const check = async (text: string) =>
    (await bench.ask('validator', '/api/typologies/check', { body: { text } })).body.problems
  assert.deepEqual(await check(text), [])
  const wrong = await check(text.replace('family: fan-out', 'family: fan-oot'))
  const line = text.split('\n').findIndex((each: string) => each.includes('family: fan-out')) + 1
  assert.deepEqual([wrong.length, wrong[0].line, wrong[0].severity, wrong[0].nearest], [1, line, 'error', 'fan-out']) // biome-ignore format: a row
  assert.ok((await check('card: [')).length > 0)
})

test('how many alerts the last run raised by card is for those who work them and on them', async () => {
  const before = await bench.ask('analyst', '/api/typologies/alerts')
  assert.deepEqual([before.status, before.body.code], [409, 'no-alerts'])
  const alerts = ['a', 'b'].map(id => sampleFinding(id, { card: 'traveller' }))
  await keepFindings(bench.data, { alerts, notEvaluated: [], sources: {} }, async () => [])
  const { body } = await bench.ask('analyst', '/api/typologies/alerts')
  assert.deepEqual(body.items, [{ card: 'traveller', alerts: 2 }])
  assert.equal((await bench.ask('administrator', '/api/typologies/alerts')).status, 403)
})

test('what the book can show is told once somebody has looked', async () => {
  const before = await bench.ask('validator', '/api/coverage')
  assert.deepEqual([before.status, before.body.code], [409, 'no-coverage'])
  const products = [{ product: 'transaction', payments: 1, looked_at: { transfer: 1 } }]
  const shared = { products, indicators: [], missing_families: [] }
  const card = {
    card: 'traveller',
    title: 'Traveller',
    typology: 'traveller',
    state: 'blind',
    ...shared,
  } as const
  await keepCoverage(bench.data, [card])
  assert.deepEqual((await bench.ask('validator', '/api/coverage')).body.items, [card])
  assert.equal((await bench.ask('analyst', '/api/coverage')).status, 403)
})
