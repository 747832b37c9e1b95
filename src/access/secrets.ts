import { sha256 } from '../domain/hash.ts'
import type { Random } from './operation.ts'

/** 256 random bits as text: nobody guesses them, so a plain hash of them is enough to keep. */
export function newSecret(random: Random): string {
  return random(32).toString('base64url')
}

/** SHA-256, hexadecimal. */
export function hashOfSecret(secret: string): string {
  return sha256(secret)
}

/** A random identifier of 128 bits. */
export function newId(random: Random): string {
  return random(16).toString('hex')
}
