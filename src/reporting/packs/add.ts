import { readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LapwingError } from '../../domain/errors.ts'
import { sha256 } from '../../domain/hash.ts'
import { formatInstant } from '../../domain/time.ts'
import { addedPacksFolder, type PackManifest, packOf, recogniseSchema, type SchemaPack } from './pack.ts'

export interface AddedPack {
  readonly folder: string
  readonly pack: SchemaPack
}

/**
 * Adds a schema as an authority gave it out, with its profile of codes where it is goAML: read, compiled, held against each other, and
 * pinned by hash. One that was added for the same authority before is replaced.
 *
 * @throws LapwingError `no-file`, `schema-unreadable`, `schema-unknown`, `profile-missing`, `profile-invalid`
 */
export async function addPack(
  data: string,
  schemaPath: string,
  profilePath: string | undefined,
  at: number,
): Promise<AddedPack> {
  const bytes = read(schemaPath)
  const known = recogniseSchema(new TextDecoder().decode(bytes))
  if (known === undefined) {
    throw new LapwingError('schema-unknown', 'This schema is of no format that Lapwing writes.', {
      place: schemaPath,
      remedy:
        'It writes FinCEN SAR, goAML (give the schema of reports, whose root is "report") and CyberTipline.',
    })
  }
  if (known.format === 'goaml' && profilePath === undefined) {
    throw new LapwingError('profile-missing', 'Each edition of goAML has codes of its own.', {
      place: schemaPath,
      remedy:
        'Give a profile with --profile FILE; docs/guide/reports.md says what is in one, and --codes lists the codes of this edition.',
    })
  }
  const profileBytes = profilePath === undefined ? undefined : read(profilePath)
  const profileText = profileBytes && new TextDecoder().decode(profileBytes)
  const pack = packOf({ ...known, profile: profilePath }, bytes, profileText)
  const name = pack.profile === undefined ? known.format : `${known.format}-${pack.profile.jurisdiction}`
  const manifest: PackManifest = {
    ...known,
    file: 'schema.xsd',
    sha256: pack.hash,
    source: basename(schemaPath),
    added_at: formatInstant(at),
    patterns_mended: pack.patternsMended,
    ...(profileBytes && { profile: 'profile.yaml', profile_sha256: sha256(profileBytes) }),
  }
  const folder = join(addedPacksFolder(data), name)
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await writeFile(join(unfinished, 'schema.xsd'), bytes)
  if (profileBytes !== undefined) await writeFile(join(unfinished, 'profile.yaml'), profileBytes)
  await writeFile(join(unfinished, 'pack.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(unfinished, folder)
  return { folder, pack }
}

/** The lists of codes of a schema, with what it says of them: what a profile chooses from. */
export function codesOf(schemaPath: string): ReadonlyMap<string, readonly string[]> {
  const { schema } = packOf({ format: 'goaml', edition: '' }, read(schemaPath))
  return new Map(
    [...schema.texts].flatMap(([name, text]) =>
      text.choices.length === 0
        ? []
        : [
            [
              name,
              text.choices.map(code => {
                const says = text.says.get(code)
                return says === undefined ? code : `${code} (${says})`
              }),
            ] as const,
          ],
    ),
  )
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new LapwingError('no-file', 'There is no such file.', {
      place: path,
      remedy: 'Name the file as the authority gave it out.',
      cause,
    })
  }
}
