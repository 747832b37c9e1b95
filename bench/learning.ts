import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { calibrate } from '../src/detection/calibrate.ts'
import { columnsFor } from '../src/detection/fields.ts'
import {
  type CardEvidence,
  type FamilyWeights,
  gatherEvidence,
  publishedWeights,
  reaches,
  weighAll,
} from '../src/detection/fit/cards.ts'
import { fitCards } from '../src/detection/fit/fit.ts'
import type { Label } from '../src/detection/fit/labels.ts'
import { familyWeights, modelOf } from '../src/detection/fit/model.ts'
import { drawSample } from '../src/detection/fit/sampling.ts'
import { unmovedReason } from '../src/detection/fit/weights.ts'
import { openPool } from '../src/detection/pool.ts'
import { fieldsOf } from '../src/detection/program.ts'
import { readTruth } from '../src/evaluation/truth.ts'
import { readPack } from '../src/typology/pack.ts'
import { type Random, substream } from '../src/world/random.ts'
import { type Institution, institutionPlace, openInstitution } from './institution.ts'
import { type Bench, mean } from './result.ts'

const referencePack = fileURLToPath(new URL('../packs/reference/', import.meta.url))

/**
 * Four times the look-alikes of the example, so that the published weights are not right anyway. None of these was looked at when
 * the prior was chosen.
 */
const institutions: readonly Institution[] = [21, 22, 23, 24].map(seed => {
  return { customers: 4_000, seed, lookAlikes: 4 }
})
const labelCounts = [10, 30, 100] as const
const drawsEach = 5
/** Alerts a month, and how many of the best are looked at where recall is measured. */
const alertsPerMonth = 4
const lookedAt = 30
/** Share of labels that come from below the line, share of alerts not decided yet, share of sought wrongly cleared. */
const [fromBelow, undecided, wronglyCleared] = [0.2, 0.2, 0.1]

/**
 * What few labels do to the ranking. Labels are drawn as an institution comes by them: from its alerts in the order of their
 * rank, some not decided yet, one in ten of the sought wrongly cleared, and a fifth from a sample below the line. The weights
 * fitted to them then rank the other institutions, of which no label was seen. Once with the cards as they are, and once
 * with one family of each card made to say nothing: its evidence is shuffled among subjects.
 */
export async function learning({ report, say }: Bench): Promise<void> {
  const known: Known[] = []
  for (const institution of institutions) known.push(await gather(institution, say))
  for (const scenario of ['as published', 'one family shuffled'] as const) {
    const worlds =
      scenario === 'as published'
        ? known
        : known.map((each, i) => ({ ...each, cards: shuffled(each.cards, i) }))
    const before = worlds.map(world =>
      qualityOf(
        world,
        world.cards.map(card => publishedWeights(card.families)),
      ),
    )
    for (const labels of labelCounts) {
      say(`${scenario}, ${labels} labels`)
      const after: { precision: number; recall: number; precisionWas: number; recallWas: number }[] = []
      for (const [i, world] of worlds.entries()) {
        for (let draw = 0; draw < drawsEach; draw++) {
          const learnt = learnFrom(world, labels, substream(draw, 'learning', scenario, i, labels))
          for (const [j, other] of worlds.entries()) {
            if (i === j) continue
            const { precision, recall } = qualityOf(other, learnt)
            const was = before[j]!
            after.push({ precision, recall, precisionWas: was.precision, recallWas: was.recall })
          }
        }
      }
      const n = after.length
      const figure = (name: string, value: number, baseline: number) =>
        report({
          name: `${name}, ${labels} labels, ${scenario}`,
          value,
          unit: 'share',
          baseline_name: 'published weights',
          baseline_value: baseline,
          ratio: value / baseline,
          n,
        })
      figure(
        'average precision elsewhere',
        mean(after.map(each => each.precision)),
        mean(after.map(each => each.precisionWas)),
      )
      figure(
        `recall at ${lookedAt} elsewhere`,
        mean(after.map(each => each.recall)),
        mean(after.map(each => each.recallWas)),
      )
      const changes = after.map(each => each.precision - each.precisionWas).sort((a, b) => a - b)
      for (const [name, at] of [
        ['worst', 0],
        ['worst tenth', Math.floor(n / 10)],
        ['middle', n >> 1],
      ] as const) {
        report({
          name: `${name} change of average precision, ${labels} labels, ${scenario}`,
          value: changes[at]!,
          unit: 'share',
          baseline_name: null,
          baseline_value: null,
          ratio: null,
          n,
        })
      }
    }
  }
}

interface Known {
  readonly cards: readonly CardEvidence[]
  /** Planted subjects, by typology. */
  readonly sought: ReadonlyMap<string, ReadonlySet<string>>
  readonly cut: number
}

