import { canonicalJson, hashOfJson, type Json } from '../domain/canonical.ts'

/** What is to be recorded: who did what to which object, and why. */
export interface AuditEvent {
  /** `user:ID`, `service:ID`, `console`, or `unknown` for a sign-in that failed. */
  readonly actor: string
  /** As policies name it: `user.create`. */
  readonly action: string
  /** `Type:ID`. */
  readonly object: string
  /** What the actor said it was for. */
  readonly purpose?: string | undefined
  /** What else must be known later. No personal data: names and values stay in their own tables. */
  readonly detail?: { readonly [name: string]: Json } | undefined
}

/** One link of the chain, as it is stored. */
export interface AuditLink {
  /** From 1, without gaps. */
  readonly sequence: number
  /** Microseconds since 1970 UTC. */
  readonly recordedAt: number
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly purpose: string | null
  /** Canonical JSON (RFC 8785). */
  readonly detail: string
  readonly previousHash: string
  /** SHA-256, hexadecimal, over everything above. */
  readonly hash: string
}

/** What the first link has before it. */
export const beginning = '0'.repeat(64)

/** Before each link in what is hashed, so that a hash made for something else is none for a link. */
const domain = 'lapwing audit link 1\n'

export function linkAfter(
  previous: Pick<AuditLink, 'sequence' | 'hash'> | undefined,
  recordedAt: number,
  event: AuditEvent,
): AuditLink {
  const link = {
    ...bodyOf(recordedAt, event),
    sequence: (previous?.sequence ?? 0) + 1,
    previousHash: previous?.hash ?? beginning,
  }
  return { ...link, hash: hashOf(link) }
}

/** All of a link that does not depend on the one before it. */
export function bodyOf(recordedAt: number, event: AuditEvent) {
  return {
    recordedAt,
    actor: event.actor,
    action: event.action,
    object: event.object,
    purpose: event.purpose ?? null,
    detail: canonicalJson(event.detail ?? {}),
  }
}

/**
 * What is hashed for a link, in the parts that are known before its place in the chain is: around the hash of the link before, and up to
 * its sequence. In canonical JSON `previousHash` stands after `object`, and `sequence` last.
 */
export function hashedParts({ recordedAt, purpose, ...first }: ReturnType<typeof bodyOf>) {
  return {
    beforeHash: `${domain}${canonicalJson(first).slice(0, -1)},"previousHash":"`,
    beforeSequence: `",${canonicalJson({ purpose, recordedAt }).slice(1, -1)},"sequence":`,
  }
}

/** The hash that a link must have. */
export function hashOf({ hash: _, ...link }: Omit<AuditLink, 'hash'> & { readonly hash?: string }): string {
  return hashOfJson(link, domain)
}
