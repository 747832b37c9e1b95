import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dismissAlert } from '../casework/alerts/decide.ts'
import { sampleFinding } from '../casework/alerts/finding.sample.ts'
import { openCase } from '../casework/cases/open.ts'
import type { LookAlike } from '../detection/lookAlikes.ts'
import { sampleRows, sampleWorkbench } from './workbench.sample.ts'

const abroad = { counterparty_country: 'PH', counterparty_name: 'Invented Payee', utc_offset_minutes: 600 }
const rows = sampleRows([
  ['C-a', 'X-1', abroad],
  ['C-a', 'X-1', abroad],
  ['C-a', 'X-2', { counterparty_country: 'AU', direction: 'in', amount: '0.05' }],
  ['C-a', 'X-2', { status: 'reversed' }],
  ['C-b', 'X-1', abroad],
])
const alike = (subject_id: string, raised: boolean): LookAlike => ({
  subject_id,
  distance_bans: 0.5,
  raised,
  ...{ shares: ['a week'], lacks: ['a day'], besides: ['wording'], speaks_against: ['ties'] },
})
const first = Date.UTC(2029, 10, 1, 13) * 1_000
const points = [{ share: 0.5, value: 3 }]
const plain = sampleFinding('a', { first, last: first + 3 * 86_400_000_000 })
const finding = {
  ...plain,
  reasons: plain.reasons.map(each => ({ ...each, distribution: { unusual: 'high' as const, points } })),
  look_alikes: ['C-quiet', 'C-open', 'C-walled'].map(id => alike(id, false)).concat(alike('C-cleared', true), alike('C-raised', true)), // biome-ignore format: a list
}
const on = (id: string, subject_id: string) => sampleFinding(id, { subject_id })

let bench: Awaited<ReturnType<typeof sampleWorkbench>>
before(async () => {
  const others = [on('open', 'C-open'), on('walled', 'C-walled'), on('cleared', 'C-cleared')]
  bench = await sampleWorkbench({
    rows,
    findings: [finding, ...others],
    roles: ['analyst', 'investigator', 'insight'],
  })
  const investigator = bench.deskOf('investigator')
  const given = { title: 'Walled', jurisdiction: 'AU', restricted: true, members: [] }
  await investigator.perform(openCase, { ...given, alert_ids: ['walled'] })
  const why = { reason: 'Family abroad', outcome: 'cleared' as const }
  await investigator.perform(dismissAlert, { alert_id: 'cleared', version: 1, ...why })
})
after(() => bench.close())

test('the picture has the evidence by family, and each indicator among its peers', async () => {
  const { status, body } = await bench.ask('analyst', '/api/alerts/a/picture', { purpose: '' })
  assert.equal(status, 200)
  assert.deepEqual(body.families, [
    { family: 'tempo', bans: 1, indicator: 'a week', against_bans: 0, against_indicator: null },
  ])
  const { group, count, distribution } = body.indicators[0].peers
  assert.deepEqual([group, count, distribution], ['customers who send to Philippines', 839, { unusual: 'high', points }]) // biome-ignore format: a row
  // Alerts from before distributions were kept are told without.
  const before = await bench.ask('analyst', '/api/alerts/open/picture')
  assert.equal(before.body.indicators[0].peers.distribution, null)
})

test('the timeline has all payments of the subject, which of them are evidence, and says how many it leaves out', async () => {
  const one = (await bench.ask('analyst', '/api/alerts/a/timeline?limit=3')).body
  assert.deepEqual(
    one.items.map((each: Record<string, unknown>) => [each.payment_id, each.local_hour, each.is_evidence]),
    [
      ['P-1', 23, true],
      ['P-2', 23, true],
      ['P-3', null, false],
    ],
  )
  assert.deepEqual([one.total, one.left_out, one.home_currency], [4, 1, 'AUD'])
  const two = (await bench.ask('analyst', `/api/alerts/a/timeline?limit=3&after=${one.next}`)).body
  assert.deepEqual([two.items.length, two.items[0].payment_id, two.next], [1, 'P-4', null])
  assert.equal((await bench.ask('analyst', '/api/alerts/a/timeline', { purpose: '' })).status, 404)
})

test('corridors are the sums by country and direction of what was completed', async () => {
  const { corridors } = (await bench.ask('analyst', '/api/alerts/a/timeline')).body
  const shown = corridors.map((each: Record<string, unknown>) =>
    [each.country_name, each.direction, each.payments, each.amount_home, each.not_completed].join(' '),
  )
  assert.deepEqual(shown.sort(), [' out 0 0.00 1', 'Australia in 1 0.05 0', 'Philippines out 2 20.00 0'])
})

test('people who look the same are those whom nobody alerted, as far as the caller may know, and those who were cleared', async () => {
  const seen = async (role: 'analyst' | 'investigator') =>
    (await bench.ask(role, '/api/alerts/a/look-alikes')).body.items.map(
      (each: { subject_id: string; standing: string }) => `${each.subject_id} ${each.standing}`,
    )
  // To whoever stands before the wall, that alert does not exist.
  assert.deepEqual(await seen('analyst'), [
    'C-quiet not alerted',
    'C-walled not alerted',
    'C-cleared cleared',
  ])
  assert.deepEqual(await seen('investigator'), ['C-quiet not alerted', 'C-cleared cleared'])
})

test('they are not part of the alert itself, and no role without records reaches them', async () => {
  assert.ok(!(await bench.ask('analyst', '/api/alerts/a')).text.includes('C-quiet'))
  assert.equal((await bench.ask('analyst', '/api/alerts/a/look-alikes', { purpose: '' })).status, 404)
  assert.equal((await bench.ask('insight', '/api/alerts/a/look-alikes')).status, 404)
})
