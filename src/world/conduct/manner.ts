import type { Draft, Life } from '../life.ts'
import { type Random, substream } from '../random.ts'
import type { Shift } from '../tactics.ts'
import type { Typology } from '../typologies.ts'

/** The change of tactics when it has happened by that day. */
export function shiftAt(life: Life, typology: Typology, day: number): Shift | undefined {
  const shift = life.scene.shifts?.get(typology)
  return shift !== undefined && day >= shift.day ? shift : undefined
}

type Changing = Pick<Draft, 'day' | 'second' | 'minor' | 'rail'>

/**
 * A payment of planted conduct as it is done on its day: after a change of tactics with another amount, at another hour and, when
 * `free`, by another rail. Whole sums stay whole.
 */
export function inConduct<D extends Changing>(
  life: Life,
  typology: Typology,
  draft: D,
  free = true,
): D & { readonly truth: Typology } {
  const shift = shiftAt(life, typology, draft.day)
  if (shift === undefined) return { ...draft, truth: typology }
  const step = draft.minor % 500 === 0 ? 500 : 1
  return {
    ...draft,
    truth: typology,
    minor: Math.max(step, Math.round((draft.minor * shift.amount) / step) * step),
    second: (Math.floor(draft.second + shift.laterHours * 3_600) + 86_400) % 86_400,
    rail: free ? shift.rail : draft.rail,
  }
}

/** How many parties there are on a day: fewer or more after a change of tactics. */
export function partiesAt(life: Life, typology: Typology, day: number, count: number): number {
  const shift = shiftAt(life, typology, day)
  return Math.max(1, Math.round(count * (shift?.parties ?? 1)))
}

/** A share that the world's difficulty takes away from what would stand out. */
export const softened = (life: Life, share: number, by = 0.7): number =>
  share * (1 - by * life.scene.difficulty)

/** The stream of one conduct of one person. */
export const conductStream = (life: Life, name: string): Random =>
  substream(life.scene.seed, 'conduct', name, life.person.index)
