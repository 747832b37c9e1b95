import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { openBook } from '../book/book.ts'
import { columnsOf, type TableName, tableNames } from '../domain/tables.ts'
import { importFiles } from './import.ts'

type Records = Readonly<Record<TableName, readonly Readonly<Record<string, string>>[]>>

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '\t', '|'),
  minLength: 1,
  maxLength: 6,
})
const id = (letter: string) => fc.nat(9).map(n => `${letter}${n}`)
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map(date => date.toISOString())
const date = instant.map(value => value.slice(0, 10))
const country = fc.constantFrom('AU', 'PH', 'TH', 'GB')
const unknown = (values: fc.Arbitrary<string>) => fc.oneof(values, fc.constant(''))

/** Mostly right records, with repeated keys and some wrong values. */
const records: fc.Arbitrary<Records> = fc.record({
  customers: fc.array(
    fc.record({
      customer_id: id('c'),
      kind: fc.constantFrom('person', 'organisation', 'dog'),
      birth_date: unknown(date),
      residence_country: country,
      customer_since: date,
      occupation: unknown(text),
      overseas_ties: fc.array(country, { maxLength: 3 }).map(list => list.join(';')),
      flags: fc.array(fc.constantFrom('a', 'b c'), { maxLength: 2 }).map(list => list.join(';')),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  accounts: fc.array(
    fc.record({
      account_id: id('a'),
      customer_id: id('c'),
      product: fc.constant('wallet'),
      opened_on: date,
      closed_on: unknown(date),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  payments: fc.array(
    fc.record({
      payment_id: fc.nat(40).map(n => `p${n}`),
      booked_at: instant,
      account_id: id('a'),
      direction: fc.constantFrom('in', 'out'),
      amount: fc.constantFrom('1', '51.20', '0.05', '1.005', '99999999.99', '-1'),
      currency: fc.constantFrom('AUD', 'JPY', 'KWD'),
      amount_home: unknown(fc.constantFrom('1.2345', '7')),
      rail: fc.constant('card'),
      status: fc.constant('completed'),
      counterparty_id: unknown(id('x')),
      reference_text: unknown(text),
      utc_offset_minutes: unknown(fc.constantFrom('600', '-90', '900')),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  sessions: fc.array(
    fc.record({
      session_id: id('s'),
      customer_id: id('c'),
      started_at: instant,
      anonymiser: unknown(fc.constantFrom('vpn', 'x')),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  identifiers: fc.array(
    fc.record({ customer_id: id('c'), type: fc.constantFrom('email', 'phone'), value: id('v') }),
    { minLength: 1, maxLength: 12 },
  ),
  outcomes: fc.array(
    fc.record({
      customer_id: id('c'),
      decided_at: instant,
      typology: id('t'),
      outcome: fc.constant('cleared'),
      source: text,
    }),
    { minLength: 1, maxLength: 8 },
  ),
})

function delimited(rows: Records[TableName], delimiter: string): string {
  const names = Object.keys(rows[0]!)
  const lines = rows.map(row => names.map(name => `"${row[name]!.replaceAll('"', '""')}"`).join(delimiter))
  return `${[names.join(delimiter), ...lines].join('\r\n')}\r\n`
}

// Not yet among TypeScript's own declarations.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/** JSON Lines with lists as lists, minutes as numbers, and unknown values as null or left out. */
function jsonLines(table: TableName, rows: Records[TableName]): string {
  const kinds = new Map(columnsOf(table).map(column => [column.name, column.kind]))
  const value = (name: string, given: string, position: number) => {
    if (given === '') return position % 2 === 0 ? null : undefined
    const kind = kinds.get(name)
    if (kind === 'texts' || kind === 'countries') return given.split(';')
    return kind === 'minutes' || kind === 'decimal' ? rawJSON(given) : given
  }
  return rows
    .map((row, position) =>
      JSON.stringify(
        Object.fromEntries(Object.entries(row).map(([name, given]) => [name, value(name, given, position)])),
      ),
    )
    .join('\n')
}

async function writeParquet(path: string, source: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (FROM read_csv('${source}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n')) TO '${path}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
}

/** Each format as a way to write the rows of a table; returns the path. */
const writers: Readonly<
  Record<string, (folder: string, table: TableName, rows: Records[TableName]) => string | Promise<string>>
> = {
  csv: (folder, table, rows) => write(join(folder, `${table}.csv`), delimited(rows, ',')),
  tsv: (folder, table, rows) => write(join(folder, `${table}.tsv`), delimited(rows, '\t')),
  'csv.gz': (folder, table, rows) => write(join(folder, `${table}.csv.gz`), gzipSync(delimited(rows, ','))),
  jsonl: (folder, table, rows) => write(join(folder, `${table}.jsonl`), jsonLines(table, rows)),
  async parquet(folder, table, rows) {
    const source = write(join(folder, `${table}.source`), delimited(rows, ','))
    const path = join(folder, `${table}.parquet`)
    await writeParquet(path, source)
    return path
  },
}

function write(path: string, content: string | Buffer): string {
  writeFileSync(path, content)
  return path
}

/** The whole book as text, in the order of its own content, and the sums and problems of the import. */
async function imported(format: string, data: Records): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-conformance-'))
  const book = await openBook(join(folder, 'data'))
  try {
    const requests = []
    for (const table of tableNames) {
      requests.push({ table, path: await writers[format]!(folder, table, data[table]) })
    }
    const results = await Array.fromAsync(
      importFiles(book, requests, { rejectsDirectory: join(folder, 'rejects') }),
    )
    const connection = await book.connect()
    const contents: Record<string, unknown> = {}
    for (const table of tableNames) {
      contents[table] = (await connection.runAndReadAll(`FROM ${table} ORDER BY ALL`)).getRowsJson()
    }
    connection.closeSync()
    const sums = results.map(({ table, read, accepted, duplicate, rejected, error }) => {
      assert.equal(error, undefined, format)
      return { table, read, accepted, duplicate, rejected }
    })
    const problems = results
      .filter(result => result.rejects_file !== null)
      // Where a row stands differs by format, and the file by name.
      .map(result => readFileSync(result.rejects_file!, 'utf8').replaceAll(/^[^,\n]*,(\d+),[^,]*,/gm, '$1,'))
    return { contents, sums, problems }
  } finally {
    book.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

test('the same records make the same book, sums and rejects in every format', async () => {
  await fc.assert(
    fc.asyncProperty(records, async data => {
      const reference = await imported('csv', data)
      for (const format of Object.keys(writers)) {
        assert.deepEqual(await imported(format, data), reference, format)
      }
    }),
    { numRuns: 4 },
  )
})
