import type { SubjectKind } from '../../typology/plan.ts'
import type { Calibration } from '../calibration.ts'
import { essentialMin, evidenceOf, evidenceOfAll, type Families, isOneFamily } from '../evidence.ts'
import { entitiesOf } from '../lookback.ts'
import type { Pool } from '../pool.ts'
import { type Scale, scaleOf, scoreOnScale } from '../scale.ts'
import { type Vectors, vectorsOf } from '../vectors.ts'
import type { Label, Labels } from './labels.ts'

/** The evidence on everyone whom one card looks at, and who of them was decided about. */
export interface CardEvidence {
  readonly pack: string
  readonly card: string
  readonly typology: string
  readonly subject: SubjectKind
  readonly families: Families
  /** Customers of the book: what the card's scale counts by. */
  readonly customers: number
  readonly vectors: Vectors
  /** Subject ids, by row of the vectors. */
  readonly ids: readonly string[]
  /** The labels that bear on it, by subject id. */
  readonly labels: ReadonlyMap<string, Label>
}

/** Walks the history for the evidence on every subject before an instant, and before what was decided about it. */
export async function gatherEvidence(
  pool: Pool,
  calibration: Calibration,
  labels: Labels,
  before: number,
  onProgress?: (fraction: number) => void,
): Promise<CardEvidence[]> {
  const { programs, binding } = pool.engine
  const subjects = programs.map(({ program }) => entitiesOf(binding.history, program.subject).ids)
  const places = subjects.map(ids => new Map(ids.map((id, entity) => [id, entity])))
  const none: ReadonlyMap<string, Label> = new Map()
  const labelsOf = (program: number, plan: number) =>
    labels.get(programs[program]!.plans[plan]!.plan.typology) ?? none
  const decided = (program: number, plan: number) =>
    new Map(
      [...labelsOf(program, plan)]
        .map(([id, label]) => [places[program]!.get(id) ?? -1, label.decidedAt] as const)
        .filter(([entity]) => entity >= 0),
    )
  const found = await vectorsOf(pool, calibration, before, decided, onProgress)
  return programs.flatMap(({ plans }, program) =>
    plans.map(({ plan: { pack, card, typology, subject }, families }, plan) => {
      const vectors = found[program]![plan]!
      return {
        pack,
        card,
        typology,
        subject,
        families,
        customers: binding.history.customerCount,
        vectors,
        ids: Array.from(vectors.entities, entity => subjects[program]![entity]!),
        labels: labelsOf(program, plan),
      }
    }),
  )
}

/** Factors by family, in the order of `Families.names`. */
export interface FamilyWeights {
  readonly indicators: Float64Array
  readonly protective: Float64Array
}

export function publishedWeights({ count }: Families): FamilyWeights {
  return { indicators: new Float64Array(count).fill(1), protective: new Float64Array(count).fill(1) }
}

/** Bans of each family at a row, and what each takes away. */
export function bansAt({ families: { count }, vectors }: CardEvidence, row: number) {
  const start = row * 2 * count
  return {
    bans: vectors.bans.subarray(start, start + count),
    taken: vectors.bans.subarray(start + count, start + 2 * count),
  }
}

/** Evidence in bans on each subject with other weights, by row, and the scale that it then has. */
export function weighAll(card: CardEvidence, { indicators, protective }: FamilyWeights): Weighed {
  const { families, vectors, customers } = card
  const weighing: Families = { ...byFamily(families), weights: indicators, weightsAgainst: protective }
  const evidence = Float64Array.from(vectors.entities, (_, row) => {
    const { bans, taken } = bansAt(card, row)
    return evidenceOf(weighing, bans, taken)
  })
  const ofAll = Array.from(vectors.entities, (_, row) => {
    const { bans, taken } = bansAt(card, row)
    return evidenceOfAll(weighing, bans, taken)
  })
  const scale = scaleOf(ofAll, customers)
  return { evidence, scale, scores: evidence.map(bans => scoreOnScale(scale, bans)) }
}

export interface Weighed {
  /** Bans, by row. */
  readonly evidence: Float64Array
  readonly scale: Scale
  /** Bans on the common scale, by row. */
  readonly scores: Float64Array
}

/** Whether the subject at a row is above the line: more than one family alone can have, and a score that reaches the cut. */
export function reaches(card: CardEvidence, { evidence, scores }: Weighed, row: number, cut: number) {
  if (!(evidence[row]! > 0 && scores[row]! >= cut)) return false
  const { bans, taken } = bansAt(card, row)
  return !isOneFamily(byFamily(card.families), bans, taken)
}

/** Families for bans that are given by family, and not by indicator. */
function byFamily(families: Families): Families {
  const own = families.names.map((_, family) => family)
  return { ...families, ofIndicator: own, ofProtective: own }
}

/** Whether the subject at a row has all the families that its card cannot do without. */
export function hasEssentials(card: CardEvidence, row: number): boolean {
  const { bans } = bansAt(card, row)
  return card.families.essential.every(group =>
    group.some((isInGroup, family) => isInGroup && bans[family]! >= essentialMin),
  )
}
