import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'
import type { Report } from '../model/report.ts'
import {
  randomReport,
  sampleInstitution,
  samplePayment,
  sampleReport,
  sampleSubject,
} from '../report.sample.ts'
import { genuine, genuinePack, schemaText } from './genuine.sample.ts'
import { writeGoaml } from './goaml.ts'
import {
  edition501Profile,
  sriLankaProfile,
  sriLankaSecondProfile,
  uaeProfile,
} from './goamlProfiles.sample.ts'

const editions = [
  {
    name: '5.0.2, United Arab Emirates',
    file: 'goaml/5.0.2-UAE-FIU/goAMLSchema.xsd',
    profile: uaeProfile,
    country: 'AE',
    mended: 27,
  },
  {
    name: '5.0.1',
    file: 'goaml/5.0.1/goAMLSchema.xsd',
    profile: edition501Profile,
    country: 'XK',
    mended: 1,
  },
  {
    name: '4.x, Sri Lanka',
    file: 'goaml/4.x-SriLanka-FIU/goAML-v1.1.4.xsd',
    profile: sriLankaProfile,
    country: 'LK',
    mended: 0,
  },
  {
    name: '4.x, Sri Lanka, a later one',
    file: 'goaml/4.x-SriLanka-FIU/goAMLSchema-Version_2.0.xsd',
    profile: sriLankaSecondProfile,
    country: 'LK',
    mended: 12,
  },
] as const

const at = 1_900_000_000_000_000

for (const { name, file, profile, country, mended } of editions) {
  const { path, skip } = genuine(file)
  describe(`goAML ${name}`, { skip }, () => {
    const institution = {
      ...sampleInstitution,
      address: { ...sampleInstitution.address, country },
      goaml: {
        ...sampleInstitution.goaml!,
        rentity_branch: 'Head office',
        institution_code: '1234',
        swift: 'EXAMLKXX',
      },
    }
    const given: Partial<Report> = { jurisdiction: country, institution, time_zone: 'Asia/Dubai' }
    const pack = () => genuinePack(path, profile)
    const write = (report: Report) => writeGoaml(report, { pack: pack(), at, draft: false })
    const textOf = (report: Report) => {
      const written = write(report)
      assert.ok(written.valid, JSON.stringify(written))
      return written.text
    }

    test('patterns with literal anchors are put right on reading, and counted', () => {
      assert.equal(pack().patternsMended, mended)
    })

    test('a report is a valid file, with times by the clocks there', () => {
      const xml = textOf(sampleReport(given))
      assert.match(xml, /<date_transaction>2029-11-22T14:40:00</)
      assert.match(xml, /<first_name>Synthetic</)
      assert.match(xml, /<to_funds_comment>Account PAYEE-1</)
      assert.match(xml, /<amount_local>51.20</)
    })

    test('names are written in Latin letters where the edition takes no others, and that is told', () => {
      const subjects = [sampleSubject({ given_name: 'José', family_name: 'Łukasz' })]
      const written = write(sampleReport({ ...given, subjects }))
      assert.ok(written.valid, JSON.stringify(written))
      const told = written.notices.filter(each => each.kind === 'transliterated')
      if (/<first_name>José</.test(written.text)) assert.deepEqual(told, [])
      else assert.ok(told.some(each => /"Łukasz" is written "Lukasz"/.test(each.message)))
    })

    test('every random case is a valid file, by two validators, or refused with a reason', async () => {
      const reports = fc.sample(randomReport(given), { numRuns: 80, seed: 20_300_317 })
      let valid = 0
      for (const report of reports) {
        const written = write(report)
        if (!written.valid) {
          assert.ok(written.problems.length > 0 && written.problems.every(each => each.message !== ''))
          // What only the validator found, no person was told beforehand.
          assert.deepEqual(
            written.problems.filter(each => each.place.startsWith('line ')),
            [],
          )
          continue
        }
        valid += 1
        if (valid > 5) continue
        const second = await validateXML({ xml: written.text, schema: schemaText(pack()) })
        assert.deepEqual(second.errors, [])
      }
      assert.ok(valid >= 15, `${valid} of ${reports.length} were written`)
    })
  })
}

const uae = genuine(editions[0].file)
describe('what goAML is told', { skip: uae.skip }, () => {
  const write = (report: Report) =>
    writeGoaml(report, { pack: genuinePack(uae.path, uaeProfile), at, draft: true })

  test('money that came in, and money in another currency with its rate', () => {
    const payments = [
      samplePayment('P-1', { direction: 'in', currency: 'EUR', amount: '10.00', amount_home: '11.25' }),
    ]
    const written = write(sampleReport({ payments }))
    assert.ok(written.valid, JSON.stringify(written))
    assert.match(written.text, /<t_from>[\s\S]*Recipient[\s\S]*<t_to_my_client>/)
    assert.match(written.text, /<foreign_exchange_rate>1.125000</)
    assert.match(written.text, /<entity_reference>DRAFT /)
  })

  test('of a possible victim the account alone', () => {
    const payments = [
      samplePayment('P-1'),
      samplePayment('P-2', { customer_id: 'SYNTHETIC-9', account_id: 'ACC-9' }),
    ]
    const written = write(
      sampleReport({ payments, protected: [{ kind: 'customer', subject_id: 'SYNTHETIC-9' }] }),
    )
    const text = JSON.stringify(written)
    assert.ok(!text.includes('SYNTHETIC-9'))
  })

  test('what is missing is told once, with what to do', () => {
    const { birth_date: _, ...subject } = sampleSubject()
    const written = write(sampleReport({ subjects: [subject] }))
    assert.ok(!written.valid)
    assert.deepEqual(
      written.problems.map(({ message, remedy }) => [message, remedy]),
      [['birthdate is required here. So in 2 places.', 'Write birth_date in the particulars of this party.']],
    )
  })

  test('an amount that is not known in the home currency is not guessed', () => {
    const payments = [samplePayment('P-1', { currency: 'EUR' })]
    const written = write(sampleReport({ payments }))
    assert.ok(!written.valid && written.problems.some(each => /amount_home/.test(each.message)))
  })

  test('a profile whose codes the edition does not have is refused by name', () => {
    assert.throws(() => genuinePack(uae.path, uaeProfile.replace('CSAM1', 'NO_SUCH')), {
      code: 'profile-invalid',
      remedy: /"NO_SUCH" is not in report_indicator_type/,
    })
    assert.throws(() => genuinePack(uae.path, uaeProfile.replace('gender:', 'genders:')), {
      code: 'profile-invalid',
      remedy: /gender/,
    })
  })
})
