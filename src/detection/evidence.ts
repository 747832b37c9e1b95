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
  readonly names: readonly string[]
  readonly ofIndicator: readonly number[]
  readonly ofProtective: readonly number[]
  /** For each essential group, which families are in it. */
  readonly essential: readonly (readonly boolean[])[]
  /** One factor a family, 1 where no outcomes were learnt from. */
  readonly weights: Float64Array
  readonly weightsAgainst: Float64Array
  /** The most evidence that one family can give before outcomes are learnt from, in bans. */
  readonly oneMax: number
  readonly count: number
}

export function familiesOf(plan: Plan): Families {
  const names = [...new Set([...plan.indicators, ...plan.protective].map(part => part.family))]
  return {
    names,
    ofIndicator: plan.indicators.map(indicator => names.indexOf(indicator.family)),
    ofProtective: plan.protective.map(protective => names.indexOf(protective.family)),
    essential: plan.essential.map(group => names.map(name => [group].flat().includes(name))),
    weights: Float64Array.from(names, name => plan.fitted?.indicators[name] ?? 1),
    weightsAgainst: Float64Array.from(names, name => plan.fitted?.protective[name] ?? 1),
    oneMax: bansMax * Math.max(0, ...plan.indicators.map(indicator => indicator.weight)),
    count: names.length,
  }
}

/** An essential family must at least be as unusual as one peer in ten. */
export const essentialMin = 1

/**
 * The evidence of all: strongest indicator of each family, less the strongest protective indicator of each family. None where
 * an essential family, or each of an essential group, is ordinary. What outcomes taught shifts the weight between families; it
 * never makes a finding of an ordinary essential family or of one family alone.
 */
export function evidenceOf(families: Families, bans: Float64Array, taken: Float64Array): number {
  const evidence = evidenceOfAll(families, bans, taken)
  return isOrdinary(families, bans) ? Math.min(0, evidence) : evidence
}

/**
 * The same before it is asked what is essential: what the scale of a card is learnt from, because an essential family that is
 * ordinary for nearly everybody would leave it nothing to learn.
 */
export function evidenceOfAll(families: Families, bans: Float64Array, taken: Float64Array): number {
  let published = 0
  let evidence = 0
  const { count, ofIndicator, ofProtective, weights, weightsAgainst } = families
  const strongest = strongestOfEach(count, ofIndicator, bans, scratch)
  const against = strongestOfEach(count, ofProtective, taken, scratchAgainst)
  for (let family = 0; family < count; family++) {
    published += strongest[family]! - against[family]!
    evidence += weights[family]! * strongest[family]! - weightsAgainst[family]! * against[family]!
  }
  return published > families.oneMax ? evidence : Math.min(families.oneMax, evidence)
}

/** The most bans that a part of the family has, of parts whose families are `of`; at least 0. */
export function strongestOf(family: number, of: readonly number[], bans: Float64Array): number {
  let strongest = 0
  for (let i = 0; i < bans.length; i++) {
    if (of[i] === family && bans[i]! > strongest) strongest = bans[i]!
  }
  return strongest
}

// Evidence is summed for every payment that passes a gate: room for more families than a card has parts.
const scratch = new Float64Array(256)
const scratchAgainst = new Float64Array(256)

function strongestOfEach(
  families: number,
  of: readonly number[],
  bans: Float64Array,
  out: Float64Array,
): Float64Array {
  out.fill(0, 0, families)
  for (let i = 0; i < bans.length; i++) if (bans[i]! > out[of[i]!]!) out[of[i]!] = bans[i]!
  return out
}

/** Whether there is an essential group none of whose families is unusual enough. */
export function isOrdinary({ essential, ofIndicator }: Families, bans: Float64Array): boolean {
  for (const group of essential) {
    let isUnusual = false
    for (let i = 0; i < bans.length; i++) {
      if (group[ofIndicator[i]!] && bans[i]! >= essentialMin) isUnusual = true
    }
    if (!isUnusual) return true
  }
  return false
}
