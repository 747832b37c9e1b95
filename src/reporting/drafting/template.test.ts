import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { samplePayment, sampleReport } from '../report.sample.ts'
import { ownTemplate, readTemplate, templateOf } from './template.ts'

const own = `
name: ours
version: "2"
sections:
  - { section: summary, title: What, each: report, sentences: ["{payments_out} went out.", "{payments_in} came in."] }
  - { section: grounds, title: Why, each: statement, sentences: [] }
  - { section: action, title: Then, each: action, sentences: ["{day}: {what}"] }
`

async function withFile<T>(text: string, use: (folder: string, place: string) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-template-'))
  const place = join(folder, 'report-template.yaml')
  try {
    await writeFile(place, text)
    return use(folder, place)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('an own template tells a report in its own sentences, and leaves out what is not known', async () => {
  await withFile(own, folder => {
    const { narrative, template } = sampleReport({}, { template: templateOf(folder) })
    assert.deepEqual(template, { name: 'ours', version: '2' })
    assert.deepEqual(
      narrative[0]!.sentences.map(each => each.text),
      ['2 payments went out.'],
    )
    assert.deepEqual(narrative[0]!.sentences[0]!.evidence, [
      { kind: 'payment', id: 'P-1' },
      { kind: 'payment', id: 'P-2' },
    ])
  })
})

test('a template is refused by line for a fact that there is not, a sentence of none, and no place for what people wrote', async () => {
  for (const [from, to, words] of [
    ['{payments_in}', '{payment_in}', /report-template\.yaml:5:.*did you mean "payments_in"/],
    ['{payments_in} came in', 'Money came in', /names no fact/],
    ['section: grounds', 'section: reasons', /no section "grounds"/],
    ['each: action', 'each: deed', /each/],
  ] as const) {
    await withFile(own.replace(from, to), (_, place) => {
      assert.throws(
        () => readTemplate(place),
        (error: Error & { code?: string; remedy?: string }) =>
          error.code === 'template-invalid' && words.test(error.remedy ?? ''),
        to,
      )
    })
  }
})

test('without an own one the template that comes with Lapwing is used', () => {
  assert.deepEqual(templateOf('there is no such folder'), ownTemplate())
})

test('payments that did not go through, or whose amount is not known, are told beside the sums', () => {
  const payments = [
    samplePayment('P-1'),
    samplePayment('P-2', { status: 'attempted' }),
    samplePayment('P-3', { currency: 'EUR' }),
  ]
  const { totals, narrative } = sampleReport({ payments })
  assert.deepEqual(totals.out, { payments: 2, amount: '51.20', without_amount: 1, not_completed: 1 })
  const told = narrative[0]!.sentences.map(each => each.text)
  assert.ok(told.includes('Not in these sums, because the amount in USD is not known: 1 payment.'))
  assert.ok(told.includes('Not in these sums, because attempted or reversed: 1 payment.'))
})
