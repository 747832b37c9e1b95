import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Alert } from './alert.ts'
import { compareAlerts } from './alert-difference.ts'
import { groupsOfAlerts } from './alert-groups.ts'
import { tallyBy } from './alert-tally.ts'
import { crowd, dayAt, look, ordinaryDeed, planOf, rowsOf, unusualDeed } from './crowd.sample.ts'

function alertOf(subject_id: string, from: number, until: number, changes: Partial<Alert> = {}): Alert {
  const period = { first_payment_at: dayAt(from), last_payment_at: dayAt(until) }
  const id = { alert_id: `A-${subject_id}-${from}`, payment_id: `p-${subject_id}-${from}` }
  return {
    ...id, subject_kind: 'customer', subject_id, typology: 'test', reasons: [], ...period, ...changes,
  } as unknown as Alert // biome-ignore format: a row
}

test('a queue does not differ from itself', () => {
  const queue = [alertOf('a', 0, 3), alertOf('a', 20, 23), alertOf('b', 1, 2)]
  const { gained, lost, kept } = compareAlerts(queue, queue)
  assert.deepEqual([gained, lost], [[], []])
  assert.ok(kept.every(({ from, to }) => from.rank === to.rank && from.alert === to.alert))
})

test('alerts are of one matter by subject, typology and time, whatever card found them first', () => {
  const before = [alertOf('a', 0, 3), alertOf('b', 0, 3), alertOf('c', 0, 3), alertOf('d', 0, 3)]
  const after = [
    alertOf('c', 2, 9, { card: 'another' }),
    alertOf('b', 0, 3, { typology: 'other' }),
    alertOf('a', 5, 9),
    alertOf('d', 0, 3),
  ]
  const { gained, lost, kept } = compareAlerts(before, after)
  const ranks = (list: readonly { alert: Alert; rank: number }[]) =>
    list.map(({ alert, rank }) => `${alert.subject_id} ${rank}`)
  assert.deepEqual(ranks(gained), ['b 2', 'a 3'])
  assert.deepEqual(ranks(lost), ['a 1', 'b 2'])
  assert.deepEqual(
    kept.map(({ from, to }) => `${to.alert.subject_id} ${from.rank} ${to.rank}`),
    ['c 3 1', 'd 4 4'],
  )
})

test('a difference is counted by group: before, after, gained and lost', () => {
  const difference = compareAlerts(
    [alertOf('a1', 0, 1), alertOf('a2', 0, 1), alertOf('b1', 0, 1)],
    [alertOf('a1', 0, 1), alertOf('b2', 0, 1), alertOf('b3', 0, 1)],
  )
  assert.deepEqual(
    tallyBy(difference, alert => alert.subject_id[0]!),
    [
      { group: 'a', from: 2, to: 1, gained: 0, lost: 1 },
      { group: 'b', from: 1, to: 2, gained: 2, lost: 1 },
    ],
  )
})

test('the groups of an alert are the age and time with the bank when it was raised, and where the money went', async () => {
  const young = { birth_date: '2001-06-01', customer_since: '2024-09-01' }
  const deeds = [
    ...crowd(),
    ordinaryDeed('young', 3),
    ...[40, 41, 42].map(day => ({
      ...unusualDeed('young', day),
      counterparty_country: day === 40 ? 'TH' : 'PH',
    })),
  ]
  const rows = rowsOf(deeds, { young })
  const plan = planOf()
  const measures = plan.measures.map(measure => ({ ...measure, windowMicros: Number.POSITIVE_INFINITY }))
  const { alerts, history } = await look(rows, [{ ...plan, measures }])
  const placeOf = (id: string) => {
    const place = rows.payments.findIndex(({ payment_id }) => payment_id === id)
    const at = history.places.indexOf(place)
    return at < 0 ? undefined : at
  }
  const found = alerts.filter(({ subject_id }) => subject_id === 'young')
  assert.equal(found.length, 1)
  const groupsOf = groupsOfAlerts(history, placeOf)
  assert.deepEqual([groupsOf(found[0]!).age, groupsOf(found[0]!).since], ['18 to 24', 'under 1 year'])
  const ids = rows.payments.filter(row => row.counterparty_country !== undefined).map(row => row.payment_id)
  const shown = { ...found[0]!, reasons: [{ ...found[0]!.reasons[0]!, payment_ids: ids }] }
  assert.equal(groupsOf(shown).corridor, 'Philippines')
  assert.equal(groupsOf({ ...shown, subject_kind: 'counterparty' }).age, 'payees')
})
