import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import type { Folder } from './folder.ts'
import {
  compareManifest,
  digestOfManifest,
  type Identity,
  identityOf,
  type Mismatch,
  manifestFile,
  manifestText,
  signatureFile,
} from './manifest.ts'

/** Signatures of packs: Ed25519 (RFC 8032) over the canonical manifest, so over every file. */

/** Before the manifest in what is signed, so that a signature made for something else is none for a pack. */
const purpose = 'lapwing pack manifest 1\n'
const format = 'lapwing-signature-1'

const signatureSchema = z.strictObject({
  format: z.literal(format),
  key: z.string(),
  signature: z.string(),
})

/** A new pair of keys as PEM: PKCS#8, encrypted where there is a passphrase, and SubjectPublicKeyInfo. */
export function makeKeys(passphrase?: string): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const locked = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }) as string,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  }
}

/** @throws LapwingError `key-invalid`; what is in the file is never in the error. */
export function readPrivateKey(place: string, pem: string, passphrase?: string): KeyObject {
  return keyFrom(place, () =>
    createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) }),
  )
}

/** @throws LapwingError `key-invalid`, also for a private key: it has no place among keys to be handed round. */
export function readPublicKey(place: string, pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) throw invalidKey(place, 'holds a private key where a public one belongs')
  return keyFrom(place, () => createPublicKey(pem))
}

function keyFrom(place: string, make: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = make()
  } catch {
    // Without the cause: what the library says of a key stays out of logs.
    throw invalidKey(place, 'is no key that can be read, or its passphrase is wrong or missing')
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw invalidKey(place, 'is not an Ed25519 key')
}

function invalidKey(place: string, message: string): LapwingError {
  return new LapwingError('key-invalid', message, {
    place,
    remedy: 'lapwing packs keygen makes a pair of keys.',
  })
}

/** A short name of a key: the first 32 hexadecimal digits of the SHA-256 of its public half (DER). */
export function keyName(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  const der = half.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').slice(0, 32)
}

/** The two files that sign a folder as it is. @throws LapwingError `pack-unnamed` */
export function signFolder(
  folder: Folder,
  key: KeyObject,
): { readonly manifest: string; readonly signature: string } {
  const manifest = manifestText(folder, identityOf(folder))
  const signature = sign(null, Buffer.from(purpose + manifest), key).toString('base64')
  return { manifest, signature: signatureText(keyName(key), signature) }
}

function signatureText(key: string, signature: string): string {
  return `${JSON.stringify({ format, key, signature }, undefined, 2)}\n`
}

export interface Verified {
  readonly identity: Identity | undefined
  /** SHA-256 of the manifest of the files as they are; absent where they do not say their name. */
  readonly digest: string | undefined
  readonly mismatches: readonly Mismatch[]
  readonly signature: 'none' | 'right' | 'wrong' | 'by another key' | 'not checked'
  /** Name of the key that is said to have signed. */
  readonly key: string | undefined
}

/** Whether the files are as signed. Without keys, only whether they are as the manifest says. */
export function verifyFolder(folder: Folder, keys: readonly KeyObject[] | undefined): Verified {
  const mismatches = compareManifest(folder)
  const identity = identityIn(folder)
  const digest = identity && digestOfManifest(manifestText(folder, identity))
  const written = folder.files.get(signatureFile)
  if (written === undefined) return { identity, digest, mismatches, signature: 'none', key: undefined }
  const read = parseSignature(written)
  const about = { identity, digest, mismatches, key: read?.key }
  if (read === undefined) return { ...about, signature: 'wrong' }
  if (keys === undefined) return { ...about, signature: 'not checked' }
  const key = keys.find(key => keyName(key) === read.key)
  if (key === undefined) return { ...about, signature: 'by another key' }
  const signed = Buffer.concat([Buffer.from(purpose), folder.files.get(manifestFile) ?? Buffer.alloc(0)])
  const isRight = verify(null, signed, key, Buffer.from(read.signature, 'base64'))
  return { ...about, signature: isRight ? 'right' : 'wrong' }
}

function identityIn(folder: Folder): Identity | undefined {
  try {
    return identityOf(folder)
  } catch {
    return undefined
  }
}

/** Read only in the form it is written in, so that no byte of it can be another. */
function parseSignature(written: Buffer): z.infer<typeof signatureSchema> | undefined {
  try {
    const read = signatureSchema.parse(JSON.parse(written.toString('utf8')))
    const bytes = Buffer.from(read.signature, 'base64').toString('base64')
    return Buffer.from(signatureText(read.key, bytes)).equals(written) ? read : undefined
  } catch {
    return undefined
  }
}

/** A pack or overlay whose use is refused unless one of these keys signed it as it is. @throws LapwingError `pack-not-trusted` */
export function demandTrust(folder: Folder, keys: readonly KeyObject[]): void {
  const { mismatches, signature, key } = verifyFolder(folder, keys)
  if (mismatches.length === 0 && signature === 'right') return
  const why = {
    none: 'is not signed',
    wrong: 'has a signature that is not right',
    'by another key': `is signed by the key ${key}, which is not among the trusted ones`,
    right: `is not as it was signed: ${mismatches.map(({ file, what }) => `${file} ${what}`).join(', ')}`,
    'not checked': 'is not signed',
  }[signature]
  throw new LapwingError('pack-not-trusted', `only signed packs may be used, and this one ${why}`, {
    place: folder.place,
    remedy: 'Review it and sign it with lapwing packs sign. lapwing packs verify names each file.',
  })
}
