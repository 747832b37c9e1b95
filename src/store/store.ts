import type { Connection, Database, Transaction } from './connection.ts'
import { openFolder, openMemory } from './embedded.ts'
import { migrate, newestVersion, ownMigrations } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { answersOf } from './sentLast.ts'
import { sharedCommits } from './sharedCommit.ts'

/** Where a store is: a PostgreSQL server, a folder with PGlite, or this process's memory. */
export type StorePlace =
  | { readonly url: string }
  | { readonly directory: string }
  /** With a dump to begin with, for tests. */
  | { readonly memory: true; readonly template?: Blob }

/** The store of casework, users and the audit chain. */
export interface Store {
  readonly place: string
  /**
   * Runs `work` in one transaction: what it did is kept when it resolves, and nothing of it when it throws. `work` may run
   * more than once, because a transaction that lost against another is tried again: it must change nothing else.
   *
   * Isolation is READ COMMITTED. Whoever decides on what was read says so, by a version that must not have changed or by
   * `FOR UPDATE`; docs/decisions/0011 says why not SERIALIZABLE.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Reads everything as it was at one moment, whatever others write meanwhile. */
  snapshot<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Resolves when the database answers, and another program did not bring it to a version that this one does not know. */
  ping(): Promise<void>
  close(): Promise<void>
}

const attemptsMax = 5

/** Opens a store and brings it to the newest migration. Errors are those of the place and of `migrate`. */
export async function openStore(
  place: StorePlace,
  { clock = () => Date.now() * 1_000, migrations = ownMigrations() } = {},
): Promise<Store> {
  const connection = await connect(place)
  try {
    await migrate(connection, migrations, clock())
  } catch (error) {
    await connection.close()
    throw error
  }
  return storeOn(connection, migrations.at(-1)?.version)
}

/** A store on a connection whose migrations were run, up to `version`. */
export function storeOn(connection: Connection, version = ownMigrations().at(-1)?.version): Store {
  const { database } = connection
  const once: Store['transaction'] = connection.isSerial
    ? sharedCommits(database)
    : work => ownCommit(database, work)
  return {
    place: connection.place,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt === attemptsMax || !isLostToAnother(error)) throw error
        }
      }
    },
    snapshot: work =>
      database.transaction(work, { isolationLevel: 'repeatable read', accessMode: 'read only' }),
    async ping() {
      const found = await newestVersion(connection)
      if (found !== version) throw new Error(`the store is at version ${found}, not ${version}`)
    },
    close: connection.close,
  }
}

async function ownCommit<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  let answers: Promise<void> | undefined
  const value = await database.transaction(
    async transaction => {
      const result = await work(transaction)
      answers = answersOf(transaction)
      answers.catch(() => {})
      return result
    },
    { isolationLevel: 'read committed' },
  )
  await answers
  return value
}

/** Opens a place as it is: `openStore` also brings it to the newest migration. */
export function connect(place: StorePlace): Promise<Connection> {
  if ('url' in place) return openPostgres(place.url)
  if ('directory' in place) return openFolder(place.directory)
  return openMemory(place.template)
}

/** A deadlock or a serialisation failure (SQLSTATE 40P01, 40001): another transaction went first. */
function isLostToAnother(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return code === '40001' || code === '40P01' || (cause instanceof Error && isLostToAnother(cause))
}
