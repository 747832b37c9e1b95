import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { nobody } from './typologies.ts'
import { createWorld } from './world.ts'
import { type Written, writeWorld } from './write.ts'

const tables = ['customers', 'accounts', 'payments', 'sessions', 'identifiers'] as const
const planted = { ...nobody, 'live-distance-payer': 3, 'facilitator-payee': 2, 'sextortion-victim': 2 }
/** More than two batches, the last of them short. */
const world = createWorld({ seed: 3, customers: 1_100, months: 1, institutions: 4, planted })
let folder: string
let written: Written
const at = (...parts: string[]) => join(folder, ...parts)

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapwing-world-'))
  written = await writeWorld(world, at('csv'), { format: 'csv', threads: 1 })
})
after(() => rm(folder, { recursive: true }))

const filesOf = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()

test('each institution has a folder, and the world a truth and a list of who is who', async () => {
  const own = [...tables.map(table => `${table}.csv`), 'groups.csv', 'outcomes.csv', 'truth.csv']
  const folders = ['bank-1', 'bank-2', 'remitter-3', 'wallet-4']
  const expected = [
    ...folders.flatMap(each => own.map(file => `${each}/${file}`)),
    'README.txt',
    'people.csv',
    'truth.csv',
  ]
  assert.deepEqual(await filesOf(at('csv')), expected.sort())
  assert.deepEqual([...written.files].sort(), expected.sort())
  assert.match(await readFile(at('csv', 'README.txt'), 'utf8'), /invented/)
  const lines = (await readFile(at('csv', 'truth.csv'), 'utf8')).trimEnd().split('\n')
  assert.equal(lines[0], 'subject_kind,subject_id,typology,first_at,last_at')
  assert.equal(lines.length - 1, written.truth)
})

test('a world is written byte for byte the same by one, two and three threads', async () => {
  const progress: number[] = []
  await writeWorld(world, at('two'), {
    format: 'csv',
    threads: 2,
    onProgress: each => progress.push(each.customers),
  })
  assert.equal(progress.at(-1), 1_100)
  await writeWorld(world, at('parquet-1'), { format: 'parquet', threads: 1 })
  await writeWorld(world, at('parquet-3'), { format: 'parquet', threads: 3 })
  for (const [one, other] of [
    ['csv', 'two'],
    ['parquet-1', 'parquet-3'],
  ] as const) {
    for (const name of await filesOf(at(one)))
      assert.deepEqual(await readFile(at(one, name)), await readFile(at(other, name)), name)
  }
})

test('Parquet holds the same texts as CSV, in the same order', async () => {
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  try {
    for (const table of tables) {
      for (const { name } of world.scene.institutions) {
        const csv = `read_csv('${at('csv', name, `${table}.csv`)}', all_varchar = true)`
        const parquet = `'${at('parquet-1', name, `${table}.parquet`)}'`
        const result = await connection.runAndReadAll(
          `SELECT count(*), count(*) FILTER (one IS NOT DISTINCT FROM other) FROM ${csv} AS one POSITIONAL JOIN ${parquet} AS other`,
        )
        const [all, same] = result.getRows()[0]!.map(Number)
        assert.ok(all! > 0 || table === 'sessions', `${name} ${table}`)
        assert.equal(same, all, `${name} ${table}`)
      }
    }
  } finally {
    connection.closeSync()
    database.closeSync()
  }
})
