/**
 * Where a value stands among peers. Each peer counts once, by its most extreme value of the indicator in the calibration
 * period. `rarity = (1 + peers at least as extreme) / (1 + peers)`: the conservative permutation p-value (Phipson and
 * Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39), never 0.
 */

/**
 * Peers' extremes as a quantile table: the most extreme values each, the rest by steps. It holds no one's identity.
 * `values` run from most to least extreme; `atLeast[i]` is how many peers are at least as extreme as `values[i]`, `more[i]` how
 * many are more extreme.
 */
export interface PeerTable {
  readonly peers: number
  readonly values: readonly number[]
  readonly atLeast: readonly number[]
  readonly more: readonly number[]
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
  const more: number[] = []
  let tiesFrom = 0
  const step = Math.max(1, Math.floor((sorted.length - exactTail) / exactTail))
  for (let end = 1; end <= sorted.length; end++) {
    const value = sorted[end - 1]!
    if (end < sorted.length && sorted[end] === value) continue
    const before = tiesFrom
    tiesFrom = end
    const lastKept = atLeast.at(-1) ?? 0
    if (before <= exactTail || end - lastKept >= step || end === sorted.length) {
      values.push(value)
      atLeast.push(end)
      more.push(before)
    }
  }
  return { peers: sorted.length, values, atLeast, more }
}

/**
 * How many peers are at least as extreme as `value`. Between two kept values that is all who are more extreme than the second:
 * exact where nobody was left out between them, and never too few, so that the table never makes a customer look rarer.
 */
export function atLeastAsExtreme(table: PeerTable, value: number, unusual: Unusual): number {
  const { values, atLeast, more } = table
  let low = 0
  let high = values.length
  // First place whose value is less extreme than the one asked for.
  while (low < high) {
    const middle = (low + high) >>> 1
    const reached = unusual === 'high' ? values[middle]! >= value : values[middle]! <= value
    if (reached) low = middle + 1
    else high = middle
  }
  if (low > 0 && values[low - 1] === value) return atLeast[low - 1]!
  return low === values.length ? table.peers : more[low]!
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
