import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Authenticated encryption with AES-256-GCM (NIST SP 800-38D). The tag stands after what is encrypted. */

export const tagBytes = 16
export const nonceBytes = 12
export const keyBytes = 32

export interface Lock {
  readonly key: Uint8Array
  /** Used once under a key. */
  readonly nonce: Uint8Array
  /** What the bytes are bound to: with another they do not open. Not kept with them. */
  readonly about: Uint8Array
}

export function encrypt(bytes: Uint8Array, { key, nonce, about }: Lock): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(about)
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Undefined where anything does not fit: a wrong key cannot be told from changed bytes. Nothing is given out before all was found whole. */
export function decrypt(encrypted: Uint8Array, { key, nonce, about }: Lock): Buffer | undefined {
  const end = encrypted.length - tagBytes
  if (end < 0) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(about)
  decipher.setAuthTag(encrypted.subarray(end))
  try {
    return Buffer.concat([decipher.update(encrypted.subarray(0, end)), decipher.final()])
  } catch {
    return undefined
  }
}
