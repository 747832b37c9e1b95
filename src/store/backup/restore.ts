import { access, rename, rm } from 'node:fs/promises'
import { LapwingError } from '../../domain/errors.ts'
import type { Connection, Transaction } from '../connection.ts'
import { type Migration, migrate, newestVersion, ownMigrations } from '../migrations.ts'
import { connect, type StorePlace, storeOn } from '../store.ts'
import type { Heading, Manifest } from './dump.ts'
import { load } from './load.ts'
import { partsOf, quoted, rowsOf } from './parts.ts'
import { readBackup } from './read.ts'

export interface RestoreOptions {
  readonly passphrase: string
  /** Microseconds since 1970 UTC. */
  readonly clock: () => number
  /** Throws where what was loaded is not right; nothing is kept then. */
  readonly check: (transaction: Transaction, manifest: Manifest) => Promise<void>
  readonly migrations?: readonly Migration[]
}

export interface Restored extends Manifest {
  readonly heading: Heading
}

/**
 * Makes a store from a backup: with the migrations that the backup had, filled and checked in one transaction, then brought to
 * the newest. A folder appears only when all of it is there.
 *
 * @throws LapwingError `store-not-empty`, `backup-damaged`, `backup-newer`, `backup-locked`, `store-migration-changed`, and those of the place
 */
export async function restoreBackup(
  place: StorePlace,
  path: string,
  options: RestoreOptions,
): Promise<Restored> {
  if (!('directory' in place)) return restoreInto(place, path, options)
  const { directory } = place
  if (await exists(directory)) throw notEmpty(directory)
  const unfinished = `${directory}.restoring`
  await rm(unfinished, { recursive: true, force: true })
  try {
    const restored = await restoreInto({ directory: unfinished }, path, options)
    await rename(unfinished, directory)
    return restored
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function restoreInto(
  place: StorePlace,
  path: string,
  { passphrase, clock, check, migrations = ownMigrations() }: RestoreOptions,
): Promise<Restored> {
  const { heading, lines } = await readBackup(path, passphrase)
  const before = migrationsOf(heading, migrations, path)
  const connection = await connect(place)
  try {
    await refuseOther(connection, before)
    await migrate(connection, before, clock())
    const manifest = await storeOn(connection).transaction(async transaction => {
      await refuseFilled(transaction, connection.place)
      const loaded = await load(transaction, lines, path)
      await check(transaction, loaded)
      return loaded
    })
    await migrate(connection, migrations, clock())
    return { ...manifest, heading }
  } finally {
    await lines.return(undefined)
    await connection.close()
  }
}

/** Those of our own that the backup had. */
function migrationsOf(heading: Heading, own: readonly Migration[], place: string): readonly Migration[] {
  for (const [i, { version, name, hash }] of heading.migrations.entries()) {
    if (own[i] === undefined) {
      throw new LapwingError('backup-newer', `this backup has version ${version} of the store`, {
        place,
        remedy: `Restore it with the version of Lapwing that made it, or a later one; this one knows versions up to ${own.length}.`,
      })
    }
    if (own[i].hash !== hash || own[i].version !== version) {
      throw new LapwingError('store-migration-changed', `the migration ${name} is not the one that was run`, {
        place,
        remedy: 'take src/store/migrations as it was released: a migration is never edited, only followed',
      })
    }
  }
  return own.slice(0, heading.migrations.length)
}

async function refuseOther(connection: Connection, before: readonly Migration[]): Promise<void> {
  const [row] = await rowsOf<{ made: boolean }>(
    connection.database,
    "SELECT to_regclass('migrations') IS NOT NULL AS made",
  )
  const version = row?.made ? await newestVersion(connection) : undefined
  if (version !== undefined && version !== before.at(-1)?.version) throw notEmpty(connection.place)
}

async function refuseFilled(transaction: Transaction, place: string): Promise<void> {
  for (const { table } of await partsOf(transaction)) {
    const rows = await rowsOf(transaction, `SELECT 1 FROM ${quoted(table)} LIMIT 1`)
    if (rows.length > 0) throw notEmpty(place)
  }
}

function notEmpty(place: string): LapwingError {
  return new LapwingError('store-not-empty', 'there is a store here already, and it is not replaced', {
    place,
    remedy: 'Restore into another data folder or a new database; or move the old store away first.',
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
