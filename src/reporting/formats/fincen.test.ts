import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'
import { microsPerDay } from '../../domain/time.ts'
import { readPacks } from '../packs/pack.ts'
import {
  randomReport,
  sampleInstitution,
  samplePayment,
  sampleReport,
  sampleSubject,
} from '../report.sample.ts'
import { writeFincen } from './fincen.ts'
import { schemaText } from './genuine.sample.ts'

const pack = readPacks('there is no such folder').find(each => each.format === 'fincen-sar')!
const options = { pack, at: 22_000 * microsPerDay, draft: false }

function fileOf(report: Parameters<typeof writeFincen>[0]): string {
  const written = writeFincen(report, options)
  if (written.valid) return written.text
  throw new Error(JSON.stringify(written.problems))
}

const valuesOf = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<fc2:${name}[^>]*>([^<]*)<`, 'g'))].map(each => each[1])

test('a report is a valid file by the conventions of the notice on online child sexual exploitation', () => {
  const xml = fileOf(sampleReport())
  assert.deepEqual(valuesOf(xml, 'FilingInstitutionNotetoFinCEN'), ['OCSE-FIN-2021-NTC3'])
  assert.deepEqual(valuesOf(xml, 'OtherSuspiciousActivityTypeText'), ['OCSE'])
  assert.deepEqual(valuesOf(xml, 'FilingDateText'), ['20300327'])
  assert.match(xml, /<fc2:EFilingBatchXML xmlns:fc2="www.fincen.gov\/base"/)
  assert.doesNotMatch(xml, /<(?!\/?fc2:|\?xml)/, 'FinCEN refuses files without the prefix')
})

test('sextortion goes by its own notice, whose key term is in the narrative too', () => {
  const xml = fileOf(sampleReport({ concerns: ['exploitation', 'sextortion'] }))
  assert.deepEqual(valuesOf(xml, 'FilingInstitutionNotetoFinCEN'), ['FIN-2025-SEXTORTION'])
  assert.deepEqual(valuesOf(xml, 'OtherSuspiciousActivityTypeText'), ['SEXTORTION'])
  assert.match(valuesOf(xml, 'ActivityNarrativeText').join(''), /FIN-2025-SEXTORTION$/)
})

test('small payments are one sum in whole dollars, rounded up, and told by payee', () => {
  const payments = Array.from({ length: 300 }, (_, at) =>
    samplePayment(`P-${at}`, { amount: '9.99', counterparty_id: `PAYEE-${at % 60}`, counterparty_name: '' }),
  )
  const report = sampleReport({ payments })
  const xml = fileOf(report)
  assert.deepEqual(valuesOf(xml, 'TotalSuspiciousAmountText'), ['2997'])
  assert.match(xml, /TotalAmount="2997" PartyCount="1" ActivityCount="1"/)
  assert.match(valuesOf(xml, 'ActivityNarrativeText').join(' '), /100 payments .*20 further parties/)
})

test('every element that has a number has its own', () => {
  const numbers = [...fileOf(sampleReport()).matchAll(/SeqNum="(\d+)"/g)].map(each => Number(each[1]))
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  )
})

test('a narrative is in one line, in up to five blocks that end with a word; a longer one is refused', () => {
  const saying = (sentences: number) =>
    sampleReport(
      {},
      {
        statements: Array.from({ length: sentences }, (_, at) => ({
          section: 'grounds' as const,
          text: `Fact ${at} of a long account,\tover several words.`.padEnd(1_000, ' more'),
          evidence: [],
        })),
      },
    )
  const blocks = valuesOf(fileOf(saying(12)), 'ActivityNarrativeText')
  assert.equal(blocks.length, 4)
  for (const block of blocks) assert.match(block!, /^\S+( \S+)*$/)
  const refused = writeFincen(saying(30), options)
  assert.ok(!refused.valid && /8 blocks/.test(refused.problems[0]!.message))
})

test('a report that goes on with an earlier one, or mends it, names it', () => {
  const follows = { how: 'continues', receipt: '12345678901234' } as const
  const xml = fileOf(sampleReport({ follows }))
  assert.deepEqual(valuesOf(xml, 'EFilingPriorDocumentNumber'), ['12345678901234'])
  assert.deepEqual(valuesOf(xml, 'ContinuingActivityReportIndicator'), ['Y'])
  assert.deepEqual(valuesOf(xml, 'InitialReportIndicator'), [])
  const wrong = writeFincen(sampleReport({ follows: { ...follows, receipt: 'R-1' } }), options)
  assert.ok(!wrong.valid && wrong.problems.some(each => /14 digits/.test(each.message)))
})

test('what is not known is said by the indicator for it, and never filled', () => {
  const { given_name: _, family_name: __, birth_date: ___, gender: ____, ...nameless } = sampleSubject()
  const xml = fileOf(sampleReport({ subjects: [{ ...nameless, addresses: [], identifications: [] }] }))
  for (const name of [
    'BirthDateUnknownIndicator',
    'UnknownGenderIndicator',
    'FirstNameUnknownIndicator',
    'EntityLastNameUnknownIndicator',
    'TINUnknownIndicator',
    'CityUnknownIndicator',
    'AllCriticalSubjectInformationUnavailableIndicator',
  ]) {
    assert.deepEqual(valuesOf(xml, name), ['Y'], name)
  }
})

test('a refusal says what a person can do', () => {
  const { fincen: _, ...unregistered } = sampleInstitution
  for (const [report, words] of [
    [sampleReport({ institution: unregistered }), /no registration with FinCEN/],
    [sampleReport({ home_currency: 'AUD' }), /US dollars/],
    [
      sampleReport({ subjects: [sampleSubject({ occupation: 'Something very long indeed, '.repeat(3) })] }),
      /room for 50/,
    ],
    [
      sampleReport({
        institution: {
          ...sampleInstitution,
          fincen: { ...sampleInstitution.fincen!, organisation_type: '6' },
        },
      }),
      /not in the list/,
    ],
  ] as const) {
    const written = writeFincen(report, options)
    assert.ok(!written.valid)
    assert.match(written.problems.map(each => each.message).join('\n'), words)
  }
})

test('every random case is a valid file, by two validators, or refused with a reason', async () => {
  const reports = fc.sample(randomReport(), { numRuns: 200, seed: 20_300_327 })
  let valid = 0
  for (const [at, report] of reports.entries()) {
    const written = writeFincen(report, options)
    if (!written.valid) {
      assert.ok(written.problems.length > 0 && written.problems.every(each => each.message !== ''))
      continue
    }
    valid += 1
    if (at % 20 > 0) continue
    const second = await validateXML({ xml: written.text, schema: schemaText(pack) })
    assert.deepEqual(second.errors, [])
  }
  assert.ok(valid > 150, `${valid} of ${reports.length} were written`)
})

test('the validator can fail', () => {
  const xml = fileOf(sampleReport())
  for (const broken of [
    xml.replace(/fc2:/g, ''),
    xml.replace('SeqNum="7"', 'SeqNum="6"'),
    xml.replace('<fc2:MaleGenderIndicator>Y', '<fc2:MaleGenderIndicator>N'),
  ]) {
    assert.ok(pack.validator.problemsOf(broken).length > 0)
  }
})
