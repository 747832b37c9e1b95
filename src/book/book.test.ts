import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { LIST, listValue, VARCHAR } from '@duckdb/node-api'
import fc from 'fast-check'
import { columnsOf, type Row, type TableName } from '../domain/tables.ts'
import { parseInstant } from '../domain/time.ts'
import { type Book, openBook } from './book.ts'
import type { Column, History } from './history.ts'
import { historyOf, type Rows } from './memory.ts'
import { scannableFields } from './payment-fields.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapwing-book-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => openBook(join(folder, 'data'), { threads: 2 })

/** Puts rows into the book as they are. */
async function fill(book: Book, table: TableName, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const connection = await book.connect()
  const lines = rows.map(row => JSON.stringify(row))
  const types = columnsOf(table).map(({ name, kind }) => {
    const json = `json_extract_string(line, '$.${name}')`
    if (kind === 'texts' || kind === 'countries') return `json_extract(line, '$.${name}')::VARCHAR[]`
    return kind === 'instant' ? `replace(${json}, 'Z', '')` : json
  })
  await connection.run(
    `INSERT INTO ${table} SELECT ${types.join(', ')} FROM (SELECT unnest($1) AS line)`,
    [listValue(lines)],
    [LIST(VARCHAR)],
  )
  connection.closeSync()
}

/** A history by its meaning: texts in place of codes, ids in place of indices. */
function meaning(history: History) {
  const values = (column: Column) =>
    column.kind === 'text'
      ? Array.from(column.codes, code => column.dictionary[code])
      : Array.from(column.values)
  const columns = (all: Readonly<Record<string, Column>>) =>
    Object.fromEntries(
      Object.keys(all)
        .toSorted()
        .map(name => [name, values(all[name]!)]),
    )
  return {
    homeCurrency: history.homeCurrency,
    bookedAt: Array.from(history.bookedAt),
    customers: Array.from(history.customer, index => history.customerIds[index]),
    payments: columns(history.payments),
    customerIds: history.customerIds,
    customer: columns(history.customers),
    // At the payments, because a book also has the counterparties of payments that were left out.
    counterparties: Object.values(history.counterparties).map(column => {
      const { counterparty } = history.payments
      assert.ok(column.kind === 'number' && counterparty?.kind === 'text')
      return Array.from(counterparty.codes, code => column.values[code])
    }),
    left: history.notEvaluated
      .filter(({ what }) => what === 'payments')
      .reduce((sum, { count }) => sum + count, 0),
  }
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
const word = fc.string({
  unit: fc.constantFrom('a', 'B', 'é', '😀', '\uffee', ' '),
  minLength: 1,
  maxLength: 3,
})
const ids = (letter: string) => fc.nat(6).map(n => `${letter}${n}`)
const distinctBy =
  <K extends string>(key: K) =>
  <T extends Record<K, string>>(rows: readonly T[]) => [...new Map(rows.map(row => [row[key], row])).values()]

const books: fc.Arbitrary<Rows> = fc.record({
  customers: fc
    .array(
      fc.record({
        customer_id: fc.oneof(ids('c'), word),
        kind: fc.constantFrom('person', 'organisation'),
        birth_date: maybe(fc.constantFrom('1950-02-03', '2011-12-31')),
        residence_country: fc.constantFrom('AU', 'GB'),
        customer_since: fc.constantFrom('2001-01-01', '2024-06-30'),
        occupation: maybe(word),
        segment: maybe(word),
        overseas_ties: maybe(fc.uniqueArray(fc.constantFrom('TH', 'PH', 'GB'))),
      }),
    )
    .map(distinctBy('customer_id')),
  accounts: fc
    .array(
      fc.record({
        account_id: ids('a'),
        customer_id: ids('c'),
        product: fc.constantFrom('savings', 'wallet'),
        opened_on: fc.constant('2020-01-01'),
      }),
    )
    .map(distinctBy('account_id')),
  payments: fc
    .array(
      fc.record({
        payment_id: word,
        booked_at: fc.constantFrom(
          '2025-01-01T00:00:00Z',
          '2025-01-01T00:00:00.000001Z',
          '2024-12-31T23:59:59Z',
        ),
        account_id: ids('a'),
        direction: fc.constantFrom('in', 'out'),
        amount: fc.constantFrom('1', '0.05', '51.20', '99999999999.99'),
        currency: fc.constantFrom('AUD', 'PHP'),
        amount_home: maybe(fc.constantFrom('7', '1.23', '123456789.01')),
        rail: fc.constantFrom('card', 'cash'),
        status: fc.constant('completed'),
        counterparty_id: maybe(fc.oneof(word, ids('a'))),
        counterparty_country: maybe(fc.constantFrom('PH', 'AU')),
        counterparty_name: maybe(word),
        reference_text: maybe(word),
        device_id: maybe(ids('d')),
        utc_offset_minutes: maybe(fc.constantFrom('600', '-90')),
      }),
      { maxLength: 30 },
    )
    .map(distinctBy('payment_id')),
  sessions: fc
    .array(
      fc.record({
        session_id: ids('s'),
        customer_id: ids('c'),
        started_at: fc.constantFrom(
          '2025-01-01T00:00:00Z',
          '2025-01-01T00:00:00.000001Z',
          '2024-12-31T00:00:00Z',
          '2024-12-31T12:00:00Z',
        ),
        ip_country: maybe(fc.constantFrom('PH', 'AU')),
        anonymiser: maybe(fc.constantFrom('vpn', 'tor')),
      }),
      { maxLength: 12 },
    )
    .map(distinctBy('session_id')),
}) as fc.Arbitrary<Rows>

test('a scan gives what the rows themselves give, whatever their order in the book', async () => {
  await fc.assert(
    fc.asyncProperty(books, fc.infiniteStream(fc.nat()), async (rows, random) => {
      const expected = historyOf(rows, 'AUD')
      const fields = Object.keys(expected.payments)
      const shuffled = (list: readonly object[]) =>
        list
          .map(row => ({ row, rank: random.next().value as number }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ row }) => row)
      const book = await open()
      try {
        for (const table of ['customers', 'accounts', 'payments', 'sessions'] as const)
          await fill(book, table, shuffled(rows[table] ?? []))
        await book.changeSetting('home_currency', 'AUD')
        const history = await book.scan(fields)
        assert.deepEqual(meaning(history), meaning(expected))
        const byId = new Map(rows.payments.map(row => [row.payment_id, row]))
        const records = await book.paymentsAt(history.places)
        assert.deepEqual(
          records.map(record => parseInstant(record.booked_at!)),
          Array.from(history.bookedAt),
        )
        for (const record of records) {
          const row = byId.get(record.payment_id!)!
          assert.equal(record.reference_text, row.reference_text ?? '')
          assert.equal(Number(record.amount), Number(row.amount))
        }
        const reversed = records.map(record => record.payment_id!).toReversed()
        const again = await book.paymentsById(['no such id', ...reversed])
        assert.deepEqual(again, records.toReversed())
      } finally {
        book.close()
        rmSync(join(folder, 'data'), { recursive: true })
      }
    }),
    { numRuns: 15 },
  )
})

