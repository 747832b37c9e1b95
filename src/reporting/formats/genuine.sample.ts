import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { withoutAnchors } from '../packs/normalise.ts'
import { packOf, recogniseSchema, type SchemaPack } from '../packs/pack.ts'

/**
 * Genuine schemas whose terms do not let them come with the project, where this machine has them; tests that need one say when it is not
 * there.
 */
const shared = resolve(import.meta.dirname, '../../../../shared/schemas')

/** Where it would be, and why a test is left out without it. */
export function genuine(file: string): { readonly path: string; readonly skip: string | false } {
  const path = join(shared, file)
  return {
    path,
    skip: existsSync(path) ? false : `the genuine schema ../shared/schemas/${file} is not there`,
  }
}

const texts = new Map<string, string>()

/** A pack of a genuine schema, with an own profile where the format takes one. */
export function genuinePack(path: string, profile?: string): SchemaPack {
  const bytes = readFileSync(path)
  const known = recogniseSchema(new TextDecoder().decode(bytes))
  if (known === undefined) throw new Error(`${path} is of no format that is written`)
  const pack = packOf({ ...known, profile: 'profile.yaml' }, bytes, profile)
  texts.set(pack.hash, withoutAnchors(new TextDecoder().decode(bytes)).text)
  return pack
}

/** The text of its schema, as a second validator takes it. */
export function schemaText({ hash, format }: SchemaPack): string {
  const own = resolve(import.meta.dirname, '../../../schemas/fincen-sar/EFL_SARXBatchSchema.xsd')
  return texts.get(hash) ?? (format === 'fincen-sar' ? readFileSync(own, 'utf8') : '')
}
