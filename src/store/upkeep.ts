import type { Connection } from './connection.ts'
import { sql } from './drizzle.ts'

const mebibyte = 1024 * 1024
const tickMillis = 1_000
/** What a start after a crash replays at most, and what is written down in a quiet second already. */
const [writtenAheadMost, writtenAheadWhenIdle] = [128 * mebibyte, 8 * mebibyte] as const
/** Seconds without a change before a table is cleaned, which nothing interrupts. */
const idleTicksBeforeCleaning = 30

/** Room for the write-ahead log, which by itself takes a gibibyte of disk. */
export const upkeepParameters = ['-c', 'max_wal_size=128MB', '-c', 'min_wal_size=32MB']

/**
 * What the background processes of a PostgreSQL server do, and PGlite has none: without checkpoints the write-ahead log grows until
 * the program ends, and a start after a crash replays all of it; without cleaning, changed rows stay in their tables and the planner
 * knows nothing of them. Answers one look, to be repeated each second; cleaning goes by the rule of autovacuum
 * (PostgreSQL documentation, "Routine Vacuuming").
 */
export function upkeepOf({ database }: Pick<Connection, 'database'>): () => Promise<void> {
  let positionBefore: string | undefined
  let idleTicks = 0
  return async () => {
    const { position, ahead } = await firstOf<{ position: string; ahead: string }>(
      sql`SELECT pg_current_wal_lsn()::text AS position, (pg_current_wal_lsn() - redo_lsn)::text AS ahead
        FROM pg_control_checkpoint()`,
    )
    idleTicks = position === positionBefore ? idleTicks + 1 : 0
    positionBefore = position
    if (Number(ahead) > (idleTicks > 0 ? writtenAheadWhenIdle : writtenAheadMost)) {
      await database.execute(sql`CHECKPOINT`)
    } else if (idleTicks >= idleTicksBeforeCleaning) {
      const table = await tableToClean()
      if (table !== undefined) await database.execute(sql`VACUUM (ANALYZE) ${sql.identifier(table)}`)
    }
  }

  async function tableToClean(): Promise<string | undefined> {
    const found = await firstOf<{ name: string } | undefined>(
      sql`SELECT relname AS name FROM pg_stat_user_tables
        WHERE n_dead_tup > 50 + 0.2 * n_live_tup OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
        ORDER BY n_dead_tup DESC LIMIT 1`,
    )
    return found?.name
  }

  async function firstOf<Row>(asked: ReturnType<typeof sql>): Promise<Row> {
    const { rows } = (await database.execute(asked)) as unknown as { readonly rows: readonly Row[] }
    return rows[0]!
  }
}

/** Looks each second, until the function that it answers is called and has resolved. */
export function keepUp(connection: Pick<Connection, 'database'>): () => Promise<void> {
  const look = upkeepOf(connection)
  let last: Promise<void> = Promise.resolve()
  let isLooking = false
  const timer = setInterval(() => {
    // One look may take longer than a second.
    if (isLooking) return
    isLooking = true
    last = look()
      // A disk that is full is told to whoever writes; the next look tries again.
      .catch(() => {})
      .finally(() => {
        isLooking = false
      })
  }, tickMillis).unref()
  return () => {
    clearInterval(timer)
    return last
  }
}
