import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { actAs, type Desk } from '../../access/desk.ts'
import { sampleOffice, sampleUser } from '../../access/office.sample.ts'
import type { Alert } from '../../detection/alert.ts'
import { microsPerDay } from '../../domain/time.ts'
import { sql } from '../../store/drizzle.ts'
import { arriveAlerts } from './arrive.ts'
import {
  assignAlert,
  claimAlert,
  claimAlerts,
  dismissAlert,
  dismissAlerts,
  releaseAlert,
  reopenAlert,
  snoozeAlert,
} from './decide.ts'
import { sampleDay, sampleFinding, sampleVictim } from './finding.sample.ts'
import { neighboursOfAlert } from './neighbours.ts'
import { outlineAlerts } from './outline.ts'
import { countAlerts, listAlerts, markOfQueue } from './queue.ts'
import { readAlert } from './read.ts'
import { wakeAlerts } from './wake.ts'

const start = 1_900_000_000_000_000
let office: Awaited<ReturnType<typeof sampleOffice>>
let [machine, robin, kim]: (Desk | undefined)[] = []
let kimId: string
before(async () => {
  office = await sampleOffice()
  machine = actAs({ kind: 'console' }, office)
  robin = (await sampleUser(office, 'robin', ['analyst'])).desk
  const second = await sampleUser(office, 'kim', ['analyst'])
  kim = second.desk
  kimId = second.user.user_id
})
after(() => office.store.close())
beforeEach(async () => {
  office.at(start)
  await office.store.transaction(transaction => transaction.execute(sql`DELETE FROM alerts`))
})

const arrive = (...findings: readonly Alert[]) => arriveAlerts(machine!, findings)
const queue = async (filter: object = {}) =>
  (await robin!.perform(listAlerts, { limit: 100, ...filter })).items
const read = (alert_id: string) => robin!.perform(readAlert, { alert_id })

test('findings of a run arrive once, however often the run comes', async () => {
  const run = [sampleFinding('a'), sampleFinding('b'), sampleVictim('c')]
  const once = await arrive(...run)
  assert.deepEqual([once.created, once.updated, once.unchanged], [3, 0, 0])
  const before = await queue()
  office.at(start + microsPerDay)
  const again = await arrive(...run)
  assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 3])
  assert.deepEqual(await queue(), before)
})

test('a finding of the same episode under another id updates the alert and what people did stays', async () => {
  await arrive(sampleFinding('a', { last: sampleDay + microsPerDay }))
  await robin!.perform(claimAlert, { alert_id: 'a' })
  const later = { subject_id: 'C-a', first: sampleDay - 1, last: sampleDay + 2 * microsPerDay, score_bans: 5 }
  assert.equal((await arrive(sampleFinding('b', later))).updated, 1)
  const [only, ...others] = await queue()
  assert.deepEqual([only?.alert_id, only?.score_bans, only?.state, others.length], ['a', 5, 'claimed', 0])
  const nextEpisode = { subject_id: 'C-a', first: sampleDay + 90 * microsPerDay }
  assert.equal((await arrive(sampleFinding('d', nextEpisode))).created, 1)
})

test('a dismissed alert comes back only when its episode went on after the decision and it grew tenfold', async () => {
  const cleared = { reason: 'Family abroad', outcome: 'cleared' } as const
  const first = sampleFinding('a', { first: start - 2 * microsPerDay })
  await arrive(first)
  await robin!.perform(dismissAlert, { alert_id: 'a', version: 1, ...cleared })
  const grown = (last: number, score_bans: number) =>
    arrive(sampleFinding('a', { first: start - 2 * microsPerDay, last, score_bans }))
  assert.equal((await grown(start - microsPerDay, 9)).reopened, 0)
  assert.equal((await grown(start + microsPerDay, 4.9)).reopened, 0)
  assert.equal((await read('a')).state, 'dismissed')
  assert.equal((await grown(start + 2 * microsPerDay, 5)).reopened, 1)
  const { state, outcome, reason } = await read('a')
  assert.deepEqual([state, outcome, reason], ['new', null, null])
})

