import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyName, makeKeys, readPrivateKey, readPublicKey } from '../domain/keys.ts'
import type { Folder } from './folder.ts'
import { compareManifest } from './manifest.ts'
import { demandTrust, signFolder, verifyFolder } from './signature.ts'

const pem = makeKeys()
const privateKey = readPrivateKey('release.key', pem.privateKey)
const publicKey = readPublicKey('release.pub', pem.publicKey)

function folderWith(texts: Readonly<Record<string, string>>): Folder {
  const files = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const)
  return { place: 'sample', files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))) }
}

const plain = folderWith({
  'pack.yaml': 'pack: sample\nversion: 0.1.0\n',
  'sources.yaml': '{}\n',
  'cards/one.yaml': 'card: one\n',
  'cards/two.yaml': '',
})

function changed(folder: Folder, path: string, bytes: Buffer | undefined): Folder {
  const files = new Map(folder.files)
  if (bytes === undefined) files.delete(path)
  else files.set(path, bytes)
  return { ...folder, files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

function signed(folder: Folder): Folder {
  const { manifest, signature } = signFolder(folder, privateKey)
  const withManifest = changed(folder, 'manifest.json', Buffer.from(manifest))
  return changed(withManifest, 'signature.json', Buffer.from(signature))
}

function isRight(folder: Folder): boolean {
  const { mismatches, signature } = verifyFolder(folder, [publicKey])
  return mismatches.length === 0 && signature === 'right'
}

test('a folder that was signed is right, and says its name, version and digest', () => {
  const verified = verifyFolder(signed(plain), [publicKey])
  assert.deepEqual(
    [verified.mismatches, verified.signature, verified.identity, verified.key],
    [[], 'right', { name: 'sample', version: '0.1.0' }, keyName(publicKey)],
  )
  assert.equal(verified.digest, verifyFolder(plain, undefined).digest, 'the digest is of the files alone')
})

test('any byte changed in any file, the manifest or the signature is found', () => {
  const whole = signed(plain)
  assert.ok(isRight(whole))
  const places = [...whole.files].flatMap(([path, bytes]) => Array.from(bytes, (_, at) => ({ path, at })))
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), ({ path, at }, change) => {
      const bytes = Buffer.from(whole.files.get(path)!)
      bytes[at]! ^= change
      assert.ok(!isRight(changed(whole, path, bytes)), `${path} at ${at}`)
    }),
    { numRuns: 1_500 },
  )
})

test('a byte more or less at any end is found', () => {
  const whole = signed(plain)
  for (const [path, bytes] of whole.files) {
    assert.ok(!isRight(changed(whole, path, Buffer.concat([bytes, Buffer.from('\n')]))), path)
    if (bytes.length > 0) assert.ok(!isRight(changed(whole, path, bytes.subarray(0, -1))), path)
  }
})

test('files that were changed, added or removed are each named', () => {
  let folder = changed(signed(plain), 'cards/one.yaml', Buffer.from('card: other\n'))
  folder = changed(folder, 'cards/three.yaml', Buffer.from(''))
  folder = changed(folder, 'cards/two.yaml', undefined)
  assert.deepEqual(compareManifest(folder), [
    { file: 'sample/cards/one.yaml', what: 'changed' },
    { file: 'sample/cards/three.yaml', what: 'added' },
    { file: 'sample/cards/two.yaml', what: 'removed' },
  ])
})

test('a manifest written anew after a change does not have the signature', () => {
  const whole = signed(plain)
  const other = changed(whole, 'cards/one.yaml', Buffer.from('card: other\n'))
  const { manifest } = signFolder(
    changed(changed(other, 'manifest.json', undefined), 'x', undefined),
    privateKey,
  )
  const forged = changed(other, 'manifest.json', Buffer.from(manifest))
  const { mismatches, signature } = verifyFolder(forged, [publicKey])
  assert.deepEqual([mismatches, signature], [[], 'wrong'])
})

test('only packs signed as they are by a trusted key may be used', () => {
  const stranger = readPublicKey('stranger.pub', makeKeys().publicKey)
  const whole = signed(plain)
  demandTrust(whole, [stranger, publicKey])
  const refused: [Folder, readonly (typeof publicKey)[], RegExp][] = [
    [plain, [publicKey], /is not signed/],
    [whole, [stranger], /which is not among the trusted ones/],
    [changed(whole, 'cards/two.yaml', undefined), [publicKey], /sample\/cards\/two\.yaml removed/],
    [changed(whole, 'manifest.json', undefined), [publicKey], /signature that is not right/],
  ]
  for (const [folder, keys, message] of refused) {
    assert.throws(() => demandTrust(folder, keys), { code: 'pack-not-trusted', message })
  }
})

test('a private key among public ones, another kind of key and a wrong passphrase are errors without content', () => {
  const locked = makeKeys('a passphrase of words')
  assert.ok(readPrivateKey('locked.key', locked.privateKey, 'a passphrase of words'))
  for (const read of [
    () => readPublicKey('x', pem.privateKey),
    () => readPublicKey('x', 'not a key'),
    () => readPrivateKey('x', locked.privateKey, 'another'),
    () => readPrivateKey('x', locked.privateKey),
  ]) {
    assert.throws(read, (error: Error & { code?: string }) => {
      assert.equal(error.code, 'key-invalid')
      assert.equal(error.cause, undefined, 'what the library says of a key stays out')
      return true
    })
  }
})
