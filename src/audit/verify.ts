import type { Anchor } from './anchor.ts'
import { type AuditLink, beginning, hashOf } from './link.ts'

/** A place where the chain is not as it was written. */
export interface Fault {
  readonly sequence: number
  readonly what:
    | 'changed'
    | 'missing'
    | 'does not follow the one before'
    /** The chain is whole in itself, but not the one that was anchored. */
    | 'not as anchored'
}

export interface Verification {
  /** Links that are there. */
  readonly links: number
  /** The first ones; empty when the chain is whole. */
  readonly faults: readonly Fault[]
  readonly head: Pick<AuditLink, 'sequence' | 'hash'> | undefined
  /** The newest anchor that was compared: what lies after it could have been cut off without a trace. */
  readonly anchored: number
}

const faultsMax = 100

/**
 * Compares every link with its hash, with the one before it, and with anchors that were kept elsewhere. A change, a
 * deletion or a reordering breaks a hash; only an anchor shows that the tail was cut off, or all of it written anew.
 */
export async function verifyChain(
  links: AsyncIterable<AuditLink> | Iterable<AuditLink>,
  anchors: readonly Pick<Anchor, 'sequence' | 'hash'>[] = [],
): Promise<Verification> {
  const anchoredHashes = Map.groupBy(anchors, anchor => anchor.sequence)
  const faults: Fault[] = []
  const note = (sequence: number, what: Fault['what']) => {
    if (faults.length < faultsMax) faults.push({ sequence, what })
  }
  let count = 0
  let sequence = 0
  let previousHash: string | undefined = beginning
  for await (const link of links) {
    count++
    if (link.sequence > sequence + 1) {
      note(sequence + 1, 'missing')
      previousHash = undefined
    }
    if (hashOf(link) !== link.hash) note(link.sequence, 'changed')
    if (previousHash !== undefined && link.previousHash !== previousHash) {
      note(link.sequence, 'does not follow the one before')
    }
    const said = anchoredHashes.get(link.sequence) ?? []
    if (said.some(({ hash }) => hash !== link.hash)) note(link.sequence, 'not as anchored')
    sequence = link.sequence
    previousHash = link.hash
  }
  const anchored = Math.max(0, ...anchoredHashes.keys())
  if (anchored > sequence) note(sequence + 1, 'missing')
  const head = count === 0 ? undefined : { sequence, hash: previousHash! }
  return { links: count, faults, head, anchored }
}
