/**
 * Where a value stands among peers. Each peer counts once, by its most extreme value of the indicator in the calibration
 * period. `rarity = (1 + peers at least as extreme) / (1 + peers)`: the conservative permutation p-value (Phipson and
 * Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39), never 0.
 */

/**
 * Peers' extremes as a quantile table: the most extreme values each, the rest by steps. It holds no one's identity.
 * `values` run from most to least extreme; `atLeast[i]` is how many peers are at least as extreme as `values[i]`.
 */
export interface PeerTable {
  readonly peers: number
  readonly values: readonly number[]
  readonly atLeast: readonly number[]
}

export type Unusual = 'high' | 'low'

/** So many of the most extreme peers are kept exactly, and about as many steps stand for the rest. */
export const exactTail = 512

/** Builds the table; `extremes` may come in any order and holds no NaN. */
export function peerTable(extremes: readonly number[], unusual: Unusual): PeerTable {
  const sorted = Float64Array.from(extremes).sort()
  if (unusual === 'high') sorted.reverse()
  const values: number[] = []
  const atLeast: number[] = []
  const step = Math.max(1, Math.floor((sorted.length - exactTail) / exactTail))
  for (let end = 1; end <= sorted.length; end++) {
    const value = sorted[end - 1]!
    if (end < sorted.length && sorted[end] === value) continue
    const lastKept = atLeast.at(-1) ?? 0
    if (end <= exactTail || end - lastKept >= step || end === sorted.length) {
      values.push(value)
      atLeast.push(end)
    }
  }
  return { peers: sorted.length, values, atLeast }
}

/**
 * How many peers are at least as extreme as `value`. Between two steps of the table the larger count is given, so that
 * rounding never makes a customer look rarer.
 */
export function atLeastAsExtreme(table: PeerTable, value: number, unusual: Unusual): number {
  const { values, atLeast } = table
  let low = 0
  let high = values.length
  // First place whose value is less extreme than the one asked for.
  while (low < high) {
    const middle = (low + high) >>> 1
    const reached = unusual === 'high' ? values[middle]! >= value : values[middle]! <= value
    if (reached) low = middle + 1
    else high = middle
  }
  const before = low === 0 ? 0 : atLeast[low - 1]!
  const isExact = low === values.length || values[low - 1] === value || atLeast[low]! <= exactTail
  // Peers between the two kept values were left out of the table: all but the last may be as extreme.
  return isExact ? before : atLeast[low]! - 1
}

/**
 * Rarity of `value` for a subject that is not its own peer: `own` is the subject's most extreme value in the calibration
 * period, NaN when it has none there.
 */
export function rarityOf(
  table: PeerTable,
  value: number,
  own: number,
  unusual: Unusual,
): { rarity: number; peers: number } {
  const isPeer = !Number.isNaN(own)
  const peers = Math.max(0, table.peers - (isPeer ? 1 : 0))
  const ownCounts = isPeer && (unusual === 'high' ? own >= value : own <= value)
  const extreme = Math.max(0, atLeastAsExtreme(table, value, unusual) - (ownCounts ? 1 : 0))
  return { rarity: (1 + Math.min(extreme, peers)) / (1 + peers), peers }
}
