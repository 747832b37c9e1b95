import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { actAs, type Office } from '../access/desk.ts'
import { sampleUser } from '../access/office.sample.ts'
import { loadPolicies } from '../access/policy.ts'
import { type Cluster, postgresPrograms, startCluster } from '../store/cluster.sample.ts'
import { openStore } from '../store/store.ts'
import { arriveAlerts } from './alerts/arrive.ts'
import { claimAlert, dismissAlert } from './alerts/decide.ts'
import { sampleDay, sampleFinding, sampleVictim } from './alerts/finding.sample.ts'
import { exportOutcomes } from './alerts/outcomes.ts'
import { countAlerts, listAlerts, markOfQueue } from './alerts/queue.ts'
import { addEvidence } from './cases/evidence.ts'
import { listCases } from './cases/list.ts'
import { openCase } from './cases/open.ts'
import { readCase } from './cases/read.ts'
import { oneTimeline, readTimeline } from './cases/timeline.ts'

const programs = postgresPrograms()
const skip =
  programs === undefined && 'no PostgreSQL programs in /usr/lib/postgresql: this store was not tried'

/** After the samples, and running: on a server two transactions overlap. */
const clock = () => 1_900_000_000_000_000 + Math.floor(performance.now() * 1_000)

// What the other tests hold on PGlite goes the same way on a server, where two people truly work at once.
describe('casework on PostgreSQL', { skip }, () => {
  let cluster: Cluster
  let office: Office
  before(async () => {
    cluster = await startCluster(programs!)
    const store = await openStore({ url: await cluster.createDatabase('casework') })
    office = { store, policies: loadPolicies(), clock, random: randomBytes }
  })
  after(async () => {
    await office?.store.close()
    await cluster?.stop()
  })

  test('alerts arrive once, are fought over by two, and become a case with evidence', {
    timeout: 60_000,
  }, async () => {
    const machine = actAs({ kind: 'console' }, office)
    const robin = (await sampleUser(office, 'robin', ['investigator'])).desk
    const kim = (await sampleUser(office, 'kim', ['investigator'])).desk
    const findings = ['a', 'b', 'c'].map(id => sampleFinding(id)).concat(sampleVictim('v'))
    // Two runs at once, as two servers on one store would.
    await Promise.all([arriveAlerts(machine, findings), arriveAlerts(machine, findings)])
    const again = await arriveAlerts(machine, [
      ...findings.slice(1),
      sampleFinding('a', { last: sampleDay + 1, score_bans: 5 }),
    ])
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 1, 3])

    const { items, next } = await robin.perform(listAlerts, { limit: 2 })
    assert.deepEqual(
      items.map(each => each.alert_id),
      ['v', 'a'],
    )
    const rest = await robin.perform(listAlerts, { limit: 9, after: next! })
    assert.deepEqual(
      rest.items.map(each => each.alert_id),
      ['b', 'c'],
    )

    const { mark } = await robin.perform(markOfQueue, {})
    const claims = await Promise.allSettled(
      [robin, kim].map(desk => desk.perform(claimAlert, { alert_id: 'a' })),
    )
    assert.deepEqual(claims.map(each => each.status).sort(), ['fulfilled', 'rejected'])
    assert.notEqual((await robin.perform(markOfQueue, {})).mark, mark)

    await kim.perform(dismissAlert, { alert_id: 'b', reason: 'Family', outcome: 'cleared' })
    const given = { title: 'Sample', jurisdiction: 'AU', alert_ids: ['a'], restricted: true }
    const { case_id } = await robin.perform(openCase, given)
    const copy = {
      payment_id: 'P-1',
      booked_at: '2029-11-22T10:00:00Z',
      amount: '20.00',
      reference_text: 'é "x"',
    }
    await robin.perform(
      addEvidence(async () => [copy]),
      { case_id, payment_ids: ['P-1'] },
    )
    const declared = { purpose: 'investigation' } as const
    const full = await robin.perform(readCase, { case_id }, declared)
    assert.deepEqual(
      full.evidence.map(each => [each.copy, each.intact]),
      [[copy, true]],
    )
    const kinds = oneTimeline(await robin.perform(readTimeline, { case_id }, declared)).map(each => each.kind)
    assert.deepEqual(kinds, ['alert_raised', 'payment', 'opened', 'alert_added', 'evidence_added'])

    assert.deepEqual((await kim.perform(listCases, { limit: 9 })).items, [])
    assert.deepEqual((await kim.perform(countAlerts, {})).items, [
      { state: 'dismissed', clock: 'suspicion', count: 1 },
      { state: 'new', clock: 'protection', count: 1 },
      { state: 'new', clock: 'suspicion', count: 1 },
    ])
    assert.deepEqual(
      (await machine.perform(exportOutcomes, { limit: 9 })).items.map(each => [
        each.customer_id,
        each.outcome,
      ]),
      [['C-b', 'cleared']],
    )
  })
})
