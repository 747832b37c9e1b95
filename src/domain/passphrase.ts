import { scryptSync } from 'node:crypto'
import { LapwingError } from './errors.ts'

/** 128 MiB and some tenths of a second for each guess, as OWASP's Password Storage Cheat Sheet has it. */
export const costByDefault = 17
/** A header from elsewhere must not make the reader take all memory. */
export const costMost = 20
export const passphraseMin = 12

/** A key of 32 bytes by scrypt (RFC 7914); `cost` is the binary logarithm of its N, r is 8 and p is 1. */
export function keyFromPassphrase(passphrase: string, salt: Buffer, cost: number): Buffer {
  const N = 2 ** cost
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { N, r: 8, p: 1, maxmem: 256 * 8 * (N + 8) })
}

/** @throws LapwingError `passphrase-short` */
export function refuseShortPassphrase(passphrase: string): void {
  if (passphrase.length >= passphraseMin) return
  throw new LapwingError('passphrase-short', `a passphrase needs at least ${passphraseMin} characters`, {
    remedy: 'Several random words are easy to keep and hard to guess.',
  })
}
