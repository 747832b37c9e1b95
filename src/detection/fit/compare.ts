import {
  type CardEvidence,
  type FamilyWeights,
  publishedWeights,
  reaches,
  type Weighed,
  weighAll,
} from './cards.ts'
import type { Fit } from './fit.ts'
import { familyWeights } from './model.ts'
import { type Proportion, proportion } from './proportion.ts'
import { unmovedReason } from './weights.ts'

/** One figure for the weights in use (champion) and for those that were just fitted (challenger). */
export interface ComparisonLine {
  readonly measure: 'recall' | 'precision' | 'above'
  /** Absent for all; else the kind of group and the group. */
  readonly by?: string
  readonly group?: string
  readonly champion: Proportion
  readonly challenger: Proportion
}

/** Groups of a subject by kind of group, such as age band. */
export type GroupsOf = (card: CardEvidence, row: number) => Readonly<Record<string, string>>

/**
 * The weights in use against the fitted ones, over the same subjects and with the same number above the line. The challenger
 * is judged on each decision by a fit that has not seen its subject. Labels are those there are: recall is of known subjects,
 * and precision is among decided ones.
 *
 * - `recall`: share of confirmed decisions whose subject is above the line
 * - `precision`: share confirmed of the decisions about subjects above the line
 * - `above`: share of all subjects above the line that are of the group
 */
export function compareWeights(fit: Fit, cut: number, groupsOf: GroupsOf): ComparisonLine[] {
  const cards = fit.model.cards.map(({ card }) => card)
  const inUse = cards.map(({ families }) => {
    return { indicators: families.weights, protective: families.weightsAgainst }
  })
  const champion = lineAtCut(cards, inUse, cut)
  const count = champion.above.reduce((sum, rows) => sum + rows.size, 0)
  const challengerFor = (coefficients: Float64Array) =>
    lineAtCount(cards, challengerWeights(fit, coefficients), count)
  const challenger = challengerFor(fit.posterior.mode)
  const folds = fit.folds.map(({ subjects, coefficients }) => ({
    subjects,
    above: challengerFor(coefficients).above,
  }))
  const judged = fit.decisions.map(({ card, row, id, label }) => ({
    target: label.target,
    groups: groupsOf(cards[card]!, row),
    champion: champion.above[card]!.has(row),
    challenger: folds.find(({ subjects }) => subjects.has(id))!.above[card]!.has(row),
  }))
  const everyone = (line: Line) =>
    line.above.flatMap((rows, card) => [...rows].map(row => groupsOf(cards[card]!, row)))
  const [championAbove, challengerAbove] = [everyone(champion), everyone(challenger)]
  const slices: { by?: string; group?: string }[] = [{}]
  for (const by of ['age', 'customer since', 'corridor']) {
    const values = [...judged.map(({ groups }) => groups), ...championAbove, ...challengerAbove]
    const groups = new Set(values.map(groups => groups[by]).filter(group => group !== undefined))
    for (const group of [...groups].sort()) slices.push({ by, group })
  }
  return slices.flatMap(slice => {
    const has = (groups: Readonly<Record<string, string>>) =>
      slice.by === undefined || groups[slice.by] === slice.group
    const own = judged.filter(({ groups }) => has(groups))
    const figures = (which: 'champion' | 'challenger', all: readonly Readonly<Record<string, string>>[]) => {
      const confirmed = own.filter(({ target }) => target === 1)
      const above = own.filter(each => each[which])
      return {
        recall: proportion(confirmed.filter(each => each[which]).length, confirmed.length),
        precision: proportion(above.filter(({ target }) => target === 1).length, above.length),
        above: proportion(all.filter(has).length, all.length),
      }
    }
    const one = figures('champion', championAbove)
    const other = figures('challenger', challengerAbove)
    return (['recall', 'precision', 'above'] as const)
      .filter(measure => one[measure].n + other[measure].n > 0)
      .map(measure => ({ measure, ...slice, champion: one[measure], challenger: other[measure] }))
  })
}

interface Line {
  /** Rows above the line, by card. */
  readonly above: readonly ReadonlySet<number>[]
}

function challengerWeights(fit: Fit, coefficients: Float64Array): FamilyWeights[] {
  return fit.model.cards.map((model, card) =>
    unmovedReason(fit, card) === null
      ? familyWeights(model, coefficients)
      : publishedWeights(model.card.families),
  )
}

function lineAtCut(cards: readonly CardEvidence[], weights: readonly FamilyWeights[], cut: number): Line {
  return {
    above: cards.map((card, i) => rowsAbove(card, weighAll(card, weights[i]!), cut)),
  }
}

/** The line that so many subjects of all cards together are above. */
function lineAtCount(cards: readonly CardEvidence[], weights: readonly FamilyWeights[], count: number): Line {
  const weighed = cards.map((card, i) => weighAll(card, weights[i]!))
  const scores = cards
    .flatMap((card, i) =>
      [...rowsAbove(card, weighed[i]!, Number.NEGATIVE_INFINITY)].map(row => weighed[i]!.scores[row]!),
    )
    .sort((a, b) => b - a)
  const cut = count === 0 ? Number.POSITIVE_INFINITY : (scores[count - 1] ?? Number.NEGATIVE_INFINITY)
  return { above: cards.map((card, i) => rowsAbove(card, weighed[i]!, cut)) }
}

function rowsAbove(card: CardEvidence, weighed: Weighed, cut: number): Set<number> {
  return new Set(card.ids.flatMap((_, row) => (reaches(card, weighed, row, cut) ? [row] : [])))
}
