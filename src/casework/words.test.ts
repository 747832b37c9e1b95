import assert from 'node:assert/strict'
import test from 'node:test'
import { comparisonOf, isToProtect, namedInWords, periodOf, scoreInWords, standingOf } from './words.ts'

const peers = { peer_group: 'customers who send to Philippines', peers: 839 }

test('how rare a value is, and among whom', () => {
  const among = (rarity: number) => comparisonOf({ ...peers, rarity })
  assert.equal(among(2 / 840), '1 in 420 of 839 customers who send to Philippines')
  assert.equal(among(1 / 840), '1 in 840: beyond all 839 customers who send to Philippines')
  assert.equal(among(0.5), '1 in 2 of 839 customers who send to Philippines')
  assert.equal(among(1), 'not rare: 100 % of 839 customers who send to Philippines reach it')
})

test('a score says how far ordinary life alone would bring anyone', () => {
  assert.equal(scoreInWords(4.2), 'ordinary life alone would bring about 1 in 16,000 customers this far')
  assert.equal(
    scoreInWords(8.7),
    'ordinary life alone would bring fewer than 1 in 1,000,000 customers this far',
  )
})

test('an indicator that does not count says why', () => {
  assert.equal(standingOf({ family: 'tempo', counted: true, bans: 2 }), 'tempo')
  assert.equal(standingOf({ family: 'network', family_share: 1, counted: true, bans: 2 }), 'network')
  assert.equal(
    standingOf({ family: 'tempo', family_share: 0.25, counted: true, bans: 0.5 }),
    'tempo, counts by a quarter',
  )
  assert.equal(
    standingOf({ family: 'tempo', counted: false, bans: 1 }),
    'tempo: a stronger one of this family counts',
  )
  assert.equal(
    standingOf({ family: 'tempo', counted: false, bans: 0 }),
    'tempo: not unusual, so it does not count',
  )
})

test('days are UTC, and one day is said once', () => {
  const day = '2025-09-30T23:59:00Z'
  assert.equal(periodOf({ first_payment_at: day, last_payment_at: day }), 'on 30 Sep 2025')
  assert.equal(
    periodOf({ first_payment_at: day, last_payment_at: '2025-10-01T00:01:00Z' }),
    '30 Sep 2025 to 1 Oct 2025',
  )
})

test('the protection clock and the role of a victim both mean care', () => {
  assert.ok(isToProtect({ clock: 'protection', role: 'anyone' }))
  assert.ok(isToProtect({ clock: 'suspicion', role: 'possible victim' }))
  assert.ok(!isToProtect({ clock: 'suspicion', role: 'suspected payer' }))
})

test('intelligence says who named what, how long before the payment, and when the last dealing was', () => {
  const named = {
    source: 'An office',
    selector_type: 'account',
    received_at: '2025-03-01T00:00:00Z',
    age_days: 12.4,
    tlp: 'TLP:AMBER',
    typology: null,
    reference: null,
    names: 'counterparty',
    value: 'P-7',
    first_dealing_at: '2025-01-03T10:00:00Z',
    last_dealing_at: '2025-02-03T10:00:00Z',
  } as const
  assert.equal(
    namedInWords(named),
    'P-7: named by An office as an account, received 12 days before the strongest payment (TLP:AMBER); ' +
      'last dealing on 3 Feb 2025, before it was received',
  )
  assert.equal(
    namedInWords({
      ...named,
      names: 'own identifier',
      selector_type: 'device',
      age_days: 0.3,
      tlp: null,
      first_dealing_at: null,
      last_dealing_at: null,
    }),
    "the customer's own P-7: named by An office as a device, received less than a day before the strongest payment",
  )
})