const account: Row<'accounts'> = {
  account_id: 'a1',
  customer_id: 'c1',
  product: 'wallet',
  opened_on: '2020-01-01',
}
const customer: Row<'customers'> = {
  customer_id: 'c1',
  kind: 'person',
  residence_country: 'AU',
  customer_since: '2020-01-01',
}
const payment = (id: string, more: Partial<Row<'payments'>> = {}): Row<'payments'> => ({
  payment_id: id,
  booked_at: '2025-01-01T00:00:00Z',
  account_id: 'a1',
  direction: 'in',
  amount: '12.34',
  currency: 'AUD',
  rail: 'cash',
  status: 'completed',
  ...more,
})

test('what cannot be evaluated is listed with its count, reason and remedy', async () => {
  const book = await open()
  await fill(book, 'customers', [customer])
  await fill(book, 'accounts', [account, { ...account, account_id: 'a2', customer_id: 'c2' }])
  await fill(book, 'payments', [
    payment('p1'),
    payment('p2', { account_id: 'a2' }),
    payment('p3', { account_id: 'a3' }),
    payment('p4', { account_id: 'a3' }),
    payment('p5', { currency: 'JPY', amount: '500' }),
  ])
  const history = await book.scan(['amount_home', 'amount_minor', 'currency'])
  book.close()
  assert.equal(history.homeCurrency, 'AUD', 'the currency of most payments')
  assert.deepEqual(
    history.notEvaluated.map(({ what, count }) => [what, count]),
    [
      ['payments', 2],
      ['payments', 1],
      ['amounts of payments', 1],
    ],
  )
  assert.ok(history.notEvaluated.every(({ reason, remedy }) => reason !== '' && remedy !== ''))
  assert.deepEqual(meaning(history).payments.amount_home, [1234, Number.NaN])
  assert.deepEqual(meaning(history).payments.amount_minor, [1234, 500])
})

