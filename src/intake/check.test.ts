import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DuckDBConnection, DuckDBInstance, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import fc from 'fast-check'
import { countries } from '../domain/countries.ts'
import { currencies, currenciesByDecimals, parseMoney } from '../domain/money.ts'
import { columnsOf, type TableName, tableNames, tables } from '../domain/tables.ts'
import { parseInstant } from '../domain/time.ts'
import { columnChecks } from './check.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection
before(async () => {
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
})
after(() => {
  connection.closeSync()
  instance.closeSync()
})

/** Values near the edges of what some kind of column takes. */
const edges = [
  '', ' ', 'a', ' a', 'a ', 'a b', '\ta', 'a\u0085', '\u00a0a', 'a\ufeff', 'a\u2028', 'é', '😀', 'x'.repeat(200),
  'x'.repeat(201), '😀'.repeat(200), '😀'.repeat(201), 'é'.repeat(200), 'é'.repeat(201), 'x'.repeat(4000),
  'x'.repeat(4001), '😀'.repeat(4000), '😀'.repeat(4001), 'e\u0301'.repeat(101), 'a\0b', '\0', '2025-03-14', '2025-02-29', '2024-02-29',
  '2025-2-3', '0000-01-01', '0099-12-31', '0100-01-01', '9999-12-31', '2025-00-10', '2025-13-01', '2025-04-31',
  '1900-02-29', '2000-02-29', '12025-01-01', '2025-03-14T09:26:53Z', '2025-03-14t09:26:53z', '2025-03-14 09:26:53Z',
  '2025-03-14T09:26:53', '2025-03-14T09:26Z', '2025-03-14T24:00:00Z', '2025-03-14T23:59:60Z', '2025-03-14T09:60:00Z',
  '2025-03-14T09:26:53.1Z', '2025-03-14T09:26:53.123456Z', '2025-03-14T09:26:53.1234567Z', '2025-03-14T09:26:53.Z',
  '2025-03-14T09:26:53+10:00', '2025-03-14T09:26:53-23:59', '2025-03-14T09:26:53+24:00', '2025-03-14T09:26:53+1000',
  '2025-02-30T00:00:00Z', '9999-12-31T23:59:59.999999-23:59', '0100-01-01T00:00:00+23:59', 'infinity', 'epoch',
  '0', '1', '-1', '+1', '01', '1.', '.5', '0.5', '1.2345', '1.23456', '1,5', '1e3', '99999999999999',
  '99999999999999.9999', '100000000000000', '90071992547409.91', '90071992547409.92', '9007199254740991', '51.20',
  '51.200', '51.2000', 'NaN', '٣', '840', '-840', '841', '-841', '-0', '0840', '5411', '541', '54111', 'AUD', 'aud',
  'JPY', 'KWD', 'CLF', 'XXX', 'PH', 'ph', 'PHL', 'PH;TH', 'PH; TH', 'PH;', ';', 'PH;XX', 'a;b', 'a;;b', 'in', 'out',
  'IN', 'card', 'true', 'null', 'NULL', '\n', "'", '"', '\\', '%', "o'clock", 'a\nb',
] // biome-ignore format: a table

const anyValue = fc.oneof(
  fc.constantFrom(...edges),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'0123456789-:.TZtz+ ;'), maxLength: 27 }),
  fc.tuple(fc.constantFrom(...edges), fc.constantFrom(...edges)).map(([a, b]) => a + b),
  fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
  fc.constantFrom(...countries, ...currencies),
)

/** What the schema says of one field, given as the text of a file. */
function schemaHolds(table: TableName, name: string, text: string): boolean {
  const column = columnsOf(table).find(candidate => candidate.name === name)!
  if (text === '') return !column.required
  const value = column.kind === 'texts' || column.kind === 'countries' ? text.split(';') : text
  const shape = tables[table].shape as unknown as Record<
    string,
    { safeParse(value: unknown): { success: boolean } }
  >
  return shape[name]!.safeParse(value).success
}

test('the check in SQL and the schema give the same verdict on every kind of column', async () => {
  const columns = tableNames.flatMap(table => columnsOf(table).map(column => ({ table, column })))
  const oneOfEach = [...new Map(columns.map(entry => [JSON.stringify(entry.column), entry])).values()]
  const verdicts = async (values: readonly string[]) => {
    for (const { table, column } of oneOfEach) {
      if (table === 'payments' && column.name === 'amount') continue
      const check = columnChecks(table, new Set([column.name])).find(c => c.column.name === column.name)!
      const reader = await connection.runAndReadAll(
        `SELECT ${check.holds} AS holds FROM (SELECT unnest($1) AS "${column.name}")`,
        [listValue([...values])],
        [LIST(VARCHAR)],
      )
      for (const [index, holds] of reader.getColumns()[0]!.entries()) {
        const value = values[index]!
        assert.equal(holds, schemaHolds(table, column.name, value), `${column.name} ${JSON.stringify(value)}`)
      }
    }
  }
  await verdicts(edges)
  await fc.assert(fc.asyncProperty(fc.array(anyValue, { minLength: 300, maxLength: 300 }), verdicts), {
    numRuns: 8,
  })
})

test('amounts are checked against their currency as parseMoney does', async () => {
  const check = columnChecks('payments', new Set(['amount', 'currency'])).find(
    c => c.column.name === 'amount',
  )!
  const currency = fc.constantFrom(...currenciesByDecimals.map(([code]) => code), 'AUD', 'PHP', 'EUR')
  const pairs = fc.array(fc.tuple(anyValue, currency), { minLength: 300, maxLength: 300 })
  const verdicts = async (pairs: readonly (readonly [string, string])[]) => {
    const reader = await connection.runAndReadAll(
      `SELECT ${check.holds} FROM (SELECT unnest($1) AS amount, unnest($2) AS currency)`,
      [listValue(pairs.map(([amount]) => amount)), listValue(pairs.map(([, code]) => code))],
      [LIST(VARCHAR), LIST(VARCHAR)],
    )
    for (const [index, holds] of reader.getColumns()[0]!.entries()) {
      const [amount, code] = pairs[index]!
      assert.equal(holds, parseMoney(amount, code) !== undefined, `${JSON.stringify(amount)} ${code}`)
    }
  }
  await verdicts(edges.flatMap(edge => ['AUD', 'JPY', 'KWD', 'CLF'].map(code => [edge, code] as const)))
  await fc.assert(fc.asyncProperty(pairs, verdicts), { numRuns: 8 })
})

test('an instant is stored as the same instant in UTC', async () => {
  const check = columnChecks('payments', new Set(['booked_at'])).find(c => c.column.name === 'booked_at')!
  const values = edges.filter(edge => parseInstant(edge) !== undefined)
  const reader = await connection.runAndReadAll(
    `SELECT epoch_us(${check.stored})::DOUBLE FROM (SELECT unnest($1) AS booked_at)`,
    [listValue(values)],
    [LIST(VARCHAR)],
  )
  assert.ok(values.length >= 6)
  assert.deepEqual(reader.getColumns()[0], values.map(parseInstant))
})
