import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { record } from '../../audit/record.ts'
import { refuseBrokenChain } from '../../audit/restored.ts'
import { type Cluster, postgresPrograms, startCluster } from '../cluster.sample.ts'
import { sql } from '../drizzle.ts'
import { openMemory } from '../embedded.ts'
import { ownMigrations } from '../migrations.ts'
import { growThrough, rowsOfVersion } from '../rows.sample.ts'
import { memoryStore, memoryTemplate } from '../store.sample.ts'
import { openStore, type Store, type StorePlace, storeOn } from '../store.ts'
import { dump } from './dump.ts'
import { restoreBackup } from './restore.ts'
import { writeBackup } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'lapwing-backup-'))
const passphrase = 'correct horse battery'
const programs = postgresPrograms()
let cluster: Cluster | undefined
let filled: Store

/** Rows in every table, a chain that is whole, and more rows than are read at once. */
before(async () => {
  const connection = await openMemory(await memoryTemplate())
  await growThrough(connection, ownMigrations(), { ...rowsOfVersion, 1: '' })
  filled = storeOn(connection)
  await filled.transaction(async transaction => {
    await transaction.execute(
      sql`INSERT INTO sign_in_failures SELECT 'n' || i, i, i FROM generate_series(1, 1200) AS i`,
    )
    const event = { actor: 'console', action: 'user.create', object: 'Users:all', detail: {} }
    await record(transaction, 1_900_000_000_000_000, [event, event, event])
  })
})
after(async () => {
  await filled?.close()
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const contents = (store: Store) =>
  store.snapshot(async transaction => {
    const lines = (await Array.fromAsync(dump(transaction, 0))).join('').split('\n')
    return {
      tables: lines.filter(line => line.startsWith('{')).slice(1, -1),
      rows: lines.filter(line => line.startsWith('[')).sort(),
    }
  })

const backup = (store: Store, name: string) =>
  writeBackup(store, join(folder, name), { passphrase, random: randomBytes, cost: 4, madeAt: 7 })
const restore = (place: StorePlace, name: string) =>
  restoreBackup(place, join(folder, name), {
    passphrase,
    clock: () => 8,
    check: (transaction, { head }) => refuseBrokenChain(transaction, head, name),
  })

test('a store goes from PGlite to PostgreSQL and back into a folder, every value as it was', async context => {
  if (programs === undefined) return context.skip('no PostgreSQL programs in /usr/lib/postgresql')
  cluster = await startCluster(programs)
  const written = await backup(filled, 'first')
  assert.equal(statSync(join(folder, 'first')).mode & 0o777, 0o600)
  assert.equal(written.bytes, statSync(join(folder, 'first')).size)
  assert.ok(!readFileSync(join(folder, 'first')).includes('robin'))

  const url = await cluster.createDatabase('restored')
  const { head, heading } = await restore({ url }, 'first')
  assert.deepEqual([head, heading.made_at], [written.head, 7])
  await assert.rejects(restore({ url }, 'first'), { code: 'store-not-empty' })
  const middle = await openStore({ url })
  assert.deepEqual(await contents(middle), await contents(filled))
  await backup(middle, 'second')
  await middle.close()

  const directory = join(folder, 'store')
  await restore({ directory }, 'second')
  const last = await openStore({ directory })
  assert.deepEqual(await contents(last), await contents(filled))
  await last.transaction(async transaction => {
    const events = () =>
      transaction.execute(sql`SELECT max(event_id)::int AS event FROM case_events`) as unknown as Promise<{
        rows: { event: number }[]
      }>
    const [{ event: highest } = { event: 0 }] = (await events()).rows
    await transaction.execute(
      sql`INSERT INTO case_events (case_id, happened_at, actor, kind, detail) VALUES ('c1', 9, 'a', 'moved', '{}')`,
    )
    assert.ok((await events()).rows[0]!.event > highest, 'numbers go on after those that were restored')
  })
  // The rules for changes hold again.
  await assert.rejects(
    last.transaction(transaction => transaction.execute(sql`UPDATE audit_links SET actor = 'x'`)),
  )
  await last.close()
  await assert.rejects(restore({ directory }, 'second'), { code: 'store-not-empty' })
})

test('what is damaged, or was changed before it was sealed, leaves no store behind', async () => {
  await backup(filled, 'whole')
  const bytes = readFileSync(join(folder, 'whole'))
  bytes[bytes.length - 20]! ^= 1
  writeFileSync(join(folder, 'damaged'), bytes)
  const directory = join(folder, 'none')
  await assert.rejects(restore({ directory }, 'damaged'), (error: { code?: string }) =>
    /^backup-(damaged|locked)$/.test(error.code!),
  )

  const broken = await memoryStore()
  await broken.transaction(async transaction => {
    await transaction.execute(sql.raw(rowsOfVersion[1]!))
  })
  await backup(broken, 'broken')
  await broken.close()
  await assert.rejects(restore({ directory }, 'broken'), { code: 'audit-broken' })
  await assert.rejects(restore({ directory }, 'absent'), { code: 'no-file' })
  assert.deepEqual([directory, `${directory}.restoring`].map(existsSync), [false, false])
})

test('a backup replaces no file', async () => {
  writeFileSync(join(folder, 'mine'), 'mine')
  await assert.rejects(backup(filled, 'mine'), { code: 'file-not-written' })
  assert.equal(readFileSync(join(folder, 'mine'), 'utf8'), 'mine')
})
