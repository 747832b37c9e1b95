import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkPack } from '../src/typology/pack.ts'
import { qualityOf } from './account-ranking.ts'

const ids = Array.from({ length: 100 }, (_, i) => `account-${i}`)
const banks = new Map([
  ['one', ids.slice(0, 50)],
  ['other', ids.slice(50)],
])

describe('the ranking of accounts', () => {
  it('counts precision where each sought account stands, and recall in the head of each bank', () => {
    const scores = new Map(ids.map((id, i) => [id, -i]))
    const { averagePrecision, atShares } = qualityOf(scores, banks, new Set([ids[0]!, ids[3]!, ids[50]!]))
    assert.ok(Math.abs(averagePrecision - (1 + 2 / 4 + 3 / 51) / 3) < 1e-12)
    assert.deepEqual(atShares.get(0.02), { recall: 2 / 3, precision: 1 })
  })

  it('gains nothing from equal scores or from accounts that nobody looked at', () => {
    const { averagePrecision, atShares } = qualityOf(new Map(), banks, new Set([ids[0]!]))
    assert.equal(averagePrecision, 1 / 100)
    assert.deepEqual(atShares.get(0.05), { recall: 0, precision: 0 })
  })

  it('is measured with a pack that is sound', async () => {
    const pack = fileURLToPath(new URL('./packs/laundering/', import.meta.url))
    assert.deepEqual(await checkPack(pack), [])
  })
})
