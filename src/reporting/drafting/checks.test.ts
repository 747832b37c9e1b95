import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPack } from '../../typology/pack.ts'
import { referencePack } from '../../typology/referencePack.ts'
import { samplePayment, sampleReport, sampleSubject } from '../report.sample.ts'
import { faultsOf, isTaxFileNumber } from './checks.ts'
import { accusingWords, operationNames, titles } from './words.ts'

const evidence = [{ kind: 'payment' as const, id: 'P-1' }]
const saying = (text: string) => sampleReport({}, { statements: [{ section: 'grounds', text, evidence }] })
const rules = (text: string) =>
  faultsOf(saying(text), ['Sample Officer']).map(each => `${each.rule} ${each.severity}`)

test('a plain report of facts has no fault', () => {
  assert.deepEqual(faultsOf(sampleReport(), ['Sample Officer']), [])
})

test('what a report must not have is found where it stands', () => {
  for (const [text, expected] of [
    ['Their number is 123 456 782.', 'tax-number refuse'],
    ['Their TFN 123456782 was given.', 'tax-number refuse'],
    ['It went to 123456782 there.', 'tax-number look'],
    ['Their employer: N/A.', 'filler refuse'],
    ['We spoke with Mr Example.', 'title refuse'],
    ['We spoke with Sample Officer about it.', 'officer refuse'],
    ['Detective Example asked for it.', 'officer refuse'],
    ['It belongs to Operation Example.', 'operation refuse'],
    ['The offender paid again.', 'accusing-word refuse'],
    ['A paedophile paid.', 'accusing-word refuse'],
  ] as const) {
    assert.deepEqual(rules(text), [expected], text)
  }
})

test('ordinary facts are not taken for what they are not', () => {
  for (const text of [
    'The operation of the account is by phone.',
    'It was sold for 123 456 783 rupiah.',
    'An unknown payee was paid from account 12345678-90.',
    'The officers of the company are not known.',
    'Criminality was not discussed, only payments of USD 1,234,567.82.',
  ]) {
    assert.deepEqual(rules(text), [], text)
  }
})

test('fields are not filled, and names have no titles', () => {
  const subjects = [
    sampleSubject({
      family_name: 'Unknown',
      given_name: 'Dr Synthetic',
      occupation: 'N/A',
      also_known_as: ['-'],
    }),
  ]
  const found = faultsOf(sampleReport({ subjects }), []).map(each => `${each.rule} ${each.place}`)
  for (const expected of [
    'title subjects[1]/given_name',
    'title narrative/summary[1]',
    'filler subjects[1]/family_name',
    'filler subjects[1]/occupation',
    'filler subjects[1]/also_known_as',
  ]) {
    assert.ok(found.includes(expected), expected)
  }
})

test('a tax file number in the reference of a payment is found', () => {
  const payments = [samplePayment('P-1', { reference_text: 'tfn 123456782' })]
  assert.deepEqual(
    faultsOf(sampleReport({ payments }), []).map(each => each.place),
    ['payments/P-1/reference_text'],
  )
})

test('a possible victim is named by no sentence', () => {
  const given = { protected: [{ kind: 'customer', subject_id: 'SYNTHETIC-9' }] }
  const statements = [{ section: 'grounds' as const, text: 'Customer SYNTHETIC-9 told us.', evidence }]
  assert.deepEqual(
    faultsOf(sampleReport(given, { statements }), []).map(each => each.rule),
    ['possible-victim'],
  )
})

test('of random numbers one in eleven could be a tax file number', () => {
  const digits = fc.integer({ min: 100_000_000, max: 999_999_999 })
  const hits = fc.sample(digits, 5_000).filter(each => isTaxFileNumber(String(each))).length
  assert.ok(hits > 5_000 / 15 && hits < 5_000 / 8, String(hits))
  assert.equal(isTaxFileNumber('123456782'), true)
  assert.equal(isTaxFileNumber('000000000'), false)
})

test('no card of the reference pack uses a word that reports do without', async () => {
  const { pack } = await readPack(referencePack)
  const said = [...JSON.stringify({ ...pack, sources: {} }).matchAll(/"(?:says|title)":"([^"]*)"/g)].map(
    each => each[1]!,
  )
  assert.ok(said.length > 100)
  for (const expression of [accusingWords, operationNames, titles.within]) {
    assert.deepEqual(
      said.filter(each => expression.test(each)),
      [],
    )
  }
})
