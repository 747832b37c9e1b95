import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { sha256 } from '../domain/hash.ts'
import { type Folder, fileText, placeOf } from './folder.ts'
import { parseYaml, valueAt } from './yaml.ts'

/**
 * The manifest of a pack or overlay: its name, version and the SHA-256 of every file. One set of files has one manifest, to
 * the byte, so that whoever signs it signs all of them.
 */

export const manifestFile = 'manifest.json'
export const signatureFile = 'signature.json'
const format = 'lapwing-manifest-1'

export interface Identity {
  readonly name: string
  readonly version: string
}

const manifestSchema = z.strictObject({
  format: z.literal(format),
  pack: z.string(),
  version: z.string(),
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
})

/** The manifest of the files as they are, in its one canonical form. */
export function manifestText({ files }: Folder, { name, version }: Identity): string {
  const listed = [...files]
    .filter(([path]) => path !== manifestFile && path !== signatureFile)
    .map(([path, bytes]) => ({ path, sha256: sha256(bytes) }))
  return `${JSON.stringify({ format, pack: name, version, files: listed }, undefined, 2)}\n`
}

/** SHA-256 of the canonical manifest, hexadecimal: what an alert records of the pack it rests on. */
export function digestOfManifest(text: string): string {
  return sha256(Buffer.from(text))
}

/**
 * The name and version that a folder gives itself, in pack.yaml or, for an overlay, in overlay.yaml.
 * @throws LapwingError `pack-unnamed`
 */
export function identityOf(folder: Folder): Identity {
  for (const [file, key] of [
    ['pack.yaml', 'pack'],
    ['overlay.yaml', 'overlay'],
  ] as const) {
    const text = fileText(folder, file)
    const value = text === undefined ? undefined : parseYaml(file, text, [])?.value
    const [name, version] = [valueAt(value, [key]), valueAt(value, ['version'])]
    if (typeof name === 'string' && typeof version === 'string') return { name, version }
  }
  throw new LapwingError('pack-unnamed', 'this folder does not say its name and version', {
    place: folder.place,
    remedy: 'Give pack.yaml "pack" and "version", or overlay.yaml "overlay" and "version".',
  })
}

/** Something in a folder that is not as its manifest or signature says. */
export interface Mismatch {
  readonly file: string
  readonly what: 'changed' | 'added' | 'removed' | 'missing' | 'not a manifest' | 'not canonical'
}

/** Every file that is not as the manifest in the folder says; none where all are. */
export function compareManifest(folder: Folder): Mismatch[] {
  const text = fileText(folder, manifestFile)
  const manifest = placeOf(folder, manifestFile)
  if (text === undefined) return [{ file: manifest, what: 'missing' }]
  const read = parseManifest(text)
  if (read === undefined) return [{ file: manifest, what: 'not a manifest' }]
  const said = new Map(read.files.map(({ path, sha256 }) => [path, sha256]))
  const are = new Map(parseManifest(manifestText(folder, { name: '', version: '' }))!.files.map(pairOf))
  const mismatches = [...new Set([...said.keys(), ...are.keys()])].sort().flatMap((path): Mismatch[] => {
    const file = placeOf(folder, path)
    if (!are.has(path)) return [{ file, what: 'removed' }]
    if (!said.has(path)) return [{ file, what: 'added' }]
    return are.get(path) === said.get(path) ? [] : [{ file, what: 'changed' }]
  })
  if (mismatches.length > 0) return mismatches
  // Names, spaces, order: there is one way to write it, and the files themselves say their name.
  const written = folder.files.get(manifestFile)!
  return Buffer.from(manifestText(folder, identityOf(folder))).equals(written)
    ? []
    : [{ file: manifest, what: 'not canonical' }]
}

function pairOf({ path, sha256 }: { readonly path: string; readonly sha256: string }) {
  return [path, sha256] as const
}

function parseManifest(text: string): z.infer<typeof manifestSchema> | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
