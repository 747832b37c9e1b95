import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { actAs, type Desk, type Office } from '../access/desk.ts'
import { loadPolicies } from '../access/policy.ts'
import type { Settings } from '../server/configuration.ts'
import { openStore, type StorePlace } from '../store/store.ts'
import type { Options } from './command.ts'

/** Where settings come from; every command that opens the store takes it. */
export const settingsOptions = {
  config: {
    kind: 'file',
    value: 'FILE',
    meaning: 'YAML file of settings; LAPWING_NAME in the environment goes before it.',
  },
} as const satisfies Options

/** Real time, in microseconds since 1970 UTC. */
export const clock = () => Date.now() * 1_000

/** The server of the settings, or the folder `store` of the data folder. */
export function storePlace({ database_url }: Settings, data: string): StorePlace {
  return database_url === undefined ? { directory: join(data, 'store') } : { url: database_url }
}

/** Whether users were ever set up here; the store of a folder is made by the first. */
export function hasStore(place: StorePlace): boolean {
  return !('directory' in place) || existsSync(place.directory)
}

export function openOffice(settings: Settings, data: string): Promise<Office> {
  return officeAt(storePlace(settings, data))
}

export async function officeAt(place: StorePlace): Promise<Office> {
  const store = await openStore(place, { clock })
  return { store, policies: loadPolicies(), clock, random: randomBytes }
}

/** The desk of whoever may run commands on the machine that has the store. */
export function consoleOf(office: Office): Desk {
  return actAs({ kind: 'console' }, office)
}

/** Does something at it. */
export async function atConsole<T>(
  settings: Settings,
  data: string,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const office = await openOffice(settings, data)
  try {
    return await work(consoleOf(office))
  } finally {
    await office.store.close()
  }
}
