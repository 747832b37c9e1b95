import { type Pair, pairKey } from './line.ts'

/** Everything that one detector would look at, best first, each pair once. */
export interface Ranking {
  readonly detector: string
  readonly pairs: readonly Pair[]
}

export interface Scored {
  readonly pair: Pair
  /** Higher is more suspicious. */
  readonly score: number
}

/** Best first; equal scores in random order, because the order of the input must not decide. */
export function ranked(scored: readonly Scored[], random: () => number): Pair[] {
  const order = shuffled(scored, random).sort((one, other) => other.score - one.score)
  return unique(order.map(({ pair }) => pair))
}

/**
 * One queue of several lists whose scores cannot be compared: the best of each list, then the second of each, and so on. Within
 * a turn the order is random.
 */
export function byTurns(lists: readonly (readonly Scored[])[], random: () => number): Pair[] {
  const turns = lists.map(list => ranked(list, random))
  const length = Math.max(0, ...turns.map(list => list.length))
  return unique(
    Array.from({ length }, (_, turn) => turns.flatMap(list => list[turn] ?? [])).flatMap(turn =>
      shuffled(turn, random),
    ),
  )
}

/** Fisher and Yates. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const out = [...list]
  for (let last = out.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = out[last]!
    out[last] = out[other]!
    out[other] = kept
  }
  return out
}

export function unique<P extends Pair>(pairs: readonly P[]): P[] {
  const seen = new Set<string>()
  return pairs.filter(pair => {
    const key = pairKey(pair)
    return seen.has(key) ? false : seen.add(key)
  })
}