test('a snoozed alert wakes when it is due, and when new payments strengthen it', async () => {
  await arrive(sampleFinding('a'), sampleFinding('b'))
  for (const alert_id of ['a', 'b']) {
    await robin!.perform(snoozeAlert, {
      alert_id,
      until: start + 7 * microsPerDay,
      reason: 'Salary comes Friday',
    })
  }
  assert.deepEqual(await queue(), [])
  assert.equal((await arrive(sampleFinding('a', { last: sampleDay + 1, score_bans: 4.5 }))).woken, 1)
  assert.deepEqual(
    (await queue()).map(each => each.alert_id),
    ['a'],
  )
  office.at(start + 7 * microsPerDay - 1)
  assert.deepEqual(await machine!.perform(wakeAlerts, {}), { woken: 0 })
  office.at(start + 7 * microsPerDay)
  assert.deepEqual(await machine!.perform(wakeAlerts, {}), { woken: 1 })
  assert.deepEqual(
    (await queue()).map(each => each.state),
    ['new', 'new'],
  )
})

test('those who may be harmed come first, latest payment first; then evidence, and waiting counts', async () => {
  await arrive(sampleFinding('old', { score_bans: 4 }))
  office.at(start + 45 * microsPerDay)
  await arrive(
    sampleFinding('strong', { score_bans: 6 }),
    sampleFinding('fresh', { score_bans: 5 }),
    sampleVictim('earlier', { first: sampleDay }),
    sampleVictim('now', { first: sampleDay + microsPerDay }),
  )
  const ids = (await queue()).map(each => each.alert_id)
  assert.deepEqual(ids, ['now', 'earlier', 'strong', 'old', 'fresh'])
  const pages: string[] = []
  let after: string | undefined
  do {
    const page = await robin!.perform(listAlerts, { limit: 2, after })
    pages.push(...page.items.map(each => each.alert_id))
    after = page.next ?? undefined
  } while (after !== undefined)
  assert.deepEqual(pages, ids)
  await assert.rejects(robin!.perform(listAlerts, { limit: 2, after: 'x' }), { code: 'bad-cursor' })
})

test('the queue is filtered, a row gives its three strongest reasons, and states are counted', async () => {
  await arrive(sampleFinding('a'), sampleVictim('b'))
  await kim!.perform(claimAlert, { alert_id: 'a' })
  const [row] = await queue({ clock: 'suspicion' })
  assert.deepEqual(
    row?.strongest.map(each => each.bans),
    [4, 3, 2],
  )
  const ids = async (filter: object) => (await queue(filter)).map(each => each.alert_id)
  assert.deepEqual(await ids({ assignee: kimId }), ['a'])
  assert.deepEqual(await ids({ assignee: 'nobody' }), ['b'])
  assert.deepEqual(await ids({ typology: 'sextortion-victim' }), ['b'])
  assert.deepEqual(await ids({ role: 'possible victim', states: ['dismissed'] }), [])
  assert.deepEqual(await ids({ arrived_until: start - 1 }), [])
  assert.deepEqual((await robin!.perform(countAlerts, {})).items, [
    { state: 'claimed', clock: 'suspicion', count: 1 },
    { state: 'new', clock: 'protection', count: 1 },
  ])
})

test('an outline leads to any place of the queue, and says what the queue holds', async () => {
  const ids = Array.from({ length: 105 }, (_, at) => String(at).padStart(3, '0'))
  await arrive(...ids.map(id => sampleFinding(id)), sampleVictim('v'))
  const { total, step, starts, held } = await robin!.perform(outlineAlerts, {})
  assert.deepEqual([total, step, starts.length], [106, 100, 1])
  const rest = await robin!.perform(listAlerts, { limit: step, after: starts[0] })
  assert.deepEqual(
    rest.items.map(each => each.alert_id),
    (await queue({ limit: 200 })).slice(100).map(each => each.alert_id),
  )
  assert.deepEqual(
    held.map(({ typology, clock, count }) => [typology, clock, count]),
    [
      ['live-distance-payer', 'suspicion', 105],
      ['sextortion-victim', 'protection', 1],
    ],
  )
  const filtered = await robin!.perform(outlineAlerts, { clock: 'protection' })
  assert.deepEqual([filtered.total, filtered.starts], [1, []])
})

