import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Cluster, postgresPrograms, startCluster } from './cluster.sample.ts'
import type { Connection } from './connection.ts'
import { eq, getTableColumns, getTableConfig, sql } from './drizzle.ts'
import { openFolder } from './embedded.ts'
import { migrate, migrationOf, ownMigrations } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { sendLast } from './sentLast.ts'
import { openStore, type Store, storeOn } from './store.ts'
import { serviceTokens, sessions, signInFailures, users } from './tables/access.ts'
import { answeredRequests } from './tables/answeredRequests.ts'
import { auditLinks } from './tables/audit.ts'

/** One suite for every kind of store. */
function conformance(kind: string, skip: string | false, open: () => Promise<Connection>): void {
  describe(kind, { skip }, () => {
    let connection: Connection
    let store: Store
    before(async () => {
      connection = await open()
      await migrate(connection, ownMigrations(), 1)
      store = storeOn(connection)
      await connection.script('CREATE TABLE counters (name text PRIMARY KEY, value integer NOT NULL)')
    })
    after(() => store?.close())

    test('every table that the code knows is there with its columns', async () => {
      for (const table of [users, sessions, serviceTokens, signInFailures, auditLinks, answeredRequests]) {
        const { rows } = (await connection.database.execute(
          sql`SELECT column_name FROM information_schema.columns WHERE table_name = ${getTableConfig(table).name}`,
        )) as unknown as { rows: { column_name: string }[] }
        assert.deepEqual(
          rows.map(row => row.column_name).sort(),
          Object.values(getTableColumns(table))
            .map(column => column.name)
            .sort(),
        )
      }
    })

    test('migrations that were run are not run again', async () => {
      await migrate(connection, ownMigrations(), 2)
      const { rows } = (await connection.database.execute(
        sql`SELECT DISTINCT applied_at::int AS at FROM migrations`,
      )) as unknown as { rows: { at: number }[] }
      assert.deepEqual(rows, [{ at: 1 }])
    })

    test('a transaction that throws leaves nothing', async () => {
      await assert.rejects(
        store.transaction(async transaction => {
          await transaction.execute(sql`INSERT INTO counters VALUES ('lost', 1)`)
          throw new Error('no')
        }),
        /no/,
      )
      const { rows } = (await connection.database.execute(
        sql`SELECT * FROM counters WHERE name = 'lost'`,
      )) as unknown as { rows: unknown[] }
      assert.deepEqual(rows, [])
    })

    test('of transactions that come together each is kept or lost by itself', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, at) =>
          store.transaction(async transaction => {
            await transaction.execute(sql`INSERT INTO counters VALUES (${`together ${at}`}, ${at})`)
            if (at % 3 === 1) throw new Error(`no ${at}`)
            if (at % 3 === 2) await transaction.execute(sql`SELECT 1 / 0`)
            return at
          }),
        ),
      )
      assert.deepEqual(
        outcomes.map(each => (each.status === 'fulfilled' ? each.value : 'lost')),
        outcomes.map((_, at) => (at % 3 === 0 ? at : 'lost')),
      )
      const { rows } = (await connection.database.execute(
        sql`SELECT value FROM counters WHERE name LIKE 'together %' ORDER BY value`,
      )) as unknown as { rows: { value: number }[] }
      assert.deepEqual(
        rows.map(row => row.value),
        [0, 3, 6, 9, 12, 15, 18, 21, 24, 27],
      )
    })

    test('a statement that was sent last and fails takes its transaction with it, and says so', async () => {
      await assert.rejects(
        store.transaction(async transaction => {
          await transaction.execute(sql`INSERT INTO counters VALUES ('before', 1)`)
          sendLast(transaction, transaction.execute(sql`SELECT 1 / 0`).then())
        }),
        ({ cause }: Error) => /division by zero/.test(String(cause)),
      )
      const { rows } = (await connection.database.execute(
        sql`SELECT * FROM counters WHERE name = 'before'`,
      )) as unknown as { rows: unknown[] }
      assert.deepEqual(rows, [])
    })

    test('whoever decides on a locked row never loses an addition', async () => {
      await store.transaction(transaction => transaction.execute(sql`INSERT INTO counters VALUES ('sum', 0)`))
      const add = () =>
        store.transaction(async transaction => {
          const { rows } = (await transaction.execute(
            sql`SELECT value FROM counters WHERE name = 'sum' FOR UPDATE`,
          )) as unknown as { rows: { value: number }[] }
          await transaction.execute(sql`UPDATE counters SET value = ${rows[0]!.value + 1} WHERE name = 'sum'`)
        })
      await Promise.all(Array.from({ length: 20 }, add))
      const { rows } = (await connection.database.execute(
        sql`SELECT value FROM counters WHERE name = 'sum'`,
      )) as unknown as { rows: unknown[] }
      assert.deepEqual(rows, [{ value: 20 }])
    })

    test('a deadlock is tried again, and both transactions are kept', { timeout: 60_000 }, async () => {
      await store.transaction(transaction =>
        transaction.execute(sql`INSERT INTO counters VALUES ('left', 0), ('right', 0)`),
      )
      const both = (first: string, second: string) =>
        store.transaction(async transaction => {
          for (const name of [first, second]) {
            await transaction.execute(sql`UPDATE counters SET value = value + 1 WHERE name = ${name}`)
            await new Promise(resolve => setTimeout(resolve, 20))
          }
        })
      await Promise.all([both('left', 'right'), both('right', 'left')])
      const { rows } = (await connection.database.execute(
        sql`SELECT value FROM counters WHERE name IN ('left', 'right')`,
      )) as unknown as { rows: unknown[] }
      assert.deepEqual(rows, [{ value: 2 }, { value: 2 }])
    })

    test('instants, lists and JSON come back as they went in', async () => {
      const user = {
        userId: 'u',
        signInName: 'robin',
        fullName: 'Robin Example',
        roles: ['analyst', 'it, "quoted"'],
        createdAt: 4_102_444_800_000_001,
      }
      const answered = {
        caller: 'c',
        idempotencyKey: 'k',
        requestHash: 'h',
        answer: { a: [1, 'é'] },
        answeredAt: 5,
      }
      await store.transaction(async transaction => {
        await transaction.insert(users).values(user)
        await transaction.insert(answeredRequests).values(answered)
        const [kept] = await transaction.select().from(users).where(eq(users.userId, 'u'))
        assert.deepEqual(
          [kept?.createdAt, kept?.roles, kept?.email, kept?.version],
          [user.createdAt, user.roles, null, 1],
        )
        assert.deepEqual(await transaction.select().from(answeredRequests), [answered])
      })
    })

    test('a store of a newer version, or with another migration, is refused', async () => {
      const own = ownMigrations()
      await assert.rejects(migrate(connection, own.slice(0, -1), 3), { code: 'store-newer' })
      const edited = [migrationOf(own[0]!.name, `${own[0]!.script} `), ...own.slice(1)]
      await assert.rejects(migrate(connection, edited, 3), { code: 'store-migration-changed' })
    })

    test('a store that was brought further meanwhile is not ready', async () => {
      await store.ping()
      await connection.script("INSERT INTO migrations VALUES (8888, '8888-newer.sql', 'h', 4)")
      await assert.rejects(store.ping(), /8888/)
      await connection.script('DELETE FROM migrations WHERE version = 8888')
      await store.ping()
    })

    test('a migration that fails leaves nothing, and is run when it is mended', async () => {
      const own = ownMigrations()
      const name = '9999-trial.sql'
      const failing = migrationOf(name, 'CREATE TABLE trial (a int); SELECT 1 / 0;')
      await assert.rejects(migrate(connection, [...own, failing], 4))
      const mended = migrationOf(name, 'CREATE TABLE trial (a int);')
      await Promise.all([migrate(connection, [...own, mended], 5), migrate(connection, [...own, mended], 5)])
    })
  })
}

