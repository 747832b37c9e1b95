import { type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonical.ts'
import { LapwingError } from '../domain/errors.ts'
import { keyName } from '../domain/keys.ts'
import type { AuditLink } from './link.ts'

/** A signed statement of the chain's head (Ed25519, RFC 8032), to be kept where whoever runs the store cannot change it. */

const format = 'lapwing-audit-anchor-1'
const domain = 'lapwing audit anchor 1\n'

const anchorSchema = z.strictObject({
  format: z.literal(format),
  sequence: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Microseconds since 1970 UTC. */
  anchored_at: z.int(),
  key: z.string(),
  signature: z.string(),
})
export type Anchor = z.infer<typeof anchorSchema>

export function anchorOf(
  { sequence, hash }: Pick<AuditLink, 'sequence' | 'hash'>,
  anchoredAt: number,
  key: KeyObject,
): Anchor {
  const said = { format, sequence, hash, anchored_at: anchoredAt, key: keyName(key) } as const
  return { ...said, signature: sign(null, signed(said), key).toString('base64') }
}

/**
 * Reads anchors, one a line, each signed by one of the keys.
 *
 * @throws LapwingError `anchor-invalid`: an anchor that cannot be trusted is no ground to trust a chain on
 */
export function readAnchors(place: string, text: string, keys: readonly KeyObject[]): readonly Anchor[] {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.map((line, at) => {
    const wrong = (message: string) =>
      new LapwingError('anchor-invalid', message, {
        place: `${place}, line ${at + 1}`,
        remedy: 'name the file that lapwing audit anchor wrote, and the public key that belongs to it',
      })
    const anchor = anchorSchema.safeParse(parsed(line)).data
    if (anchor === undefined) throw wrong('is no anchor')
    const key = keys.find(each => keyName(each) === anchor.key)
    if (key === undefined) throw wrong(`is signed by the key ${anchor.key}, which was not given`)
    const { signature, ...said } = anchor
    if (!verify(null, signed(said), key, Buffer.from(signature, 'base64')))
      throw wrong('has a wrong signature')
    return anchor
  })
}

function signed(said: Omit<Anchor, 'signature'>): Buffer {
  return Buffer.from(domain + canonicalJson(said))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
