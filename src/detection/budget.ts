import { microsPerDay } from '../domain/time.ts'

/**
 * From how many alerts an institution can work well to the score from which an alert is raised: one cut for all cards,
 * because their scores are on one scale. A card on which nobody stands out gets no alerts merely to fill the budget.
 */

/** The payments of one subject on one card that could raise an alert, oldest first: booking time and score. */
export interface Trail {
  readonly quietDays: number
  readonly times: readonly number[]
  readonly scores: readonly number[]
}

/**
 * A score that some payment has and that raises no more than `alerts`, found by halving; Infinity when even the highest raises more.
 * It is the lowest such score but for the rare case that a lower one joins two episodes into one.
 */
export function cutFor(trails: readonly Trail[], alerts: number): number {
  const candidates = Float64Array.from(new Set(trails.flatMap(trail => trail.scores)))
    .sort()
    .reverse()
  let low = 0
  let high = candidates.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (episodeCount(trails, candidates[middle]!) <= alerts) low = middle + 1
    else high = middle
  }
  return low === 0 ? Number.POSITIVE_INFINITY : candidates[low - 1]!
}

/** How many alerts a cut raises: one an episode, which ends when nothing reaches the cut for the quiet period. */
export function episodeCount(trails: readonly Trail[], cut: number): number {
  let episodes = 0
  for (const { quietDays, times, scores } of trails) {
    let last = Number.NEGATIVE_INFINITY
    for (let i = 0; i < times.length; i++) {
      if (scores[i]! < cut) continue
      if (times[i]! - last > quietDays * microsPerDay) episodes++
      last = times[i]!
    }
  }
  return episodes
}
