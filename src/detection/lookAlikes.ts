import { essentialMin } from './evidence.ts'

/**
 * People who look the same and for whom nobody was alerted. Whoever judges an alert sees by them how an ordinary life can give
 * the same picture, and where this one differs.
 *
 * Two subjects of a card are as far apart as the sum, over its indicators, of how far apart their evidence is in bans, each at
 * its strongest payment.
 */
export interface LookAlike {
  readonly subject_id: string
  /** Bans; 0 where the evidence by indicator is the same. */
  readonly distance_bans: number
  /** Whether it reached the cut too, on this card or another: then it looks innocent only once somebody decided so. */
  readonly raised: boolean
  /** Indicators that are unusual on both, on the subject of the alert alone, and on this one alone. */
  readonly shares: readonly string[]
  readonly lacks: readonly string[]
  readonly besides: readonly string[]
  /** Protective indicators that speak for it. */
  readonly speaks_against: readonly string[]
}

/** The evidence on subjects of one card by indicator, each at its strongest payment. Flat, so that it crosses threads cheaply. */
export interface Standings {
  readonly entities: readonly number[]
  /** 1 where the subject reached the cut. */
  readonly raised: readonly number[]
  /** Row by row, in bans: each indicator, then what each protective indicator takes away. */
  readonly bans: readonly number[]
}

/** How many are kept for an alert: of those that were not raised, and of those that were. */
const keptOf = { ordinary: 8, raised: 4 } as const

/** The subjects of a card whose evidence speaks for it at all, each list in the order of the sum of their evidence. */
export interface Candidates {
  readonly ordinary: readonly Candidate[]
  readonly raised: readonly Candidate[]
}

interface Candidate {
  readonly entity: number
  readonly id: string
  readonly bans: readonly number[]
  readonly sum: number
}

export function candidatesOf(
  parts: readonly Standings[],
  { indicators, width }: { readonly indicators: number; readonly width: number },
  idOf: (entity: number) => string,
  isRaised: (entity: number) => boolean,
): Candidates {
  const all = parts.flatMap(({ entities, bans }) =>
    entities.map((entity, row) => {
      const own = bans.slice(row * width, (row + 1) * width)
      const sum = sumOf(own.slice(0, indicators))
      return { entity, id: idOf(entity), bans: own, sum }
    }),
  )
  all.sort((a, b) => a.sum - b.sum || compareTexts(a.id, b.id))
  return {
    ordinary: all.filter(({ entity }) => !isRaised(entity)),
    raised: all.filter(({ entity }) => isRaised(entity)),
  }
}

/**
 * The nearest of the candidates to a subject, nearest first, those that were not raised before those that were; of the same
 * distance by id. `bans` is the subject's evidence by indicator. The difference of two sums is never more than the distance, so
 * that the search goes outwards from the subject's own sum and ends early.
 */
export function lookAlikesOf(
  candidates: Candidates,
  subject: { readonly entity: number; readonly bans: readonly number[] },
  names: { readonly indicators: readonly string[]; readonly protective: readonly string[] },
): LookAlike[] {
  return (['ordinary', 'raised'] as const).flatMap(kind => {
    return nearest(candidates[kind], subject, keptOf[kind]).map(({ candidate, distance }) => {
      const { bans, id } = candidate
      const isUnusual = (of: readonly number[]) => (_: string, i: number) => of[i]! >= essentialMin
      const [here, there] = [isUnusual(subject.bans), isUnusual(bans)]
      const only = (test: (name: string, i: number) => boolean) => names.indicators.filter(test)
      const against = bans.slice(names.indicators.length)
      return {
        subject_id: id,
        distance_bans: Number(distance.toPrecision(6)),
        raised: kind === 'raised',
        shares: only((name, i) => here(name, i) && there(name, i)),
        lacks: only((name, i) => here(name, i) && !there(name, i)),
        besides: only((name, i) => !here(name, i) && there(name, i)),
        speaks_against: names.protective.filter((_, i) => against[i]! > 0),
      }
    })
  })
}

function nearest(
  candidates: readonly Candidate[],
  { entity, bans }: { readonly entity: number; readonly bans: readonly number[] },
  wanted: number,
) {
  const sum = sumOf(bans)
  const found: { candidate: Candidate; distance: number }[] = []
  let above = candidates.findIndex(each => each.sum >= sum)
  if (above === -1) above = candidates.length
  let below = above - 1
  for (;;) {
    const up = above < candidates.length ? candidates[above]!.sum - sum : Number.POSITIVE_INFINITY
    const down = below >= 0 ? sum - candidates[below]!.sum : Number.POSITIVE_INFINITY
    const farthest = found.length < wanted ? Number.POSITIVE_INFINITY : found.at(-1)!.distance
    // What is as far as the farthest may still come before it by its id.
    if (Math.min(up, down) > farthest || (up === down && !Number.isFinite(up))) return found
    const candidate = up <= down ? candidates[above++]! : candidates[below--]!
    if (candidate.entity === entity) continue
    const distance = bans.reduce((all, own, i) => all + Math.abs(own - candidate.bans[i]!), 0)
    found.push({ candidate, distance })
    found.sort((a, b) => a.distance - b.distance || compareTexts(a.candidate.id, b.candidate.id))
    found.length = Math.min(found.length, wanted)
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
