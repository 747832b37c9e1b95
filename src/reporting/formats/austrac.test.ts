import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { randomReport, samplePayment, sampleReport, sampleSubject } from '../report.sample.ts'
import type { Sheet } from '../worksheet/sheet.ts'
import { writeAustracWorksheet } from './austrac.ts'

const given = { jurisdiction: 'AU', home_currency: 'AUD' }

async function sheetOf(report: Parameters<typeof writeAustracWorksheet>[0], draft = false) {
  const written = await writeAustracWorksheet(report, { draft })
  assert.ok(written.valid)
  const [pdf, data] = written.files
  const { worksheet, note } = JSON.parse(String(data!.content)) as { worksheet: Sheet; note?: string }
  return {
    all: String(data!.content),
    pdf: Buffer.from(pdf!.content).toString('latin1'),
    worksheet,
    note,
    notices: written.notices,
  }
}

test('the worksheet is a tagged PDF with a language and a title, and structured data of the same', async () => {
  const { pdf, worksheet } = await sheetOf(sampleReport(given))
  assert.match(pdf, /^%PDF-1\.7/)
  for (const mark of [
    '/Marked true',
    '/Lang (en)',
    '/DisplayDocTitle true',
    '/S /H1',
    '/S /H2',
    '/S /Table',
    '/S /TH',
  ]) {
    assert.ok(pdf.includes(mark), mark)
  }
  assert.deepEqual(
    worksheet.parts.map(each => each.heading.replace(/:.*/, '')),
    [
      'Reporting entity',
      'Suspicion',
      'Involved party 1',
      'Transactions',
      'Grounds for suspicion',
      'Action taken',
      'Published sources',
    ],
  )
  assert.ok(worksheet.parts.every(part => part.fields.every(field => field.value !== '')))
})

test('the same report gives the same bytes, and a draft says what it is', async () => {
  const report = sampleReport(given)
  const [one, other] = [await sheetOf(report), await sheetOf(report)]
  assert.equal(one.pdf, other.pdf)
  assert.equal(one.note, undefined)
  assert.match((await sheetOf(report, true)).note!, /NOT FOR LODGING/)
})

test('no tax file number, and nothing of a possible victim, is on it', async () => {
  const subjects = [sampleSubject({ identifications: [{ type: 'tax', number: '123456782' }] })]
  const payments = [
    samplePayment('P-1'),
    samplePayment('P-2', { customer_id: 'SYNTHETIC-9', account_id: 'ACC-9' }),
  ]
  const hidden = [{ kind: 'customer', subject_id: 'SYNTHETIC-9' }]
  const { all } = await sheetOf(sampleReport({ ...given, subjects, payments, protected: hidden }))
  assert.ok(!/123456782|SYNTHETIC-9|ACC-9/.test(all))
  assert.match(all, /possible victim V1/)
})

test('names in other scripts are printed in Latin letters, whole in the data, and that is told', async () => {
  const { worksheet, notices } = await sheetOf(
    sampleReport({ ...given, subjects: [sampleSubject({ family_name: 'Łukasz' })] }),
  )
  assert.match(JSON.stringify(worksheet), /Łukasz/)
  assert.match(notices[0]!.message, /"Synthetic Łukasz" is printed "Synthetic Lukasz"/)
})

test('a sum has its unit, and payments that are not in it are told', async () => {
  const known = samplePayment('P-1', { amount_home: '78.0000' })
  const sentOf = async (...payments: readonly ReturnType<typeof samplePayment>[]) => {
    const { worksheet } = await sheetOf(sampleReport({ ...given, payments }))
    return worksheet.parts.flatMap(part => part.fields).find(({ label }) => label === 'Sent, completed')!
      .value
  }
  assert.equal(await sentOf(known), '1 payment, AUD 78.00')
  assert.equal(await sentOf(samplePayment('P-2')), '1 payment, amount in AUD not known')
  assert.equal(
    await sentOf(known, samplePayment('P-2')),
    '2 payments, AUD 78.00 without 1 of them (amount in AUD not known)',
  )
})

test('a table that goes on names its columns on each page', async () => {
  const payments = Array.from({ length: 80 }, (_, i) => samplePayment(`P-${i}`))
  const { pdf } = await sheetOf(sampleReport({ ...given, payments }))
  const pages = [...pdf.matchAll(/\/Type \/Page\b/g)].length
  assert.ok(pages > 2)
  const layout = [...pdf.matchAll(/FlateDecode.*?stream\n(.*?)\nendstream/gs)]
    .map(([, bytes]) => inflateSync(Buffer.from(bytes!, 'latin1')).toString('latin1'))
    .filter(text => text.includes('/Type /Layout'))
  assert.equal(layout.length, pages - 1)
})

test('a case of another law is refused', async () => {
  const written = await writeAustracWorksheet(sampleReport(), { draft: false })
  assert.ok(!written.valid && /law of US/.test(written.problems[0]!.message))
})

test('every random case has a worksheet', async () => {
  for (const report of fc.sample(randomReport(given), { numRuns: 15, seed: 20_300_317 })) {
    assert.match((await sheetOf(report)).pdf, /%%EOF\s*$/)
  }
})
