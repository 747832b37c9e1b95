/** How well a ranking of accounts finds those that are sought, where every account is in it. */
export interface RankingQuality {
  readonly averagePrecision: number
  /** By share of each bank's accounts that is looked at. */
  readonly atShares: ReadonlyMap<number, { readonly recall: number; readonly precision: number }>
}

/** An account's score; whoever no card looked at has -Infinity. */
export type Scores = ReadonlyMap<string, number>

export const lookedAtShares = [0.01, 0.02, 0.05] as const

/**
 * Average precision over all accounts in one order (Buckley and Voorhees 2000, SIGIR 33), and recall and precision where
 * each bank looks at a share of its own accounts. Of equal scores, those not sought come first, so that ties never flatter.
 */
export function qualityOf(
  scores: Scores,
  customersOf: ReadonlyMap<string, readonly string[]>,
  sought: ReadonlySet<string>,
): RankingQuality {
  const scoreOf = (id: string) => scores.get(id) ?? Number.NEGATIVE_INFINITY
  const ranked = (ids: readonly string[]) =>
    ids.toSorted((one, other) =>
      scoreOf(one) === scoreOf(other)
        ? Number(sought.has(one)) - Number(sought.has(other))
        : scoreOf(other) - scoreOf(one),
    )
  let found = 0
  let sum = 0
  for (const [rank, id] of ranked([...customersOf.values()].flat()).entries()) {
    if (sought.has(id)) sum += ++found / (rank + 1)
  }
  const queues = [...customersOf.values()].map(ranked)
  const atShares = new Map(
    lookedAtShares.map(share => {
      const heads = queues.flatMap(queue => queue.slice(0, Math.round(share * queue.length)))
      const right = heads.filter(id => sought.has(id)).length
      return [share, { recall: right / sought.size, precision: right / heads.length }]
    }),
  )
  return { averagePrecision: sum / sought.size, atShares }
}