test('bounds take payments from the first instant and before the last', async () => {
  const book = await open()
  await fill(book, 'customers', [customer])
  await fill(book, 'accounts', [account])
  const days = ['2025-01-01', '2025-01-02', '2025-01-03'].map(day => `${day}T00:00:00Z`)
  await fill(
    book,
    'payments',
    days.map((day, n) => payment(`p${n}`, { booked_at: day })),
  )
  const since = parseInstant(days[1]!)!
  const until = parseInstant(days[2]!)!
  const count = async (bounds: { since?: number; until?: number }) =>
    (await book.scan([], bounds)).paymentCount
  assert.deepEqual(
    [await count({}), await count({ since }), await count({ until }), await count({ since, until })],
    [3, 2, 2, 1],
  )
  book.close()
})

test('every field that can be scanned is, and no other', async () => {
  const book = await open()
  await fill(book, 'customers', [customer])
  await fill(book, 'accounts', [account])
  await fill(book, 'payments', [payment('p1', { purpose_code: 'GIFT', external_reference: 'e1' })])
  const history = await book.scan(scannableFields)
  assert.deepEqual(Object.keys(history.payments).toSorted(), scannableFields.toSorted())
  assert.deepEqual(meaning(history).payments.payment_id, ['p1'])
  await assert.rejects(book.scan(['amount']), { code: 'unknown-field' })
  book.close()
})

test('an empty book gives an empty history', async () => {
  const book = await open()
  const history = await book.scan(['rail', 'amount_home'])
  assert.equal(history.paymentCount, 0)
  assert.deepEqual(history.notEvaluated, [])
  assert.equal(await book.customer('c1'), undefined)
  assert.deepEqual(await book.paymentsAt([]), [])
  book.close()
})

test('settings and rows stay when the book is closed and opened again', async () => {
  const first = await open()
  await first.changeSetting('home_currency', 'AUD')
  await first.changeSetting('home_currency', 'PHP')
  await fill(first, 'customers', [customer])
  first.close()
  const again = await open()
  assert.equal(await again.setting('home_currency'), 'PHP')
  assert.equal(await again.setting('other'), undefined)
  assert.equal((await again.counts()).customers, 1)
  assert.equal((await again.customer('c1'))?.customer_since, '2020-01-01')
  again.close()
})

test('a second opening in this process shares the book, one in another is refused', async () => {
  const first = await open()
  const second = await open()
  await fill(first, 'customers', [customer])
  assert.equal((await second.counts()).customers, 1)
  second.close()
  const script = `import { openBook } from ${JSON.stringify(new URL('./book.ts', import.meta.url).href)}
    await openBook(${JSON.stringify(join(folder, 'data'))}).then(() => console.log('opened'), error => console.log(error.code))`
  const other = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  assert.equal(other.stdout.trim(), 'book-locked', other.stderr)
  first.close()
})

test('a book of an earlier version is brought up to date', async () => {
  const old = await open()
  const connection = await old.connect()
  await connection.run('DROP TABLE known_files')
  connection.closeSync()
  await old.changeSetting('schema_version', '1')
  old.close()
  const book = await open()
  assert.equal(await book.setting('schema_version'), '2')
  const again = await book.connect()
  await again.run('FROM known_files')
  again.closeSync()
  book.close()
})

test('a damaged book, one of a newer version and a place that cannot be written are refused', async () => {
  const book = await open()
  await book.changeSetting('schema_version', '999')
  book.close()
  await assert.rejects(open(), { code: 'book-newer' })
  writeFileSync(join(folder, 'data', 'book.duckdb'), 'x'.repeat(20_000))
  await assert.rejects(open(), { code: 'book-damaged' })
  writeFileSync(join(folder, 'file'), '')
  await assert.rejects(openBook(join(folder, 'file')), { code: 'book-not-writable' })
})
