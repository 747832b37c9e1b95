import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { referencePack } from '../typology/referencePack.ts'
import { referenceManifest, referencePages } from './reference.ts'

for (const [name, page] of Object.entries(referencePages)) {
  test(`docs/reference/${name} says what the program says`, async () => {
    const kept = readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8')
    assert.equal(kept, await page(), 'Run "npm run reference" and commit what it writes.')
  })
}

test('the manifest of the reference pack says what is in it', async () => {
  const kept = readFileSync(`${referencePack}manifest.json`, 'utf8')
  assert.equal(kept, await referenceManifest(), 'Run "npm run reference" and commit what it writes.')
})
