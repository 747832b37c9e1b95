import { readdirSync, readFileSync } from 'node:fs'
import { LapwingError } from '../domain/errors.ts'
import { sha256 } from '../domain/hash.ts'
import type { Connection } from './connection.ts'
import { bigint, integer, max, pgTable, text } from './drizzle.ts'

/** One numbered file of `migrations/`. They are only ever added to. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly script: string
  /** SHA-256 of the script, hexadecimal. */
  readonly hash: string
}

const table = `CREATE TABLE IF NOT EXISTS migrations (
  version integer PRIMARY KEY, name text NOT NULL, hash text NOT NULL, applied_at bigint NOT NULL)`

const applied = pgTable('migrations', {
  version: integer('version').primaryKey(),
  name: text('name').notNull(),
  hash: text('hash').notNull(),
  appliedAt: bigint('applied_at', { mode: 'number' }).notNull(),
})

/** The migrations that come with this version, in order. */
export function ownMigrations(): readonly Migration[] {
  const folder = new URL('./migrations/', import.meta.url)
  return readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => migrationOf(name, readFileSync(new URL(name, folder), 'utf8')))
}

export function migrationOf(name: string, script: string): Migration {
  const hash = sha256(script)
  return { version: Number.parseInt(name, 10), name, script, hash }
}

/**
 * Brings the store to the newest migration, each in a transaction of its own. Several programs may do so at once.
 *
 * @throws LapwingError `store-newer`, `store-migration-changed`
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  now: number,
): Promise<void> {
  // Two programs that create a table at once collide even so; the second finds it there.
  await orDoneByAnother(
    () => connection.script(table),
    async () => (await appliedVersions(connection, migrations)).length >= 0,
  )
  const done = new Set(await appliedVersions(connection, migrations))
  for (const migration of migrations) {
    const { version, name, hash, script } = migration
    if (done.has(version)) continue
    // The row first: a second program waits at it, and then finds the work done.
    const row = `INSERT INTO migrations VALUES (${version}, '${name}', '${hash}', ${now});`
    await orDoneByAnother(
      () => connection.script(`${row}\n${script}`),
      async () => (await appliedVersions(connection, migrations)).includes(version),
    )
  }
}

/** What was run in the store, in order. */
export async function appliedMigrations(
  database: Pick<Connection['database'], 'select'>,
): Promise<readonly Pick<Migration, 'version' | 'name' | 'hash'>[]> {
  const { version, name, hash } = applied
  return database.select({ version, name, hash }).from(applied).orderBy(applied.version)
}

/** The version that the store has; absent before its first migration. */
export async function newestVersion({ database }: Connection): Promise<number | undefined> {
  const [row] = await database.select({ version: max(applied.version) }).from(applied)
  return row?.version ?? undefined
}

async function orDoneByAnother(work: () => Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(await isDone())) throw error
  }
}

/** Versions that the store has, each found to be one of ours. */
async function appliedVersions(
  { database, place }: Connection,
  migrations: readonly Migration[],
): Promise<readonly number[]> {
  const rows = await appliedMigrations(database)
  for (const { version, hash, name } of rows) {
    const own = migrations.find(each => each.version === version)
    if (own === undefined) {
      throw new LapwingError(
        'store-newer',
        `this store was brought to version ${version} by a newer Lapwing`,
        {
          place,
          remedy: `install that version; this one knows versions up to ${migrations.at(-1)?.version ?? 0}`,
        },
      )
    }
    if (own.hash !== hash) {
      throw new LapwingError('store-migration-changed', `the migration ${name} is not the one that was run`, {
        place,
        remedy: 'take src/store/migrations as it was released: a migration is never edited, only followed',
      })
    }
  }
  return rows.map(({ version }) => version)
}
