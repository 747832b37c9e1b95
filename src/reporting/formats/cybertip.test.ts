import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'
import { randomReport, sampleReport } from '../report.sample.ts'
import { writeCybertip } from './cybertip.ts'
import { genuine, genuinePack, schemaText } from './genuine.sample.ts'

const { path, skip } = genuine('ncmec-cybertipline/cyber_tipline.xsd')
const at = 1_900_000_000_000_000

describe('CyberTipline', { skip }, () => {
  const pack = () => genuinePack(path)

  test('a report is a valid file, by what it is about', () => {
    for (const [concern, type] of [
      ['sextortion', /Online Enticement[\s\S]*<sextortion>true</],
      ['travel', /Child Sex Tourism/],
      ['exploitation', /Child Sex Trafficking/],
    ] as const) {
      const written = writeCybertip(sampleReport({ concerns: [concern] }), { pack: pack(), at, draft: false })
      assert.ok(written.valid, JSON.stringify(written))
      assert.match(written.text, type)
      assert.match(written.text, /<espIdentifier>SYNTHETIC-1</)
    }
  })

  test('what the CyberTipline has no type for is refused with what to do', () => {
    const written = writeCybertip(sampleReport({ concerns: ['proceeds'] }), {
      pack: pack(),
      at,
      draft: false,
    })
    assert.ok(!written.valid && /particulars/.test(written.problems[0]!.message))
  })

  test('of whoever may be harmed nothing is written', () => {
    const hidden = [{ kind: 'customer', subject_id: 'SYNTHETIC-9' }]
    const written = writeCybertip(sampleReport({ protected: hidden }), { pack: pack(), at, draft: false })
    assert.ok(written.valid && !/<victim>|SYNTHETIC-9/.test(written.text))
  })

  test('every random case is a valid file, by two validators, or refused with a reason', async () => {
    const reports = fc.sample(randomReport(), { numRuns: 100, seed: 20_300_317 })
    let valid = 0
    for (const report of reports) {
      const written = writeCybertip(report, { pack: pack(), at, draft: false })
      if (!written.valid) {
        assert.ok(written.problems.every(each => each.message !== '' && !each.place.startsWith('line ')))
        continue
      }
      valid += 1
      if (valid > 5) continue
      const second = await validateXML({ xml: written.text, schema: schemaText(pack()) })
      assert.deepEqual(second.errors, [])
    }
    assert.ok(valid >= 50, `${valid} of ${reports.length} were written`)
  })
})