async function gather(institution: Institution, say: Bench['say']): Promise<Known> {
  const book = await openInstitution(institution, say)
  const { plans } = await readPack(referencePack)
  const history = await book.scan(columnsFor(fieldsOf(plans)))
  book.close()
  const pool = openPool(history, plans, 1)
  const calibration = await calibrate(pool, { budget: alertsPerMonth })
  const cards = await gatherEvidence(pool, calibration, new Map(), Number.POSITIVE_INFINITY)
  await pool.close()
  const truth = await readTruth(join(institutionPlace(institution), 'truth.csv'))
  const byTypology = Map.groupBy(truth, ({ typology }) => typology)
  const sought = new Map(
    [...byTypology].map(([typology, rows]) => [typology, new Set(rows.map(row => row.subject_id))]),
  )
  return { cards, sought, cut: calibration.cut_bans! }
}

/** The same family of a card in every institution, its bans dealt out anew among the subjects. */
function shuffled(cards: readonly CardEvidence[], institution: number): CardEvidence[] {
  return cards.map((card, index) => {
    const { families, vectors } = card
    const random = substream(index, 'shuffled family')
    const able = families.names.flatMap((_, family) =>
      families.ofIndicator.includes(family) && !families.essential[family] ? [family] : [],
    )
    const family = able[Math.floor(random() * able.length)]!
    const bans = Float64Array.from(vectors.bans)
    const dealing = substream(institution, 'shuffle', index)
    const width = 2 * families.count
    for (let row = card.ids.length - 1; row > 0; row--) {
      const one = row * width + family
      const other = Math.floor(dealing() * (row + 1)) * width + family
      ;[bans[one], bans[other]] = [bans[other]!, bans[one]!]
    }
    return { ...card, vectors: { ...vectors, bans } }
  })
}

interface Ranked {
  readonly card: number
  readonly id: string
  readonly score: number
}

function ranking(cards: readonly CardEvidence[], weights: readonly FamilyWeights[]): Ranked[] {
  return cards
    .flatMap((card, index) => {
      const weighed = weighAll(card, weights[index]!)
      return card.ids.flatMap((id, row) =>
        reaches(card, weighed, row, Number.NEGATIVE_INFINITY)
          ? [{ card: index, id, score: weighed.scores[row]! }]
          : [],
      )
    })
    .sort((a, b) => b.score - a.score)
}

function isSought({ cards, sought }: Known, card: number, id: string): boolean {
  return sought.get(cards[card]!.typology)?.has(id) ?? false
}

/** Average precision over the whole queue, and recall among those looked at; of all planted that a card seeks. */
function qualityOf(world: Known, weights: readonly FamilyWeights[]): { precision: number; recall: number } {
  const typologies = new Set(world.cards.map(({ typology }) => typology))
  const total = [...typologies].reduce((sum, typology) => sum + (world.sought.get(typology)?.size ?? 0), 0)
  let found = 0
  let precision = 0
  let recall = 0
  for (const [rank, { card, id }] of ranking(world.cards, weights).entries()) {
    if (isSought(world, card, id)) {
      found++
      precision += found / (rank + 1)
    }
    if (rank < lookedAt) recall = found
  }
  return { precision: precision / total, recall: recall / total }
}

function learnFrom(world: Known, count: number, random: Random): FamilyWeights[] {
  const published = world.cards.map(card => publishedWeights(card.families))
  const below = Math.round(count * fromBelow)
  const labels = world.cards.map(() => new Map<string, Label>())
  const decide = (card: number, id: string) => {
    const confirmed = isSought(world, card, id) && random() >= wronglyCleared
    labels[card]!.set(id, { target: confirmed ? 1 : 0, weight: 1, decidedAt: 0 })
  }
  let left = count - below
  for (const { card, id } of ranking(world.cards, published)) {
    if (left === 0) break
    if (random() < undecided) continue
    decide(card, id)
    left--
  }
  const open = world.cards.map((card, i) => ({ ...card, labels: labels[i]! }))
  for (const stratum of drawSample(open, { above: 0, below, cut: world.cut, random })) {
    const card = world.cards.findIndex(each => each.pack === stratum.pack && each.card === stratum.card)
    for (const { subject_id } of stratum.subjects) decide(card, subject_id)
  }
  const fit = fitCards(modelOf(open), { cut: world.cut, random })
  if (!fit.posterior.converged) throw new Error('the fit did not converge')
  return fit.model.cards.map((model, card) =>
    unmovedReason(fit, card) === null ? familyWeights(model, fit.posterior.mode) : published[card]!,
  )
}
