import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
