import { decrypt, encrypt, type Lock, nonceBytes, tagBytes } from '../domain/encryption.ts'
import { LapwingError } from '../domain/errors.ts'
import { costByDefault, costMost, keyFromPassphrase, refuseShortPassphrase } from '../domain/passphrase.ts'
import type { Folder } from './folder.ts'

/**
 * An overlay encrypted at rest, in one file: a key from a passphrase by scrypt (RFC 7914), the files under AES-256-GCM (NIST SP
 * 800-38D). The header is authenticated with the rest:
 *
 * | bytes | what |
 * | --- | --- |
 * | 8 | `LAPWING` and the version of this form |
 * | 1 | binary logarithm of scrypt's N; r is 8 and p is 1 |
 * | 16 | salt |
 * | 12 | nonce |
 * | 4 | length of what is encrypted, big-endian |
 *
 * then what is encrypted, then the tag of 16 bytes.
 */

const magic = Buffer.from('LAPWING\x01', 'latin1')
const [saltAt, nonceAt, lengthAt, headerBytes] = [9, 25, 37, 41] as const

export function isSealed(bytes: Buffer): boolean {
  return bytes.subarray(0, 7).equals(magic.subarray(0, 7))
}

export interface SealOptions {
  /** So many random bytes. */
  readonly random: (bytes: number) => Buffer
  /** Binary logarithm of scrypt's N. */
  readonly cost?: number
}

/** @throws LapwingError `passphrase-short` */
export function seal(
  folder: Folder,
  passphrase: string,
  { random, cost = costByDefault }: SealOptions,
): Buffer {
  refuseShortPassphrase(passphrase)
  const files = [...folder.files].map(([path, bytes]) => [path, bytes.toString('base64')])
  const plain = Buffer.from(JSON.stringify({ files }))
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header[magic.length] = cost
  random(16).copy(header, saltAt)
  random(nonceBytes).copy(header, nonceAt)
  header.writeUInt32BE(plain.length, lengthAt)
  return Buffer.concat([header, encrypt(plain, lockOf(passphrase, header))])
}

/**
 * The folder that a file seals. Nothing of it is given out before all of it was found whole.
 *
 * @throws LapwingError `overlay-damaged`, `overlay-newer`, `overlay-locked` when passphrase and file do not fit
 */
export function unseal(place: string, bytes: Buffer, passphrase: string): Folder {
  if (bytes.length < headerBytes) throw damaged(place, `is cut off after ${bytes.length} bytes`)
  const version = bytes[magic.length - 1]
  if (version !== magic.at(-1)) {
    throw new LapwingError('overlay-newer', `was sealed in form ${version}, and this program knows form 1`, {
      place,
      remedy: 'Use the version of Lapwing that sealed it, or a later one.',
    })
  }
  const header = bytes.subarray(0, headerBytes)
  const cost = header[magic.length]!
  if (cost < 1 || cost > costMost) throw damaged(place, 'has a header that Lapwing does not write')
  const whole = headerBytes + header.readUInt32BE(lengthAt) + tagBytes
  if (bytes.length < whole) throw damaged(place, `is cut off: ${bytes.length} of ${whole} bytes`)
  if (bytes.length > whole) throw damaged(place, `has ${bytes.length - whole} bytes too many`)
  const plain = decrypt(bytes.subarray(headerBytes, whole), lockOf(passphrase, header))
  if (plain === undefined) {
    // Authenticated encryption cannot tell a wrong key from a changed file.
    throw new LapwingError('overlay-locked', 'the passphrase is not right, or the file was changed', {
      place,
      remedy: 'Try the passphrase again; if it is right, take the file from a copy that is whole.',
    })
  }
  const { files } = JSON.parse(plain.toString('utf8')) as { files: [string, string][] }
  return { place, files: new Map(files.map(([path, text]) => [path, Buffer.from(text, 'base64')])) }
}

function lockOf(passphrase: string, header: Buffer): Lock {
  const key = keyFromPassphrase(passphrase, header.subarray(saltAt, nonceAt), header[magic.length]!)
  return { key, nonce: header.subarray(nonceAt, lengthAt), about: header }
}

function damaged(place: string, message: string): LapwingError {
  return new LapwingError('overlay-damaged', message, {
    place,
    remedy: 'Take the file from a copy that is whole, or seal the overlay again.',
  })
}
