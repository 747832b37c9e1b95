import { type Folder, fileText, folderWithin, placeOf, yamlFiles } from './folder.ts'
import type { PackRead } from './pack.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'

type Read = PackRead & { readonly folder: Folder }

/**
 * The plans of all packs, where a card of a later private pack takes the place of every earlier one of its name; the last
 * `privateCount` are private. A card of theirs that cannot be used takes no place: its problem is told, and the published one stays.
 */
export function plansReplaced(packs: readonly Read[], privateCount: number): readonly Plan[] {
  const privateFrom = packs.length - privateCount
  const isTaken = (card: string, at: number) =>
    packs.some(({ plans }, i) => i > at && i >= privateFrom && plans.some(each => each.card === card))
  return packs.flatMap(({ plans }, at) =>
    plans
      .filter(({ card }) => !isTaken(card, at))
      .map(plan => {
        if (at < privateFrom) return plan
        const original = packs.slice(0, at).find(({ pack }) => holds(pack, plan.card))
        if (original === undefined) return plan
        const { pack, version } = original.pack
        return Object.freeze({ ...plan, inPlaceOf: Object.freeze({ pack, packVersion: version }) })
      }),
  )
}

/** A warning at every private card that takes the place of a published one. */
export function replacementProblems(own: readonly Read[], published: readonly Read[]): Problem[] {
  return own.flatMap(({ folder }) => {
    const cards = folderWithin(folder, 'cards')
    return yamlFiles(cards).flatMap((name): Problem[] => {
      const card = cardNameIn(fileText(cards, name)!)
      const original = published.find(({ pack }) => card !== undefined && holds(pack, card))
      if (original === undefined) return []
      const message = `takes the place of the card "${card}" of the pack ${original.pack.pack} ${original.pack.version}`
      return [{ file: placeOf(cards, name), line: 1, column: 1, severity: 'warning', message }]
    })
  })
}

/** The name that the text of a card gives itself, which need not be sound otherwise. */
export function cardNameIn(text: string): string | undefined {
  return /^card: *(\S+)/m.exec(text)?.[1]
}

function holds({ cards }: PackRead['pack'], card: string): boolean {
  return cards.some(each => each.card === card)
}
