import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normaliseSelector } from './normalise.ts'
import { isInForce, type SelectorRow, selectorOf, selectorTypes } from './selectors.ts'
import { parseInstant } from './time.ts'

/** Spellings that are one selector, by type; none of one line equals one of another. */
const same: Readonly<Record<string, readonly (readonly string[])[]>> = {
  account: [
    ['062-000 1234.5678', '062000 12345678', '06200012345678'],
    ['GB82 WEST 1234 5698 7654 32', 'gb82west12345698765432'],
    ['C-1-23', ' c-1-23'],
    ['C-12-3'],
  ],
  merchant: [['shop 0042', 'SHOP0042'], ['SHOP0043']],
  email: [['Anna.B@Example.com', ' anna.b@EXAMPLE.com '], ['annab@example.com'], ['anna.b+x@example.com']],
  phone: [
    ['+61 412 345 678', '0061412345678', '+61-412-345-678', '+61 (0)412 345 678'],
    ['0412 345 678', '(0412) 345-678'],
  ],
  payid: [
    ['Anna@Example.com', 'anna@example.com'],
    ['+61-412345678', '0061 412 345 678'],
    ['51 824 753 556'],
  ],
  wallet: [
    ['0xAbCdEf0123456789', '0xabcdef0123456789'],
    ['BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7K', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7k'],
    ['1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    ['1boatslrhtknngkdxeeobr76b53lettpyt'],
  ],
  handle: [['@Night_Owl', 'night_owl', 'NIGHT_OWL'], ['nightowl']],
  device: [
    ['6F9619FF-8B86-D011-B42D-00CF4FC964FF', '6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
    ['Zx9'],
    ['zx9'],
  ],
}

test('spellings of one selector become one form, and different selectors stay apart', () => {
  for (const type of selectorTypes) {
    const forms = same[type]!.map(line => [...new Set(line.map(text => normaliseSelector(type, text)))])
    for (const form of forms) assert.equal(form.length, 1, `${type}: ${form.join(' | ')}`)
    assert.equal(new Set(forms.flat()).size, forms.length, type)
    assert.ok(!forms.flat().includes(''), type)
  }
})

test('what is not a value of the type leaves nothing', () => {
  for (const [type, value] of [
    ['email', 'no address'],
    ['email', 'two@at@signs'],
    ['phone', 'Z-4711'],
    ['phone', '12345'],
    ['phone', '+1234567890123456'],
    ['handle', '@@'],
    ['account', ' - '],
  ] as const) {
    assert.equal(normaliseSelector(type, value), '', `${type} ${value}`)
  }
})

const texts = fc.string({
  unit: fc.constantFrom(
    'A',
    'b',
    '1',
    '0',
    'x',
    '@',
    '+',
    '(',
    ')',
    '-',
    '.',
    ' ',
    '\u00a0',
    'İ',
    'ß',
    'ﬃ',
    '０',
    'é',
  ),
  maxLength: 12,
})

test('a normalised value is its own form', () => {
  fc.assert(
    fc.property(fc.constantFrom(...selectorTypes), texts, (type, text) => {
      const once = normaliseSelector(type, text)
      assert.equal(normaliseSelector(type, once), once)
    }),
    { numRuns: 2_000 },
  )
})

const row: SelectorRow = {
  selector_type: 'account',
  value: 'a-1',
  source: 'An office',
  received_at: '2025-03-01T00:00:00Z',
}

test('a row stands for a selector, whose label is that of TLP 2.0', () => {
  const selector = selectorOf({ ...row, tlp: 'amber+strict', expires_at: '2025-04-01T00:00:00Z' })
  assert.ok('token' in selector)
  assert.equal(selector.token, 'A-1')
  assert.equal(selector.tlp, 'TLP:AMBER+STRICT')
})

test('a row that contradicts itself is told so, field by field', () => {
  const hash = 'ab'.repeat(32)
  const fields = (given: Partial<SelectorRow>) => {
    const result = selectorOf({ ...row, ...given } as SelectorRow)
    return 'token' in result ? [] : result.map(({ field }) => field)
  }
  assert.deepEqual(fields({}), [])
  assert.deepEqual(fields({ hmac_sha256: hash, key_id: 'k' }), ['value'])
  assert.deepEqual(fields({ key_id: 'k' }), ['key_id'])
  assert.deepEqual(selectorOf({ ...row, value: undefined } as never), [
    { field: 'value', wrong: 'missing, and so is hmac_sha256', right: 'one of the two' },
  ])
  assert.deepEqual(fields({ selector_type: 'phone', value: 'none' }), ['value'])
  assert.deepEqual(fields({ expires_at: row.received_at }), ['expires_at'])
})

test('intelligence counts from its receipt until it expires', () => {
  const selector = selectorOf({ ...row, expires_at: '2025-04-01T00:00:00Z' })
  assert.ok('token' in selector)
  const inForce = (at: string) => isInForce(selector, parseInstant(at)!)
  assert.deepEqual(
    ['2025-02-28T23:59:59Z', '2025-03-01T00:00:00Z', '2025-03-31T23:59:59Z', '2025-04-01T00:00:00Z'].map(
      inForce,
    ),
    [false, true, true, false],
  )
})
