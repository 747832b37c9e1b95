import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { variable } from './card.ts'
import { describeProblem, type Problem } from './problem.ts'
import { checkValue, parseYaml } from './yaml.ts'

/**
 * An institution's private side of a pack. Its values tell a reader what would go unnoticed: they are never printed,
 * logged or put into an error, which name keys only.
 */
export interface Overlay {
  readonly file: string
  /** In the unit that the card declares. */
  readonly limits: Readonly<Record<string, number>>
  readonly terms: Readonly<Record<string, readonly string[]>>
  /** By `card.indicator`. */
  readonly weights: Readonly<Record<string, number>>
  /** Line and column of each weight, for problems that show only beside the cards. */
  readonly weightPlaces: Readonly<Record<string, { readonly line: number; readonly column: number }>>
}

export const emptyOverlay: Overlay = { file: '', limits: {}, terms: {}, weights: {}, weightPlaces: {} }

const weightName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'a card and an indicator such as some-card.some-indicator')

const overlaySchema = z.strictObject({
  limits: z.record(variable, z.number()).optional(),
  terms: z.record(variable, z.array(z.string().trim().min(1).max(200)).min(1).max(10_000)).optional(),
  weights: z.record(weightName, z.number().nonnegative()).optional(),
})

/** Reads an overlay file. Throws `overlay-invalid` with every problem in it, or `overlay-unreadable`. */
export async function readOverlay(path: string): Promise<Overlay> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new LapwingError('overlay-unreadable', 'the overlay cannot be read', {
      place: path,
      remedy: 'Name an overlay file that exists and that this account may read.',
      cause,
    })
  }
  return parseOverlay(path, text)
}

/** The overlay that a text holds. Throws `overlay-invalid`. */
export function parseOverlay(file: string, text: string): Overlay {
  const problems: Problem[] = []
  const yaml = parseYaml(file, text.trim() === '' ? '{}' : text, problems)
  const read = yaml && checkValue(yaml, overlaySchema)
  if (yaml === undefined || read === undefined || problems.length > 0) {
    throw new LapwingError('overlay-invalid', problems.map(describeProblem).join('\n'), {
      remedy: 'Correct the named entries of the overlay; its values are not shown here.',
    })
  }
  const { limits = {}, terms = {}, weights = {} } = read
  const places = Object.keys(weights).map(name => [name, yaml.place(['weights', name])] as const)
  return { file, limits, terms, weights, weightPlaces: Object.fromEntries(places) }
}
