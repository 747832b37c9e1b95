import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from './drizzle.ts'
import { openMemory } from './embedded.ts'
import { upkeepOf } from './upkeep.ts'

test('a quiet store writes down what is only in its log, and cleans the tables that changed', async () => {
  const store = await openMemory()
  const look = upkeepOf(store)
  const ask = async (statement: ReturnType<typeof sql>) =>
    ((await store.database.execute(statement)) as unknown as { rows: Record<string, unknown>[] }).rows[0]!
  const ahead = async () =>
    Number(
      (await ask(sql`SELECT pg_current_wal_lsn() - redo_lsn AS ahead FROM pg_control_checkpoint()`)).ahead,
    )
  const dead = async () =>
    Number((await ask(sql`SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'rows'`)).n_dead_tup)
  await store.script('CREATE TABLE rows (id int PRIMARY KEY, what text)')
  await store.script("INSERT INTO rows SELECT n, repeat('x', 100) FROM generate_series(1, 100000) n")
  await store.script('UPDATE rows SET id = -id')
  assert.ok((await ahead()) > 8 * 1024 * 1024)
  await look()
  assert.ok((await ahead()) > 8 * 1024 * 1024, 'it changed a moment ago')
  await look()
  assert.ok((await ahead()) < 1024 * 1024)
  assert.ok((await dead()) >= 100_000)
  for (let second = 0; second < 40; second++) await look()
  assert.equal(await dead(), 0)
  await store.close()
})
