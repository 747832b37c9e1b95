import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ValueKind, valueKinds } from '../../book/footprints.ts'
import { normaliseSelector } from '../../domain/normalise.ts'
import { type Selector, type SelectorType, selectorTypes } from '../../domain/selectors.ts'
import { parseInstant } from '../../domain/time.ts'
import { keyedHash, makeMatcher } from './matcher.ts'

const key = Buffer.alloc(32, 7)

function plain(type: SelectorType, value: string): Selector {
  return {
    type,
    token: normaliseSelector(type, value),
    keyId: undefined,
    source: 'An office',
    receivedAt: parseInstant('2025-01-01T00:00:00Z')!,
    expiresAt: undefined,
    typology: undefined,
    tlp: undefined,
    reference: undefined,
  }
}

function keyed(selector: Selector, keyId: string, under: Buffer): Selector {
  return { ...selector, token: keyedHash(selector.token, under), keyId }
}

test('the keyed hash is HMAC-SHA256', () => {
  // RFC 4231, test case 2.
  assert.equal(
    keyedHash('what do ya want for nothing?', Buffer.from('Jefe')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

const values = fc.constantFrom(
  'A1',
  'a1',
  '@a1',
  'a@b',
  'A@B',
  '+61 412 345 678',
  '0061412345678',
  '0xAB',
  'Zz',
)

test('keyed selectors name the same values as plain ones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...selectorTypes), values), { maxLength: 12 }),
      fc.array(fc.tuple(fc.constantFrom(...valueKinds), values), { maxLength: 12 }),
      (given, tested) => {
        const selectors = given.map(([type, value]) => plain(type, value)).filter(({ token }) => token !== '')
        const open = makeMatcher({ selectors, keys: new Map() })
        const closed = makeMatcher({
          selectors: selectors.map(selector => keyed(selector, 'k', key)),
          keys: new Map([['k', key]]),
        })
        for (const [kind, value] of tested) {
          const types = (found: readonly Selector[]) => found.map(({ type }) => type)
          assert.deepEqual(types(closed.match(kind, value)), types(open.match(kind, value)))
        }
        const counts = (matcher: typeof open) => matcher.tallies().map(({ tested, named }) => [tested, named])
        assert.deepEqual(counts(closed), counts(open))
      },
    ),
  )
})

test('a value is tested as what it can be', () => {
  const matcher = makeMatcher({
    selectors: [plain('phone', '+61412345678'), plain('device', 'd-1'), plain('merchant', 'shop')],
    keys: new Map(),
  })
  const found = (kind: ValueKind, value: string) => matcher.match(kind, value).map(({ type }) => type)
  assert.deepEqual(found('phone', '0061 412 345 678'), ['phone'])
  assert.deepEqual(found('payid', '+61-412345678'), ['phone'])
  assert.deepEqual(found('counterparty', '+61412345678'), ['phone'])
  assert.deepEqual(found('counterparty', 'Shop'), ['merchant'])
  assert.deepEqual(found('device', 'd-1'), ['device'])
  assert.deepEqual(found('counterparty', 'd-1'), [])
  assert.deepEqual(found('handle', 'shop'), [])
})

test('under a wrong key nothing matches, and the number of values tested is told', () => {
  const selectors = [keyed(plain('account', 'a-1'), 'k', key)]
  const wrong = makeMatcher({ selectors, keys: new Map([['k', Buffer.alloc(32, 8)]]) })
  for (const value of ['a-1', 'a-2', 'a-3']) assert.deepEqual(wrong.match('account', value), [])
  assert.deepEqual(wrong.tallies(), [{ keyId: 'k', selectors: 1, tested: 3, named: 0, keyGiven: true }])
})

test('without its key a hash is not tested, and that is told', () => {
  const matcher = makeMatcher({ selectors: [keyed(plain('account', 'a-1'), 'k', key)], keys: new Map() })
  assert.deepEqual(matcher.match('account', 'a-1'), [])
  assert.deepEqual(matcher.tallies(), [{ keyId: 'k', selectors: 1, tested: 0, named: 0, keyGiven: false }])
})
