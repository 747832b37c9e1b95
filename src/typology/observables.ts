import { z } from 'zod'
import { type Card, identifier } from './card.ts'
import { type Folder, fileText, placeOf } from './folder.ts'
import { nearestWord } from './nearest.ts'
import type { Problem } from './problem.ts'
import { checkValue, type Path, parseYaml } from './yaml.ts'

const text = z.string().trim().min(1).max(1_000)
const observable = z.strictObject({
  typology: identifier,
  /** What a publication says can be observed. */
  observable: text,
  sources: z.array(z.string()),
  /** The indicators that look at it, as `card.indicator`. */
  indicators: z.array(z.string()).min(1).optional(),
  /** The data it would take to see it, or more of it. */
  needs: text.optional(),
})

/** Something that a publication says can be observed of a typology, and what of the pack looks at it. */
export type Observable = z.infer<typeof observable>

/**
 * Reads what a pack says can be observed (observables.yaml, which a pack need not have) and checks it against the pack's cards
 * and sources: names must be known, each observable has indicators or says what it needs, each indicator is of an observable.
 */
export function readObservables(
  folder: Folder,
  cards: readonly Card[],
  sources: Readonly<Record<string, unknown>>,
): { readonly observables: readonly Observable[]; readonly problems: readonly Problem[] } {
  const written = fileText(folder, 'observables.yaml')
  if (written === undefined) return { observables: [], problems: [] }
  const problems: Problem[] = []
  const yaml = parseYaml(placeOf(folder, 'observables.yaml'), written, problems)
  const observables = yaml && checkValue(yaml, z.array(observable))
  if (yaml === undefined || observables === undefined) return { observables: [], problems }

  const known = cards.flatMap(card => card.indicators.map(({ id }) => `${card.card}.${id}`))
  const typologies = cards.map(card => card.typology)
  const word = (path: Path, what: string, name: string, valid: readonly string[]) => {
    if (!valid.includes(name))
      yaml.report(path, `unknown ${what} "${name}"`, { nearest: nearestWord(name, valid) })
  }
  for (const [at, { typology, sources: cited, indicators, needs }] of observables.entries()) {
    word([at, 'typology'], 'typology', typology, typologies)
    for (const [i, source] of cited.entries())
      word([at, 'sources', i], 'source', source, Object.keys(sources))
    for (const [i, name] of (indicators ?? []).entries())
      word([at, 'indicators', i], 'indicator', name, known)
    if (indicators === undefined && needs === undefined)
      yaml.report([at], 'an observable needs "indicators", or "needs" to say which data it would take')
  }
  const observed = new Set(observables.flatMap(({ indicators = [] }) => indicators))
  for (const name of known.filter(name => !observed.has(name)))
    yaml.report([], `no observable names the indicator "${name}"`)
  return { observables, problems }
}
