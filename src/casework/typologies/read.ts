import { defineOperation, type Work } from '../../access/operation.ts'
import type { CardCoverage } from '../../detection/coverage.ts'
import { formatInstant } from '../../domain/time.ts'
import type { countFindings } from '../findings.ts'
import type { Catalogue } from './catalogue.ts'
import { problemsOfText } from './problems.ts'

/** Things that are about no person: published cards, and how far the book can show them. */
const ofNobody = { resource: 'Typologies', personal: false, changes: false } as const

export type GiveCatalogue = () => Promise<Catalogue>

export function listTypologies(catalogue: GiveCatalogue) {
  return defineOperation({
    action: 'typology.list',
    ...ofNobody,
    run: async (_: Work, __: Record<never, never>) => catalogue(),
  })
}

export function readTypology(catalogue: GiveCatalogue) {
  return defineOperation({
    action: 'typology.read',
    ...ofNobody,
    find: findTypology(catalogue),
    async run(_: Work, { card }: OneCard) {
      const { pack, version, typologies } = await catalogue()
      return { pack, pack_version: version, ...typologies.find(each => each.card === card)! }
    },
  })
}

/** A card's text as it is written, with its gate, measures and weights: for those who work on cards. */
export function readTypologyText(catalogue: GiveCatalogue) {
  return defineOperation({
    action: 'typology.read-text',
    ...ofNobody,
    find: findTypology(catalogue),
    run: async (_: Work, { card }: OneCard) => ({ card, text: (await catalogue()).textOf(card)! }),
  })
}

/** Every problem of a card's text, as if it were the only one of the pack; nothing of it is kept. */
export function checkTypology(packDirectory: string) {
  return defineOperation({
    action: 'typology.check',
    ...ofNobody,
    run: async (_: Work, { text }: { readonly text: string }) => ({
      problems: await problemsOfText(packDirectory, text),
    }),
  })
}

/** Which of the typologies the book can show, as `lapwing coverage` last found it. */
export function readCoverage(coverage: () => Promise<readonly CardCoverage[]>) {
  return defineOperation({
    action: 'coverage.read',
    ...ofNobody,
    run: async (_: Work, __: Record<never, never>) => ({ items: await coverage() }),
  })
}

/** How many alerts of each card the last run raised: no more than that, of nobody. */
export function countAlerts(count: () => ReturnType<typeof countFindings>) {
  return defineOperation({
    action: 'typology.count-alerts',
    ...ofNobody,
    async run(_: Work, __: Record<never, never>) {
      const { foundAt, counts } = await count()
      const items = [...counts].map(([card, alerts]) => ({ card, alerts }))
      return { found_at: formatInstant(foundAt), items }
    },
  })
}

interface OneCard {
  readonly card: string
}

function findTypology(catalogue: GiveCatalogue) {
  return async (_: Work, { card }: OneCard) =>
    (await catalogue()).typologies.some(each => each.card === card) ? { id: card } : undefined
}
