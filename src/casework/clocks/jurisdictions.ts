import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LapwingError } from '../../domain/errors.ts'
import { type Jurisdiction, readJurisdiction } from './jurisdiction.ts'

const ownFolder = join(import.meta.dirname, 'jurisdictions')

/** The rules that come with Lapwing, by country. They are a start: counsel confirms them. */
export function ownJurisdictions(): ReadonlyMap<string, Jurisdiction> {
  return readJurisdictions(ownFolder)
}

/** Those of a folder of YAML files. */
export function readJurisdictions(folder: string): ReadonlyMap<string, Jurisdiction> {
  const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))
  const all = files.sort().map(name => {
    const path = join(folder, name)
    return readJurisdiction(path, readFileSync(path, 'utf8'))
  })
  return new Map(all.map(each => [each.country, each]))
}

/**
 * The rules that come with Lapwing, with those of an institution's own folder over them.
 *
 * @throws LapwingError `jurisdictions-missing`, `jurisdiction-invalid`
 */
export function jurisdictionsWith(folder: string | undefined): ReadonlyMap<string, Jurisdiction> {
  if (folder === undefined) return ownJurisdictions()
  try {
    readdirSync(folder)
  } catch (cause) {
    throw new LapwingError('jurisdictions-missing', 'This folder of deadlines cannot be read.', {
      place: folder,
      remedy: 'Name a folder with a YAML file a country, as src/casework/clocks/jurisdictions has them.',
      cause,
    })
  }
  return new Map([...ownJurisdictions(), ...readJurisdictions(folder)])
}

/** @throws LapwingError `jurisdiction-unknown` */
export function jurisdictionOf(
  jurisdictions: ReadonlyMap<string, Jurisdiction>,
  country: string,
): Jurisdiction {
  const found = jurisdictions.get(country)
  if (found !== undefined) return found
  throw new LapwingError('jurisdiction-unknown', `There are no deadlines for ${country}.`, {
    place: 'jurisdiction',
    remedy: 'Add a file for it to the folder of jurisdictions that the server is configured with.',
  })
}
