import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleOffice } from '../../access/office.sample.ts'
import { roleNames } from '../../access/roles.ts'
import { allLinks } from '../../audit/read.ts'
import { verifyChain } from '../../audit/verify.ts'
import { microsPerDay } from '../../domain/time.ts'
import { sql } from '../../store/drizzle.ts'
import { sampleDay, sampleFinding, sampleVictim } from '../alerts/finding.sample.ts'
import { inventHistory } from './history.ts'
import type { ExampleUser } from './users.ts'

let office: Awaited<ReturnType<typeof sampleOffice>>
let users: readonly ExampleUser[]

before(async () => {
  office = await sampleOffice()
  // The sample's present is about four months after its day.
  const at = (day: number) => ({ first: sampleDay + day * microsPerDay })
  const suspected = Array.from({ length: 16 }, (_, i) => sampleFinding(`A-${i}`, at(i * 5)))
  const harmed = Array.from({ length: 4 }, (_, i) => sampleVictim(`V-${i}`, at(i * 5 + 2)))
  users = await inventHistory(office, [...suspected, ...harmed], { jurisdiction: 'AU' })
})
after(() => office.store.close())

const distinct = (text: string) =>
  office.store.transaction(async transaction => {
    const { rows } = (await transaction.execute(sql.raw(text))) as unknown as { rows: { found: string }[] }
    return rows.map(row => row.found).sort()
  })

test('the example has somebody in every role, and each name says that it is invented', () => {
  assert.deepEqual([...new Set(users.map(user => user.role))].sort(), [...roleNames].sort())
  for (const { full_name } of users) assert.match(full_name, /^Example /)
})

test('alerts and cases of both paths are in every state, and reports at every stage that lasts', async () => {
  assert.deepEqual(await distinct('SELECT DISTINCT state AS found FROM alerts'), [
    'claimed',
    'dismissed',
    'escalated',
    'new',
    'snoozed',
  ])
  assert.deepEqual(await distinct("SELECT DISTINCT path || ' ' || state AS found FROM cases"), [
    'protection caring',
    'protection closed',
    'protection open',
    'protection watching',
    'suspicion closed',
    'suspicion deciding',
    'suspicion investigating',
    'suspicion open',
  ])
  assert.deepEqual(await distinct('SELECT DISTINCT state AS found FROM case_suspicions'), [
    'no_report',
    'report_drafted',
    'reported',
  ])
})

test('the chain of it is whole and goes forward in time, and nothing in it is yet to come', async () => {
  const links = await office.store.transaction(transaction => Array.fromAsync(allLinks(transaction)))
  assert.deepEqual((await verifyChain(links)).faults, [])
  const times = links.map(link => link.recordedAt)
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
  assert.ok(times.at(-1)! <= office.clock() && times.at(-1)! - times[0]! > 90 * microsPerDay)
})
