import { bootstrap, type Estimate, type Resampling, shareOf } from './bootstrap.ts'
import { type Pair, pairKey, subjectKey } from './line.ts'

/** Figures of the alerts that a budget takes from a queue. */
export interface Head {
  readonly recall: Estimate
  readonly recallAnyTypology: Estimate
  readonly precision: Estimate
}

/**
 * Recall over `wanted` and precision over `alerts`. A true subject is found when an alert names it with its typology. Intervals
 * come from drawing subjects again: the true ones for recall, those with alerts for precision.
 *
 * @param head every alert that the budget takes
 * @param alerts those of them that are asked about
 * @param wanted the true pairs that are asked about, all of them different
 * @param isTrue the keys of all true pairs
 */
export function headOf(
  head: readonly Pair[],
  alerts: readonly Pair[],
  wanted: readonly Pair[],
  isTrue: ReadonlySet<string>,
  resampling: Resampling,
): Head {
  const named = new Set(head.map(pairKey))
  const touched = new Set(head.map(subjectKey))
  const count = (is: (pair: Pair) => boolean) => wanted.filter(is).length
  return {
    recall: shareOf(
      count(pair => named.has(pairKey(pair))),
      wanted.length,
      resampling,
    ),
    recallAnyTypology: shareOf(
      count(pair => touched.has(subjectKey(pair))),
      wanted.length,
      resampling,
    ),
    precision: precisionOf(alerts, isTrue, resampling),
  }
}

function precisionOf(alerts: readonly Pair[], isTrue: ReadonlySet<string>, resampling: Resampling): Estimate {
  const clusters = [...Map.groupBy(alerts, subjectKey).values()].map(ofSubject => ({
    right: ofSubject.filter(alert => isTrue.has(pairKey(alert))).length,
    all: ofSubject.length,
  }))
  const right = clusters.reduce((sum, cluster) => sum + cluster.right, 0)
  if (right === 0 || right === alerts.length)
    return shareOf(right === 0 ? 0 : clusters.length, clusters.length, resampling)
  return bootstrap(clusters, rightOfAll, resampling)
}

function rightOfAll(clusters: readonly { right: number; all: number }[]): number {
  let [right, all] = [0, 0]
  for (const cluster of clusters) {
    right += cluster.right
    all += cluster.all
  }
  return right / all
}
