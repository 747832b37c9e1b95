import type { Plan } from '../typology/plan.ts'

/**
 * Evidence is counted in bans: 1 ban is a factor of ten (Good 1950, Probability and the Weighing of Evidence). An indicator
 * gives `-log10(rarity)`, at most `bansMax`, times its weight. Indicators of one family do not add up, because they
 * look at the same thing: the strongest counts. Protective indicators take away.
 */

/** No single indicator says more than one in a thousand. */
export const bansMax = 3

export function bansOf(rarity: number, weight: number): number {
  return Math.min(bansMax, -Math.log10(rarity)) * weight
}

/** Bans a protective indicator takes away; none where its value is unknown. */
export function bansTaken(value: number, fullAt: number, takes: number): number {
  return Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value / fullAt)) * takes
}

/** Families of a plan as small numbers, so that scoring allocates nothing. */
export interface Families {
  readonly ofIndicator: readonly number[]
  readonly ofProtective: readonly number[]
  readonly essential: readonly boolean[]
  readonly count: number
}

export function familiesOf(plan: Plan): Families {
  const names = [...new Set([...plan.indicators, ...plan.protective].map(part => part.family))]
  return {
    ofIndicator: plan.indicators.map(indicator => names.indexOf(indicator.family)),
    ofProtective: plan.protective.map(protective => names.indexOf(protective.family)),
    essential: names.map(name => plan.essential.includes(name)),
    count: names.length,
  }
}

/** An essential family must at least be as unusual as one peer in ten. */
export const essentialMin = 1

/**
 * The evidence of all: strongest indicator of each family, less the strongest protective indicator of each family. None where
 * an essential family is ordinary.
 */
export function evidenceOf(families: Families, bans: Float64Array, taken: Float64Array): number {
  let evidence = 0
  let isOrdinary = false
  for (let family = 0; family < families.count; family++) {
    let strongest = 0
    for (let i = 0; i < bans.length; i++) {
      if (families.ofIndicator[i] === family && bans[i]! > strongest) strongest = bans[i]!
    }
    if (families.essential[family] && strongest < essentialMin) isOrdinary = true
    let against = 0
    for (let i = 0; i < taken.length; i++) {
      if (families.ofProtective[i] === family && taken[i]! > against) against = taken[i]!
    }
    evidence += strongest - against
  }
  return isOrdinary ? Math.min(0, evidence) : evidence
}
