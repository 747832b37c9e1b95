import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openBook } from '../src/book/book.ts'
import { readRows } from '../src/book/rows.ts'
import { withDerived } from '../src/detection/derived.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { learntFields } from '../src/detection/links.ts'
import { openLive } from '../src/detection/live/live.ts'
import { lookBack } from '../src/detection/live/replay.sample.ts'
import { fieldsOf } from '../src/detection/program.ts'
import type { Row, TableName } from '../src/domain/tables.ts'
import { importFiles } from '../src/intake/import.ts'
import { readPack } from '../src/typology/pack.ts'
import { nobody } from '../src/world/typologies.ts'
import { createWorld } from '../src/world/world.ts'
import { writeWorld } from '../src/world/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'lapwing-live-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('live evaluation of the reference pack equals the look-back at every payment of an institution', async () => {
  const planted = {
    ...nobody, 'live-distance-payer': 2, 'facilitator-payee': 1, 'sextortion-victim': 1, traveller: 2,
  } // biome-ignore format: a row
  await writeWorld(createWorld({ seed: 11, customers: 120, months: 13, planted }), folder, { format: 'csv' })
  const book = await openBook(join(folder, 'data'))
  const connection = await book.connect()
  try {
    const tables = ['customers', 'accounts', 'payments', 'identifiers', 'sessions'] as const
    const requests = tables.map(table => ({ table, path: join(folder, `${table}.csv`) }))
    for await (const { error, rejected } of importFiles(book, requests, { rejectsDirectory: folder }))
      assert.deepEqual([error, rejected], [undefined, 0])
    const rowsOf = async <T extends TableName>(table: T): Promise<Row<T>[]> =>
      (await Array.fromAsync(readRows(connection, table))).flat()

    const { plans } = await readPack(fileURLToPath(new URL('../packs/reference/', import.meta.url)))
    const history = withDerived(await book.scan(columnsFor(fieldsOf(plans))), fieldsOf(plans))
    // As other passes might have learnt it, at every third payment.
    const learnt = new Map(
      learntFields.flatMap(field => {
        const column = history.payments[field]
        return column?.kind === 'number' ? [[field, column.values] as const] : []
      }),
    )
    for (const values of learnt.values()) {
      for (let n = 0; n < values.length; n += 3) values[n] = (n % 1_000) / 7
    }
    assert.ok(learnt.size > 1)
    const facts = {
      customers: await rowsOf('customers'),
      accounts: await rowsOf('accounts'),
      identifiers: await rowsOf('identifiers'),
      sessions: await rowsOf('sessions'),
    }
    const live = openLive(plans, { ...facts, homeCurrency: history.homeCurrency })
    const expected = lookBack(history, live.measures)
    const payments = await rowsOf('payments')
    assert.equal(payments.length, history.paymentCount)
    let known = 0
    for (const [n, payment] of payments.entries()) {
      const { values } = live.observe(
        payment,
        Object.fromEntries([...learnt].map(([field, all]) => [field, all[n]!])),
      )
      for (let i = 0; i < values.length; i++) {
        if (!Object.is(values[i], expected[i]![n])) {
          assert.equal(values[i], expected[i]![n], `${live.measures[i]!.id} at ${payment.payment_id}`)
        }
        if (values[i]! > 0) known++
      }
    }
    assert.ok(known > payments.length, 'measures have values to compare')
  } finally {
    connection.closeSync()
    book.close()
  }
})
