import { z } from 'zod'
import { countries } from '../domain/countries.ts'
import { LapwingError } from '../domain/errors.ts'
import { identifier, variable } from './card.ts'
import { type Folder, fileText, folderWithin, placeOf, yamlFiles } from './folder.ts'
import { describeProblem, type Problem } from './problem.ts'
import { checkValue, parseYaml, type YamlFile } from './yaml.ts'

/**
 * An institution's private side of its packs. Its values tell a reader what would go unnoticed: they are never printed,
 * logged or put into an error, which name keys only.
 */
export interface Overlay {
  /** In the unit that the card declares. */
  readonly limits: Readonly<Record<string, number>>
  readonly terms: Readonly<Record<string, readonly string[]>>
  /** ISO 3166-1 alpha-2 codes. */
  readonly corridors: Readonly<Record<string, readonly string[]>>
  /** By `card.indicator`. */
  readonly weights: Readonly<Record<string, number>>
  /** Where each value is written, for problems that show only beside the cards. */
  readonly places: ReadonlyMap<OverlayKey, OverlayPlace>
  /** The institution's own cards: a pack like any other; absent where it has none. */
  readonly ownPack?: Folder
  /** The whole directory, what a signature is about; absent for a single file, which cannot be signed. */
  readonly folder?: Folder
}

export type OverlayKind = 'limits' | 'terms' | 'corridors' | 'weights'
/** `limits small_amount` */
export type OverlayKey = `${OverlayKind} ${string}`

export interface OverlayPlace {
  readonly kind: OverlayKind
  readonly name: string
  readonly file: string
  readonly line: number
  readonly column: number
}

export const emptyOverlay: Overlay = { limits: {}, terms: {}, corridors: {}, weights: {}, places: new Map() }

/** The folder of an overlay that holds the institution's own cards. */
export const ownPackFolder = 'pack'

const weightName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'a card and an indicator such as some-card.some-indicator')
const country = z
  .string()
  .refine(code => countries.has(code), 'a country code of two capital letters (ISO 3166-1 alpha-2)')

/** Longest lists that are read: what people can keep an eye on is far shorter. */
const termsMax = 10_000

const overlaySchema = z.strictObject({
  overlay: identifier.optional(),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0')
    .optional(),
  limits: z.record(variable, z.number()).optional(),
  terms: z.record(variable, z.array(z.string().trim().min(1).max(200)).min(1).max(termsMax)).optional(),
  corridors: z.record(variable, z.array(country).min(1).max(countries.size)).optional(),
  weights: z.record(weightName, z.number().nonnegative()).optional(),
})
type OverlayPart = z.infer<typeof overlaySchema>

/** The overlay that one text holds. Throws `overlay-invalid` with every problem in it. */
export function parseOverlay(file: string, text: string): Overlay {
  return overlayOf([{ file, text }])
}

/**
 * The overlay in a folder: every YAML file at its top is a part of it, and `pack/` holds own cards. Throws `overlay-invalid`
 * with every problem in the parts; those of own cards show when they are read.
 */
export function overlayIn(folder: Folder): Overlay {
  const parts = partsOf(folder)
  const ownPack = folderWithin(folder, ownPackFolder)
  if (parts.length === 0 && ownPack.files.size === 0) {
    throw new LapwingError('overlay-unreadable', 'this folder has neither overlay.yaml nor a folder pack', {
      place: folder.place,
      remedy: 'Name the folder of an overlay; docs/guide/overlay.md says what is in one.',
    })
  }
  return { ...overlayOf(parts), folder, ...(ownPack.files.size === 0 ? {} : { ownPack }) }
}

/** Whether a folder looks like an overlay and not like a pack. */
export function isOverlay(folder: Folder): boolean {
  if (folder.files.has('pack.yaml') || folder.files.has('sources.yaml')) return false
  return yamlFiles(folder).length > 0 || folderWithin(folder, ownPackFolder).files.size > 0
}

/** Every problem of the parts of an overlay, by itself. */
export function checkOverlay(folder: Folder): readonly Problem[] {
  return readParts(partsOf(folder)).problems
}

function partsOf(folder: Folder): Part[] {
  // A single file may be called anything.
  const names = folder.files.size === 1 ? [...folder.files.keys()] : yamlFiles(folder)
  return names.map(name => ({ file: placeOf(folder, name), text: fileText(folder, name)! }))
}

interface Part {
  readonly file: string
  readonly text: string
}

function overlayOf(parts: readonly Part[]): Overlay {
  const { overlay, problems } = readParts(parts)
  if (problems.length === 0) return overlay
  throw new LapwingError('overlay-invalid', problems.map(describeProblem).join('\n'), {
    remedy: 'Correct the named entries of the overlay; its values are not shown here.',
  })
}

const kinds = ['limits', 'terms', 'corridors', 'weights'] as const

function readParts(parts: readonly Part[]): { overlay: Overlay; problems: Problem[] } {
  const problems: Problem[] = []
  const places = new Map<OverlayKey, OverlayPlace>()
  const merged = { limits: {}, terms: {}, corridors: {}, weights: {} }
  for (const { file, text } of parts) {
    const yaml = parseYaml(file, text.trim() === '' ? '{}' : text, problems)
    const read = yaml && checkValue(yaml, overlaySchema)
    if (yaml === undefined || read === undefined) continue
    for (const kind of kinds) {
      notePlaces(kind, read, yaml, places)
      Object.assign(merged[kind], read[kind])
    }
  }
  return { overlay: { ...merged, places }, problems }
}

function notePlaces(
  kind: OverlayKind,
  read: OverlayPart,
  yaml: YamlFile,
  places: Map<OverlayKey, OverlayPlace>,
): void {
  for (const name of Object.keys(read[kind] ?? {})) {
    const key: OverlayKey = `${kind} ${name}`
    const earlier = places.get(key)
    if (earlier === undefined) places.set(key, { kind, name, file: yaml.file, ...yaml.place([kind, name]) })
    else yaml.report([kind, name], `this name stands in ${earlier.file} too`, { key: true })
  }
}