const folder = mkdtempSync(join(tmpdir(), 'lapwing-store-'))
after(() => rmSync(folder, { recursive: true, force: true }))
conformance('PGlite in a folder', false, () => openFolder(folder))

const programs = postgresPrograms()
let cluster: Cluster | undefined
after(() => cluster?.stop())
conformance(
  'PostgreSQL',
  programs === undefined && 'no PostgreSQL programs in /usr/lib/postgresql: this store was not tried',
  async () => {
    cluster = await startCluster(programs!)
    return openPostgres(await cluster.createDatabase('conformance'))
  },
)

test('a folder belongs to one program at a time', async () => {
  const own = mkdtempSync(join(tmpdir(), 'lapwing-store-'))
  const { lockFolder } = await import('./lock.ts')
  const unlock = await lockFolder(own)
  await assert.rejects(openStore({ directory: own }), { code: 'store-locked', place: own })
  unlock()
  const again = await lockFolder(own)
  again()
  rmSync(own, { recursive: true })
})

test('an address that is none is refused without showing it', async () => {
  await assert.rejects(openStore({ url: 'mysql://robin:secret@example.org/x' }), (error: Error) => {
    assert.equal((error as Error & { code: string }).code, 'store-address')
    assert.ok(!JSON.stringify(error).includes('secret') && !error.message.includes('secret'))
    return true
  })
})
