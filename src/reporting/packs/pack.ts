import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LapwingError } from '../../domain/errors.ts'
import { sha256 } from '../../domain/hash.ts'
import { readSchema, type Schema } from '../schema/tree.ts'
import { type Validator, validatorOf } from '../schema/validator.ts'
import { type GoamlProfile, readGoamlProfile } from './goamlProfile.ts'
import { withoutAnchors } from './normalise.ts'

/** A regulator's format as it gave it out: the schema with its code lists, pinned by hash, and what codes stand for what. */
export interface SchemaPack {
  readonly format: PackFormat
  readonly edition: string
  /** SHA-256 of the schema file as it was given. */
  readonly hash: string
  /** How many patterns with literal anchors were put right on reading. */
  readonly patternsMended: number
  readonly schema: Schema
  readonly validator: Validator
  /** Of goAML alone. */
  readonly profile?: GoamlProfile
}

export const packFormats = ['fincen-sar', 'goaml', 'cybertip'] as const
export type PackFormat = (typeof packFormats)[number]

const manifestSchema = z.strictObject({
  format: z.enum(packFormats),
  edition: z.string(),
  file: z.string(),
  sha256: z.string(),
  source: z.string().optional(),
  terms: z.string().optional(),
  added_at: z.string().optional(),
  patterns_mended: z.int().optional(),
  profile: z.string().optional(),
  profile_sha256: z.string().optional(),
})
export type PackManifest = z.output<typeof manifestSchema>

const ownFolder = join(import.meta.dirname, '../../../schemas')

/** Where packs that an institution added are kept. */
export function addedPacksFolder(data: string): string {
  return join(data, 'report-packs')
}

/** Every pack that can be used here: those that come with Lapwing, and those that were added. */
export function readPacks(data: string): readonly SchemaPack[] {
  return [ownFolder, addedPacksFolder(data)].flatMap(folder =>
    existsSync(folder)
      ? readdirSync(folder)
          .sort()
          .filter(name => existsSync(join(folder, name, 'pack.json')))
          .map(name => readPack(join(folder, name)))
      : [],
  )
}

/** @throws LapwingError `pack-changed`: a file is not the one that was pinned */
export function readPack(folder: string): SchemaPack {
  const place = join(folder, 'pack.json')
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(place, 'utf8')))
  const bytes = readFileSync(join(folder, manifest.file))
  refuseChanged(join(folder, manifest.file), sha256(bytes), manifest.sha256)
  const { profile: profileFile, profile_sha256 } = manifest
  let profileText: string | undefined
  if (profileFile !== undefined) {
    profileText = readFileSync(join(folder, profileFile), 'utf8')
    refuseChanged(join(folder, profileFile), sha256(profileText), profile_sha256 ?? '')
  }
  return packOf(manifest, bytes, profileText)
}

/** The pack of a schema file and its profile. @throws LapwingError `schema-unreadable`, `profile-invalid` */
export function packOf(
  {
    format,
    edition,
    profile: profileFile,
  }: Pick<PackManifest, 'format' | 'edition'> & { readonly profile?: string | undefined },
  bytes: Uint8Array,
  profileText?: string,
): SchemaPack {
  const hash = sha256(bytes)
  const { text, changed } = withoutAnchors(new TextDecoder().decode(bytes))
  const schema = readSchema(text)
  return {
    format,
    edition,
    hash,
    patternsMended: changed,
    schema,
    validator: validatorOf(text, hash),
    ...(profileText === undefined
      ? {}
      : { profile: readGoamlProfile(profileFile ?? 'profile', profileText, schema) }),
  }
}

/** Which format a schema is of, and which edition; undefined where it is none that Lapwing writes. */
export function recogniseSchema(
  text: string,
): { readonly format: PackFormat; readonly edition: string } | undefined {
  const { namespace, roots } = readSchema(text)
  const report = roots.get('report')
  const content = report?.type.content()
  const holds = (name: string) => content?.parts.some(part => part.kind === 'element' && part.name === name)
  if (namespace === 'www.fincen.gov/base' && roots.has('EFilingBatchXML')) {
    const version = /current version:\s*([^-]+?)\s*-->/.exec(text)?.[1]
    return { format: 'fincen-sar', edition: `FinCEN SAR XML, schema ${version ?? 'of no stated version'}` }
  }
  if (holds('rentity_id') && holds('submission_code')) {
    const version = /schemaVersion="([^"]+)"/.exec(text)?.[1]
    return { format: 'goaml', edition: version === undefined ? 'goAML 4' : `goAML ${version}` }
  }
  if (holds('incidentSummary') && holds('reporter')) {
    return { format: 'cybertip', edition: 'NCMEC CyberTipline, which states no version' }
  }
  return undefined
}

function refuseChanged(place: string, hash: string, pinned: string): void {
  if (hash === pinned) return
  throw new LapwingError('pack-changed', 'This file is not the one that was pinned when it was added.', {
    place,
    remedy: 'Take it from a copy that is whole, or add the new one with "lapwing reports add-pack".',
  })
}
