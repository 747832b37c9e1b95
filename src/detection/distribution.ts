import type { PeerTable, Unusual } from './rarity.ts'

/** How the values of peers lie, in a handful of points: enough to draw, and nobody's own value. */
export interface Distribution {
  /** Whether the unusual values are the high ones or the low ones. */
  readonly unusual: Unusual
  /** From the least unusual on: `share` (0 to 1) of the peers are at `value` or beyond it, in the unit of the indicator. */
  readonly points: readonly { readonly share: number; readonly value: number }[]
}

const shares = [0.95, 0.75, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.001]

/** A point stands for at least so many peers, so that it tells nothing of a single one. */
const behindPoint = 5

/**
 * The points of a table for a subject that is not its own peer: `own` is its most extreme value in the calibration period, NaN
 * when it has none there. Shares for which there are too few peers are left out.
 */
export function distributionOf(table: PeerTable, own: number, unusual: Unusual): Distribution {
  const isPeer = !Number.isNaN(own)
  const peers = table.peers - (isPeer ? 1 : 0)
  const points: { share: number; value: number }[] = []
  for (const share of shares) {
    const wanted = Math.ceil(share * peers)
    if (wanted < behindPoint) break
    // From the most extreme on: the first value that so many of the others reach.
    const place = table.values.findIndex((value, at) => {
      const ownCounts = isPeer && (unusual === 'high' ? own >= value : own <= value)
      return table.atLeast[at]! - (ownCounts ? 1 : 0) >= wanted
    })
    if (place !== -1) points.push({ share, value: table.values[place]! })
  }
  return { unusual, points }
}
