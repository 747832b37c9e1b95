import { z } from 'zod'
import { normaliseSelector } from './normalise.ts'
import { choice, define, id, idLengthMax, instant, printable } from './tables.ts'
import { type Micros, parseInstant } from './time.ts'

/**
 * Selectors: single values about which a partner or publisher has intelligence, such as the account number of a receiver.
 * They come plain, or as a keyed hash (HMAC-SHA256, RFC 2104 and FIPS 198-1) of the normalised value under a key shared
 * with that partner.
 */

export const selectorTypes = [
  'account', 'payid', 'wallet', 'email', 'phone', 'handle', 'device', 'merchant',
] as const // biome-ignore format: a list
export type SelectorType = (typeof selectorTypes)[number]

/** Traffic Light Protocol 2.0 (FIRST, 2022), from the narrowest audience to the widest. */
export const tlpLabels = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const
export type Tlp = (typeof tlpLabels)[number]

export interface Selector {
  readonly type: SelectorType
  /** The normalised value, or where `keyId` is given its HMAC-SHA256 as lower-case hexadecimal digits. Never shown. */
  readonly token: string
  readonly keyId: string | undefined
  readonly source: string
  /** It counts from then on, and until it expires. */
  readonly receivedAt: Micros
  readonly expiresAt: Micros | undefined
  readonly typology: string | undefined
  readonly tlp: Tlp | undefined
  /** The partner's own number for it. */
  readonly reference: string | undefined
}

/** A row of a selectors file, every field as text. */
export const selectorRow = z.strictObject({
  selector_type: choice(selectorTypes),
  value: define(
    { kind: 'text' },
    `the selector in plain text, at most ${idLengthMax} characters without control characters; or else hmac_sha256`,
    z.string().min(1).max(idLengthMax).regex(printable),
  ).optional(),
  hmac_sha256: define(
    { kind: 'text' },
    '64 hexadecimal digits: HMAC-SHA256 of the normalised value under the key that key_id names',
    z.string().regex(/^[0-9a-f]{64}$/i),
  ).optional(),
  key_id: define({ kind: 'id' }, 'the name of the shared key, with hmac_sha256 alone', id).optional(),
  source: define({ kind: 'id' }, 'who published or sent it, 1 to 200 characters', id),
  received_at: instant,
  expires_at: define({ kind: 'instant' }, 'a date and time after received_at', instant).optional(),
  typology: id.optional(),
  tlp: define(
    { kind: 'choice', choices: tlpLabels },
    `one of ${tlpLabels.join(', ')} (TLP 2.0)`,
    z.string().refine(text => readTlp(text) !== undefined),
  ).optional(),
  reference: id.optional(),
})
export type SelectorRow = z.infer<typeof selectorRow>

/** What is wrong with a row that has the right shape, by field. */
export interface Contradiction {
  readonly field: string
  readonly wrong: string
  readonly right: string
}

/** The selector that a row stands for, or all that contradicts itself in it. */
export function selectorOf(row: SelectorRow): Selector | readonly Contradiction[] {
  const plain = row.value === undefined ? undefined : normaliseSelector(row.selector_type, row.value)
  const receivedAt = parseInstant(row.received_at)!
  const expiresAt = row.expires_at === undefined ? undefined : parseInstant(row.expires_at)
  const wrong: Contradiction[] = []
  if ((row.value === undefined) === (row.hmac_sha256 === undefined)) {
    const both = row.value !== undefined
    wrong.push({
      field: 'value',
      wrong: both ? 'stands beside hmac_sha256' : 'missing, and so is hmac_sha256',
      right: 'one of the two',
    })
  }
  if ((row.key_id === undefined) !== (row.hmac_sha256 === undefined)) {
    const missing = row.key_id === undefined
    wrong.push({
      field: 'key_id',
      wrong: missing ? 'missing' : 'stands beside a plain value',
      right: missing
        ? 'the name of the key that hmac_sha256 was made with'
        : 'nothing: a plain value has no key',
    })
  }
  if (plain === '') {
    wrong.push({
      field: 'value',
      wrong: `not a selector of type ${row.selector_type}`,
      right: 'a value that the rules for its type leave something of',
    })
  }
  if (expiresAt !== undefined && expiresAt <= receivedAt) {
    wrong.push({ field: 'expires_at', wrong: 'not after received_at', right: 'a later time, or nothing' })
  }
  if (wrong.length > 0) return wrong
  return {
    type: row.selector_type,
    token: plain ?? row.hmac_sha256!.toLowerCase(),
    keyId: row.key_id,
    source: row.source,
    receivedAt,
    expiresAt,
    typology: row.typology,
    tlp: row.tlp === undefined ? undefined : readTlp(row.tlp),
    reference: row.reference,
  }
}

/** Whether intelligence counts at an instant: received by then, and not expired. */
export function isInForce({ receivedAt, expiresAt }: Selector, at: number): boolean {
  return receivedAt <= at && (expiresAt === undefined || at < expiresAt)
}

function readTlp(text: string): Tlp | undefined {
  const plain = text.trim().toUpperCase()
  const whole = plain.startsWith('TLP:') ? plain : `TLP:${plain}`
  return tlpLabels.find(label => label === whole)
}
