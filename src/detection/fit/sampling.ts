import type { SubjectKind } from '../../typology/plan.ts'
import { type CardEvidence, hasEssentials, reaches, type Weighed, weighAll } from './cards.ts'
import type { Labels } from './labels.ts'
import { drawn } from './observe.ts'
import { type Proportion, proportion } from './proportion.ts'

/**
 * Sampling above and below the line. From each card's subjects some are drawn just above the cut, some just below it, and some
 * from all the rest, so that nobody is out of sight only because the present cards rank them low. Every stratum's size is
 * kept with the draw: decisions on the drawn then say how many are missed among all.
 */
export interface Sample {
  readonly format: 1
  readonly seed: number
  /** RFC 3339: payments booked before it were looked at. */
  readonly until: string
  readonly cut_bans: number | null
  readonly strata: readonly Stratum[]
}

export interface Stratum {
  readonly pack: string
  readonly card: string
  readonly typology: string
  readonly subject_kind: SubjectKind
  readonly line: StratumLine
  /** Undecided subjects in the stratum, of whom `subjects` were drawn, each with the same probability. */
  readonly size: number
  readonly subjects: readonly { readonly subject_id: string; readonly score_bans: number }[]
}

/** `far` is everyone below the line but those just below it: the quota for exploration. */
export type StratumLine = 'just above' | 'just below' | 'far'

/** The band beside the line is so many times as wide as what is drawn from it. */
const bandFactor = 5
/** Share of what is drawn from below the line that goes to `far`. */
const explorationShare = 0.25

export interface SampleOptions {
  /** How many subjects to draw on each side of the line, all cards together. */
  readonly above: number
  readonly below: number
  readonly cut: number
  readonly random: () => number
}

/** Draws the sample. Those who were decided about are not drawn again. */
export function drawSample(
  cards: readonly CardEvidence[],
  { above, below, cut, random }: SampleOptions,
): Stratum[] {
  const far = below === 0 ? 0 : Math.max(1, Math.round(below * explorationShare))
  const sides = cards.map(card => sidesOf(card, cut))
  const sizes = sides.map(side => side.below.length)
  const near = shares(below - far, sizes)
  const rest = shares(
    far,
    sizes.map((size, i) => size - near[i]!),
  )
  const over = shares(
    above,
    sides.map(side => side.above.length),
  )
  return cards.flatMap((card, i) => {
    const { weighed, above: alerted, below: under } = sides[i]!
    // Where few are left, the band makes room for the quota of the rest.
    const width = Math.min(near[i]! * bandFactor, under.length - rest[i]!)
    const band = under.slice(0, Math.max(0, width))
    const strata: [StratumLine, number[], number][] = [
      ['just above', over[i] === 0 ? [] : alerted.slice(-over[i]! * bandFactor), over[i]!],
      ['just below', band, near[i]!],
      ['far', under.slice(band.length), rest[i]!],
    ]
    return strata
      .filter(([, rows]) => rows.length > 0)
      .map(([line, rows, count]) => ({
        pack: card.pack,
        card: card.card,
        typology: card.typology,
        subject_kind: card.subject,
        line,
        size: rows.length,
        subjects: drawn(rows, count, random).map(row => ({
          subject_id: card.ids[row]!,
          score_bans: Number(weighed.scores[row]!.toPrecision(6)),
        })),
      }))
  })
}

/** Undecided rows above and below the line, best first; without those who lack what the card cannot do without. */
function sidesOf(card: CardEvidence, cut: number): { weighed: Weighed; above: number[]; below: number[] } {
  const { weights, weightsAgainst } = card.families
  const weighed = weighAll(card, { indicators: weights, protective: weightsAgainst })
  const rows = Array.from(card.ids, (_, row) => row)
    .filter(row => !card.labels.has(card.ids[row]!) && hasEssentials(card, row))
    .sort((a, b) => weighed.scores[b]! - weighed.scores[a]! || a - b)
  const isAbove = (row: number) => reaches(card, weighed, row, cut)
  return { weighed, above: rows.filter(isAbove), below: rows.filter(row => !isAbove(row)) }
}

/** Splits a total as evenly as the sizes allow, the first cards first. */
function shares(total: number, sizes: readonly number[]): number[] {
  const given = sizes.map(() => 0)
  for (let left = total; left > 0; ) {
    const open = sizes.flatMap((size, i) => (given[i]! < size ? [i] : []))
    if (open.length === 0) break
    for (const i of open) {
      if (left === 0) break
      given[i]!++
      left--
    }
  }
  return given
}

/** How many sought subjects are below the line, as the decided part of a sample tells. */
export interface Missed {
  readonly card: string
  /** Estimated number of subjects, with its 95 % interval. */
  readonly missed: number
  readonly low: number
  readonly high: number
  readonly below: number
  readonly drawn: number
  readonly decided: number
  readonly confirmed: number
  /** Share confirmed just above the line, for comparison. */
  readonly above: Proportion
}

/**
 * Estimates from the decided part of each stratum, taken to be as good as drawn from it: every confirmed subject stands for as
 * many as its probability to be drawn and decided says (Horvitz and Thompson 1952, Journal of the American Statistical
 * Association 47:663). Strata are added, their intervals by the distances of Wilson's limits (Zou, Huang and Zhang 2009,
 * Computational Statistics & Data Analysis 53:1080), which stay honest where none was confirmed.
 */
export function estimateMissed(sample: Sample, labels: Labels): Missed[] {
  const byCard = Map.groupBy(sample.strata, ({ pack, card }) => `${pack}/${card}`)
  return [...byCard].map(([card, strata]) => {
    const parts = strata.map(stratum => {
      const decided = stratum.subjects
        .map(({ subject_id }) => labels.get(stratum.typology)?.get(subject_id))
        .filter(label => label !== undefined)
      const confirmed = decided.filter(({ target }) => target === 1).length
      return { ...stratum, decided: decided.length, confirmed, share: proportion(confirmed, decided.length) }
    })
    const below = parts.filter(({ line }) => line !== 'just above')
    const above = parts.filter(({ line }) => line === 'just above')
    const estimate = (size: number, share: Proportion) => size * (share.n === 0 ? 0 : share.value)
    const missed = below.reduce((sum, { size, share }) => sum + estimate(size, share), 0)
    const away = (side: 'low' | 'high') =>
      Math.hypot(...below.map(({ size, share }) => size * share[side] - estimate(size, share)))
    const confirmed = below.reduce((sum, part) => sum + part.confirmed, 0)
    return {
      card,
      missed,
      // At least those who are known.
      low: Math.max(confirmed, missed - away('low')),
      high: missed + away('high'),
      below: below.reduce((sum, { size }) => sum + size, 0),
      drawn: below.reduce((sum, { subjects }) => sum + subjects.length, 0),
      decided: below.reduce((sum, part) => sum + part.decided, 0),
      confirmed,
      above: proportion(
        above.reduce((sum, part) => sum + part.confirmed, 0),
        above.reduce((sum, part) => sum + part.decided, 0),
      ),
    }
  })
}
