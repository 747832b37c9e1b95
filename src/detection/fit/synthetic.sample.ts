import { type CardEvidence, hasEssentials, weighAll } from './cards.ts'
import type { Label } from './labels.ts'
import { probabilityOf } from './logistic.ts'

/** Cards whose truth is a known logistic model, for tests. */

/** A small generator of its own (Park and Miller), so that tests repeat. */
export function seeded(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
  // Near seeds begin alike.
  for (let i = 0; i < 8; i++) next()
  return next
}

export interface SyntheticCard {
  readonly card: CardEvidence
  /** Whether each subject is sought, by row. */
  readonly sought: Uint8Array
}

const names = ['tempo', 'amount', 'network', 'travel', 'ties']

/**
 * So many subjects with four families for and one against. Bans of ordinary life fall off tenfold each; a subject is sought
 * with log-odds that are linear in the bans times `truth`, four weights for and one against.
 */
export function syntheticCard(
  name: string,
  subjects: number,
  truth: readonly number[],
  random: () => number,
  steepness = 2,
): SyntheticCard {
  const count = names.length
  const bans = new Float64Array(subjects * 2 * count)
  const sought = new Uint8Array(subjects)
  for (let row = 0; row < subjects; row++) {
    const start = row * 2 * count
    const busy = 0.4 + 1.2 * random()
    let log = -4.5 * steepness
    for (let family = 0; family < 4; family++) {
      bans[start + family] = Math.min(3, -Math.log10(1 - random()) * busy * 1.6)
      log += steepness * truth[family]! * bans[start + family]!
    }
    bans[start + count + 4] = random() < 0.3 ? random() : 0
    log -= steepness * truth[4]! * bans[start + count + 4]!
    sought[row] = random() < probabilityOf(log) ? 1 : 0
  }
  const card: CardEvidence = {
    pack: 'synthetic',
    card: name,
    typology: name,
    subject: 'customer',
    families: {
      names,
      ofIndicator: [0, 1, 2, 3],
      ofProtective: [4],
      essential: [],
      shares: new Float64Array(count).fill(1),
      weights: new Float64Array(count).fill(1),
      weightsAgainst: new Float64Array(count).fill(1),
      oneMax: 3,
      count,
    },
    customers: subjects,
    vectors: {
      entities: Uint32Array.from({ length: subjects }, (_, row) => row),
      payments: Uint32Array.from({ length: subjects }, (_, row) => row),
      evidence: new Float64Array(subjects),
      bans,
    },
    ids: Array.from({ length: subjects }, (_, row) => `${name}-${row}`),
    labels: new Map(),
  }
  const evidence = weighAll(card, {
    indicators: card.families.weights,
    protective: card.families.weightsAgainst,
  }).evidence
  return { card: { ...card, vectors: { ...card.vectors, evidence } }, sought }
}

/** The card with true labels on so many subjects: most of those with the most evidence, the rest anyhow. */
export function labelled({ card, sought }: SyntheticCard, count: number, random: () => number): CardEvidence {
  const { evidence } = card.vectors
  const rows = Array.from(card.ids, (_, row) => row)
    .filter(row => hasEssentials(card, row))
    .sort((a, b) => evidence[b]! - evidence[a]!)
  const labels = new Map<string, Label>()
  const label = (row: number) =>
    labels.set(card.ids[row]!, { target: sought[row] === 1 ? 1 : 0, weight: 1, decidedAt: 1 })
  for (const row of rows.slice(0, Math.ceil(count * 0.8))) label(row)
  while (labels.size < count) label(rows[Math.floor(random() * rows.length)]!)
  return { ...card, labels }
}