test('of two people who claim at once one has it and the other is told', async () => {
  await arrive(sampleFinding('a'))
  const results = await Promise.allSettled(
    [robin, kim].map(desk => desk!.perform(claimAlert, { alert_id: 'a' })),
  )
  assert.deepEqual(results.map(each => each.status).sort(), ['fulfilled', 'rejected'])
  const lost = results.find(each => each.status === 'rejected')
  assert.equal(lost?.reason.code, 'claimed-by-another')
  const owner = results[0]?.status === 'fulfilled' ? robin! : kim!
  const other = owner === robin ? kim! : robin!
  await assert.rejects(other.perform(releaseAlert, { alert_id: 'a' }), { code: 'not-yours' })
  await other.perform(assignAlert, { alert_id: 'a', version: 2, assignee: kimId })
  await assert.rejects(other.perform(assignAlert, { alert_id: 'a', version: 2, assignee: kimId }), {
    code: 'changed-meanwhile',
  })
  await assert.rejects(other.perform(assignAlert, { alert_id: 'a', assignee: 'nobody' }), {
    code: 'unknown-user',
  })
  assert.equal((await kim!.perform(releaseAlert, { alert_id: 'a' })).assignee, null)
})

test('a move that the state does not allow is refused, and so is an outcome that accuses a possible victim', async () => {
  await arrive(sampleFinding('a'), sampleVictim('b'))
  await assert.rejects(robin!.perform(reopenAlert, { alert_id: 'a', reason: 'x' }), { code: 'illegal-move' })
  const confirmed = { reason: 'x', outcome: 'confirmed' } as const
  await assert.rejects(robin!.perform(dismissAlert, { alert_id: 'b', ...confirmed }), {
    code: 'wrong-outcome',
  })
  await robin!.perform(dismissAlert, { alert_id: 'a', ...confirmed })
  const reopened = await robin!.perform(reopenAlert, { alert_id: 'a', reason: 'The wrong customer' })
  assert.deepEqual([reopened.state, reopened.outcome], ['new', null])
})

test('of several at once each has its result, and what cannot be done stays', async () => {
  await arrive(sampleFinding('a'), sampleFinding('b'), sampleFinding('c'))
  await kim!.perform(claimAlert, { alert_id: 'b' })
  const asked = ['a', 'b', 'unknown', 'a'].map(alert_id => ({ alert_id }))
  const { results } = await robin!.perform(claimAlerts, { alerts: asked })
  assert.deepEqual(
    results.map(each => (each.done ? each.version : each.code)),
    [2, 'claimed-by-another', 'not-found', 3],
  )
  const dismissal = { reason: 'Lawful', outcome: 'cleared' } as const
  const stale = await robin!.perform(dismissAlerts, {
    alerts: [
      { alert_id: 'a', version: 1 },
      { alert_id: 'c', version: 1 },
    ],
    ...dismissal,
  })
  assert.deepEqual(
    stale.results.map(each => each.done),
    [false, true],
  )
  assert.deepEqual([(await read('a')).state, (await read('c')).state], ['claimed', 'dismissed'])
})

test('whoever watches the queue sees another mark after each change, and the same without one', async () => {
  const mark = async () => (await robin!.perform(markOfQueue, {})).mark
  await arrive(sampleFinding('a'))
  const first = await mark()
  assert.equal(await mark(), first)
  office.at(start + 1)
  await kim!.perform(claimAlert, { alert_id: 'a' })
  assert.notEqual(await mark(), first)
})

test('an alert knows which come before and after it in the queue, also once it has left it', async () => {
  await arrive(
    ...[5, 4, 4, 3].map((score_bans, at) => sampleFinding('abcd'[at]!, { score_bans })),
    sampleVictim('v'),
  )
  const order = (await queue()).map(each => each.alert_id)
  const of = (alert_id: string, filter: object = {}) =>
    robin!.perform(neighboursOfAlert, { alert_id, ...filter })
  for (const [place, id] of order.entries()) {
    assert.deepEqual(await of(id), {
      previous: order[place - 1] ?? null,
      next: order[place + 1] ?? null,
      before: place,
      total: 5,
    })
  }
  await robin!.perform(dismissAlert, {
    alert_id: 'b',
    version: 1,
    reason: 'Family abroad',
    outcome: 'cleared',
  })
  assert.deepEqual(await of('b'), { previous: 'a', next: 'c', before: 2, total: 4 })
  assert.deepEqual(await of('b', { clock: 'protection' }), { previous: 'v', next: null, before: 1, total: 1 })
  assert.deepEqual(await of('no-such'), { previous: null, next: null, before: null, total: 4 })
})
