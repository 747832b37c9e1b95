import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { LapwingError } from './errors.ts'
import { sha256 } from './hash.ts'

/** Keys of Ed25519 signatures (RFC 8032): they sign packs and the heads of the audit chain. */

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
  return sha256(der).slice(0, 32)
}
