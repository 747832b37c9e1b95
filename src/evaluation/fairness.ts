import { drawnOnes, intervalOf, type Resampling, shareOf } from './bootstrap.ts'
import type { EvaluationLine, Pair } from './line.ts'
import type { Grouping } from './population.ts'

/** How a grouping's name and one of its groups stand in a line. */
export const groupLabel = (grouping: string, group: string): string => `${grouping}: ${group}`

/** The grouping and the group of such a label. */
export function partsOf(label: string): [string, string] {
  const at = label.indexOf(': ')
  return [label.slice(0, at), label.slice(at + 2)]
}

/**
 * False positives by group, at one budget. Of the customers in a group who are no true subject, the rate is the share with an
 * alert; the ratio is that rate over the rate of all other customers of the same grouping. Above 1 the group's lawful
 * customers are looked at more often than others. Intervals: customers drawn again within the group and within the rest.
 *
 * @param head the alerts that the budget takes
 */
export function fairnessLines(
  { name, groups, groupOf }: Grouping,
  head: readonly Pair[],
  truth: readonly Pair[],
  budget: number,
  resampling: Resampling,
): EvaluationLine[] {
  const customers = (pairs: readonly Pair[]) =>
    new Set(pairs.filter(pair => pair.subject_kind === 'customer').map(pair => pair.subject_id))
  const [isTrue, isAlerted] = [customers(truth), customers(head)]
  const counts = new Map<string, Counts>()
  const all: Counts = { alerted: 0, lawful: 0 }
  for (const [customer, group] of groupOf) {
    if (isTrue.has(customer)) continue
    const own = counts.get(group) ?? { alerted: 0, lawful: 0 }
    counts.set(group, own)
    for (const each of [own, all]) {
      each.lawful++
      if (isAlerted.has(customer)) each.alerted++
    }
  }
  return groups.flatMap((group): EvaluationLine[] => {
    const own = counts.get(group)
    if (own === undefined) return []
    const about = { group: groupLabel(name, group), budget }
    const n = own.lawful
    const share = shareOf(own.alerted, own.lawful, resampling)
    const rate: EvaluationLine = { measure: 'false_positive_rate', ...about, ...share, n }
    const rest = { alerted: all.alerted - own.alerted, lawful: all.lawful - own.lawful }
    if (rest.lawful === 0 || all.alerted === 0) return [rate]
    const ratio = ratioOf(own, rest, resampling)
    return [rate, { measure: 'false_positive_ratio', ...about, ...ratio, n }]
  })
}

interface Counts {
  alerted: number
  lawful: number
}

/** The ratio of two rates; infinite where the rest has none. Where the group has none, its exact upper bound over the rest's rate. */
function ratioOf(own: Counts, rest: Counts, resampling: Resampling) {
  const ratio = (ownAlerted: number, restAlerted: number) =>
    ownAlerted === 0 ? 0 : ownAlerted / own.lawful / (restAlerted / rest.lawful)
  const { random, resamples } = resampling
  if (own.alerted === 0) {
    const { high } = shareOf(0, own.lawful, resampling)
    return { value: 0, low: 0, high: high / (rest.alerted / rest.lawful) }
  }
  return intervalOf(ratio(own.alerted, rest.alerted), resamples, () =>
    ratio(drawnOnes(own.alerted, own.lawful, random), drawnOnes(rest.alerted, rest.lawful, random)),
  )
}
