import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { emptyFolder, lapwing, objects } from './lapwing.ts'

test('a store is backed up and made anew elsewhere, its audit chain whole and going on', async () => {
  const [data, restored] = [emptyFolder(), emptyFolder()]
  const [file, secret] = [join(data, 'casework.backup'), join(data, 'secret.txt')]
  writeFileSync(secret, 'correct horse battery\n')
  const done = async (written: readonly string[], code = 0) => {
    const ended = await lapwing([...written, '--json'])
    assert.equal(ended.code, code, ended.err)
    return { ...ended, line: objects(ended.out)[0] }
  }
  const none = await done(['backup', '--out', file, '--passphrase-file', secret, '--data', data], 3)
  assert.match(none.err, /no store/)
  await done(['users', 'add', 'robin', '--roles', 'administrator', '--data', data])
  const { line } = await done(['backup', '--out', file, '--passphrase-file', secret, '--data', data])
  // The user, and the backup itself.
  assert.deepEqual(Object(line?.head).sequence, 2)
  const again = await done(['restore', file, '--passphrase-file', secret, '--data', restored])
  assert.deepEqual([again.line?.rows, again.line?.head], [line?.rows, line?.head])
  const verified = await done(['audit', 'verify', '--data', restored])
  assert.deepEqual([verified.line?.right, verified.line?.links], [true, 3])
  assert.ok(existsSync(join(restored, 'store')))
})
