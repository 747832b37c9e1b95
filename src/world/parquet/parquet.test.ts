import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { encodeFooter, magic, type Placed } from './footer.ts'
import { createRowGroup } from './rowGroup.ts'

const columns = ['few', 'many', 'empty', 'full']

/** Nulls, few and many different values, and texts beyond ASCII. */
const row = fc.tuple(
  fc.constantFrom('', 'a', 'b', 'cédille'),
  fc.string({ unit: 'binary', maxLength: 12 }).map(text => text.replaceAll('\0', '')),
  fc.constant(''),
  fc.constantFrom('x', '日本'),
)

test('DuckDB reads back what was written, row group by row group', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-parquet-'))
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  try {
    const path = join(folder, 'table.parquet')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 20 }),
        async groups => {
          let offset = magic.length
          const placed: Placed[] = []
          const parts: Buffer[] = [magic]
          for (const rows of groups) {
            const builder = createRowGroup(columns.length)
            for (const cells of rows) builder.append(cells)
            const { bytes, ...group } = builder.finish()
            placed.push({ ...group, offset })
            parts.push(bytes)
            offset += bytes.length
          }
          await writeFile(path, Buffer.concat([...parts, encodeFooter(columns, placed)]))
          const result = await connection.runAndReadAll(`FROM read_parquet('${path}')`)
          const texts = result.getRows().map(cells => cells.map(cell => cell ?? ''))
          assert.deepEqual(texts, groups.flat())
        },
      ),
      { numRuns: 40 },
    )
  } finally {
    connection.closeSync()
    database.closeSync()
    await rm(folder, { recursive: true })
  }
})
