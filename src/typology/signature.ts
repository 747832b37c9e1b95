import { type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { keyName } from '../domain/keys.ts'
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
