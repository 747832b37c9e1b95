import { createHmac, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes: RFC 6238 with SHA-1, six digits and steps of 30 seconds, as authenticator programs have them. */

const stepMicros = 30_000_000
const digits = 6
/** Steps before and after the present one whose codes are taken, for clocks that are off (RFC 6238, section 5.2). */
const drift = 1
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of one time step. */
export function codeAt(secret: Buffer, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  // Dynamic truncation, RFC 4226 section 5.3.
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7f_ff_ff_ff
  return String(number % 10 ** length).padStart(length, '0')
}

/** The step whose code this is, later than the last one that was used; absent when it is none. */
export function stepOfCode(
  secret: Buffer,
  code: string,
  now: number,
  lastStep: number | null,
): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const present = Math.floor(now / stepMicros)
  let found: number | undefined
  for (let step = present - drift; step <= present + drift; step++) {
    const isIt = timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code))
    if (isIt && step > (lastStep ?? -1)) found = step
  }
  return found
}

/** Base 32 (RFC 4648) without padding, as people type it into an authenticator. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map(five => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

export function fromBase32(text: string): Buffer {
  const bits = [...text].map(letter => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(eight => Number.parseInt(eight, 2)))
}

/** What an authenticator reads, most often as a QR code. */
export function enrolmentAddress(secret: Buffer, signInName: string): string {
  return `otpauth://totp/Lapwing:${encodeURIComponent(signInName)}?secret=${toBase32(secret)}&issuer=Lapwing`
}
