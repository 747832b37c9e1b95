import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { partsOf, quoted, rowsOf } from './backup/parts.ts'
import { type Embedded, openMemory } from './embedded.ts'
import { migrate, ownMigrations } from './migrations.ts'
import { growThrough } from './rows.sample.ts'
import { memoryTemplate } from './store.sample.ts'

const own = ownMigrations()
let connection: Embedded
before(async () => {
  // Only because it opens faster: its tables are dropped.
  connection = await openMemory(await memoryTemplate())
})
after(() => connection?.close())

/** Every row of every table, by table, with the columns that are named. */
async function contents(columnsOf?: ReadonlyMap<string, readonly string[]>) {
  return connection.database.transaction(async transaction => {
    const found = new Map<string, { readonly columns: readonly string[]; readonly rows: readonly string[] }>()
    for (const { table, columns } of await partsOf(transaction)) {
      const names = columnsOf === undefined ? columns.map(({ name }) => name) : (columnsOf.get(table) ?? [])
      const values = names.map(name => `${quoted(name)}::text`).join(', ')
      const text = `SELECT json_build_array(${values})::text AS row FROM ${quoted(table)}`
      const rows = (await rowsOf<{ row: string }>(transaction, text)).map(({ row }) => row).sort()
      if (names.length > 0) found.set(table, { columns: names, rows })
    }
    return found
  })
}

for (const { version } of own) {
  test(`a store of version ${version} comes to the newest with every row as it was`, async () => {
    await growThrough(connection, own.slice(0, version))
    const before = await contents()
    const empty = [...before].filter(([, { rows }]) => rows.length === 0).map(([table]) => table)
    assert.deepEqual(empty, [], 'src/store/rows.sample.ts has no rows for these tables')
    await migrate(connection, own, 2)
    assert.deepEqual(
      await contents(new Map([...before].map(([table, { columns }]) => [table, columns]))),
      before,
    )
  })
}
