import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { describeError, type LapwingError } from '../domain/errors.ts'
import { readSelectorKey } from './selector-keys.ts'
import { keepSelectorRejects, readSelectors } from './selectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'lapwing-selectors-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const header = 'selector_type,value,hmac_sha256,key_id,source,received_at,expires_at,tlp'
const hash = 'cd'.repeat(32)

test('a wrong row costs no other, and every row read is accepted, a duplicate or rejected', async () => {
  const path = file(
    'mixed.csv',
    `${header}
account,secret-1,,,An office,2025-01-01T00:00:00Z,,TLP:GREEN
account,SECRET-1 ,,,An office,2025-01-01T00:00:00Z,,green
account,secret-1,,,An office,2025-02-01T00:00:00Z,,TLP:GREEN
acount,secret-2,,,An office,2025-01-01T00:00:00Z,,
account,secret-3,,,An office,2025-01-01,,
account,secret-4,,,An office,2025-01-01T00:00:00Z,2024-01-01T00:00:00Z,
account,secret-5,,An office,2025-01-01T00:00:00Z,,
account,secret-6,${hash},k,An office,2025-01-01T00:00:00Z,,TLP:WHITE
account,,${hash.toUpperCase()},k,An office,2025-01-01T00:00:00Z,,
`,
  )
  const result = await readSelectors(path)
  assert.deepEqual([result.read, result.accepted, result.duplicate, result.rejected], [9, 3, 1, 5])
  assert.deepEqual(
    result.rejects.map(({ row, field }) => [row, field]),
    [
      [4, 'selector_type'],
      [5, 'received_at'],
      [6, 'expires_at'],
      [7, ''],
      [8, 'tlp'],
    ],
  )
  assert.deepEqual(
    result.selectors.map(({ token, keyId }) => [token, keyId]),
    [
      ['SECRET-1', undefined],
      ['SECRET-1', undefined],
      [hash, 'k'],
    ],
  )
  const rejects = keepSelectorRejects(result, folder)!
  assert.match(readFileSync(rejects, 'utf8'), /mixed\.csv","5","row 5","received_at",.*RFC 3339/)
  assert.doesNotMatch(readFileSync(rejects, 'utf8') + JSON.stringify(result.rejects), /secret/i)
})

test('JSON Lines say the same as CSV, compressed or not, and duplicates are told across files', async () => {
  const line = JSON.stringify({
    selector_type: 'phone',
    value: '+61 412 345 678',
    source: 'An office',
    received_at: '2025-01-01T00:00:00+10:00',
  })
  const lines = `${line}\n\n{"selector_type":"phone","valeu":"+61 400 000 000"}\n{broken secret\n`
  const seen = new Set<string>()
  const first = await readSelectors(file('list.jsonl', lines), seen)
  assert.deepEqual([first.read, first.accepted, first.rejected], [3, 1, 2])
  assert.doesNotMatch(JSON.stringify(first.rejects), /valeu|400 000|secret/)
  const csv = 'Selector_Type;Value;Source;Received_At\nphone;0061412345678;An office;2024-12-31T14:00:00Z\n'
  const second = await readSelectors(file('list.csv.gz', gzipSync(csv)), seen)
  assert.deepEqual([second.read, second.accepted, second.duplicate], [1, 0, 1])
})

test('a file whose columns are wrong is refused whole, without showing what stands in it', async () => {
  const refusal = async (name: string, content: string) => {
    try {
      await readSelectors(file(name, content))
    } catch (error) {
      return `${(error as LapwingError).code}: ${describeError(error)}`
    }
    return 'taken'
  }
  const headless = await refusal('headless.csv', 'account,secret-account,An office,2025-01-01T00:00:00Z\n')
  assert.match(headless, /^missing-column: .*selector_type/)
  assert.doesNotMatch(headless, /secret/)
  assert.match(
    await refusal('misspelt.csv', 'selector_type,valeu,source,received_at\n'),
    /^unknown-column: .*\n.*column 2: did you mean value\?/,
  )
  assert.match(await refusal('twice.csv', `${header},tlp\n`), /^repeated-column/)
  assert.match(await refusal('none.csv', ''), /^empty-file/)
})

test('a key is hexadecimal digits of 32 bytes or more, and an error does not show it', async () => {
  const digits = '0123456789abcdef'.repeat(4)
  assert.equal((await readSelectorKey(file('good.key', `${digits}\n`))).toString('hex'), digits)
  for (const wrong of [digits.slice(2), `${digits}0`, 'not a key, but a secret']) {
    await assert.rejects(readSelectorKey(file('wrong.key', wrong)), (error: LapwingError) => {
      assert.equal(error.code, 'key-wrong')
      assert.ok(!describeError(error).includes(wrong))
      return true
    })
  }
  await assert.rejects(readSelectorKey(join(folder, 'missing.key')), { code: 'no-such-file' })
})
