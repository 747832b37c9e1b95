import type { Plan } from '../typology/plan.ts'

/**
 * Evidence is counted in bans: 1 ban is a factor of ten (Good 1950, Probability and the Weighing of Evidence). An indicator
 * gives `-log10(rarity)`, at most `bansMax`, times its weight. Indicators of one family do not add up, because they
 * look at the same thing: the strongest counts, by the share that the pack gives to the family (decision 16).
 * Protective indicators take away.
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
  /** By what share the bans of each family count before outcomes are learnt from. */
  readonly shares: Float64Array
  /** One factor a family, 1 where no outcomes were learnt from. */
  readonly weights: Float64Array
  readonly weightsAgainst: Float64Array
  /** The most bans that one family can have, before its share is taken. */
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
    shares: Float64Array.from(
      names,
      name => plan.indicators.find(({ family }) => family === name)?.share ?? 1,
    ),
    weights: Float64Array.from(names, name => plan.fitted?.indicators[name] ?? 1),
    weightsAgainst: Float64Array.from(names, name => plan.fitted?.protective[name] ?? 1),
    oneMax: bansMax * Math.max(0, ...plan.indicators.map(indicator => indicator.weight)),
    count: names.length,
  }
}

/** An essential family must at least be as unusual as one peer in ten. */
export const essentialMin = 1

/** Bans that the families other than the strongest must have together. */
const othersMin = 1

/**
 * The evidence of all: what the strongest indicator of each family counts for, less the strongest protective indicator of each
 * family. None where an essential family, or each of an essential group, is ordinary. What outcomes taught shifts the weight
 * between families; it never makes a finding of an ordinary essential family or of one family alone (`isOneFamily`).
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
  const { count, shares, weights, weightsAgainst } = families
  strongestOfEach(families, bans, taken)
  let evidence = 0
  for (let family = 0; family < count; family++)
    evidence += weights[family]! * shares[family]! * pro[family]! - weightsAgainst[family]! * contra[family]!
  return evidence
}

/**
 * Whether the bans of all families together, less what is taken away, are no more than one family alone could have, or the strongest
 * stands without others that together are as unusual as one peer in ten: no alert rests on that. Neither shares nor what outcomes
 * taught bear on it.
 */
export function isOneFamily(families: Families, bans: Float64Array, taken: Float64Array): boolean {
  strongestOfEach(families, bans, taken)
  let [sum, strongest] = [0, 0]
  for (let family = 0; family < families.count; family++) {
    sum += pro[family]! - contra[family]!
    strongest = Math.max(strongest, pro[family]!)
  }
  return sum <= Math.max(families.oneMax, strongest + othersMin)
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
const pro = new Float64Array(256)
const contra = new Float64Array(256)

/** Writes into `pro` and `contra` the most bans of each family, for and against. */
function strongestOfEach(
  { count, ofIndicator, ofProtective }: Families,
  bans: Float64Array,
  taken: Float64Array,
): void {
  pro.fill(0, 0, count)
  contra.fill(0, 0, count)
  for (let i = 0; i < bans.length; i++) if (bans[i]! > pro[ofIndicator[i]!]!) pro[ofIndicator[i]!] = bans[i]!
  for (let i = 0; i < taken.length; i++)
    if (taken[i]! > contra[ofProtective[i]!]!) contra[ofProtective[i]!] = taken[i]!
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
