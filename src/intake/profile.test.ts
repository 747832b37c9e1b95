import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { LapwingError } from '../domain/errors.ts'
import { type ColumnKind, type TableName, tables } from '../domain/tables.ts'
import { compileProfile, readProfile } from './profile.ts'
import { conditionExpression, identifier, literal, sourceExpression } from './profile-expression.ts'
import type { Condition, Source } from './profile-schema.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'profile-'))
let connection: DuckDBConnection

// A connection a test, because each has its own relation `raw`.
beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})
afterEach(() => connection.closeSync())
after(() => rmSync(folder, { recursive: true }))

/** The value of an expression for one foreign row. */
async function evaluate(
  expression: string,
  row: Record<string, string | null>,
  number = 1,
): Promise<unknown> {
  const columns = Object.entries(row).map(
    ([name, value]) => `${value === null ? 'NULL::VARCHAR' : literal(value)} AS ${identifier(name)}`,
  )
  const raw = [...columns, `${number}::BIGINT AS lapwing_row`].join(', ')
  const result = await connection.runAndReadAll(`WITH raw AS (SELECT ${raw}) SELECT ${expression} FROM raw`)
  return result.getRows()[0]![0]
}

function mappedValue(source: Source, given: string | null, kind: ColumnKind['kind'] = 'text', number = 1) {
  return evaluate(sourceExpression(source, kind), { a: given }, number)
}

function profileFile(text: string): string {
  const path = join(folder, 'test.yaml')
  writeFileSync(path, text)
  return path
}

describe('the words of a profile, run in DuckDB', () => {
  const cases: readonly [
    what: string,
    source: Source,
    kind: ColumnKind['kind'],
    given: string | null,
    expected: string | null,
  ][] = [
    ['a column', { column: 'a' }, 'text', ' x ', ' x '],
    ['a column that is unknown', { column: 'a' }, 'text', null, null],
    ['a constant', { value: "it's" }, 'text', 'x', "it's"],
    ['trim', { column: 'a', trim: true }, 'text', ' x ', 'x'],
    ['map', { column: 'a', map: { A: 'b' } }, 'text', 'A', 'b'],
    ['map of another value', { column: 'a', map: { A: 'b' } }, 'text', 'C', 'C'],
    ['map with otherwise', { column: 'a', map: { A: 'b' }, otherwise: 'z' }, 'text', 'C', 'z'],
    ['otherwise of unknown', { column: 'a', map: { A: 'b' }, otherwise: 'z' }, 'text', null, null],
    ['map of empty', { column: 'a', map: { '': 'none' } }, 'text', null, 'none'],
    ['template', { template: "{a}-{row}'s" }, 'id', 'x', "x-1's"],
    ['template with unknown', { template: '{a}-{row}' }, 'id', null, null],
    ['template with empty', { template: '{a}-{row}' }, 'id', '', null],
    [
      'date_format',
      { column: 'a', date_format: '%d/%m/%Y %H:%M', time_zone: '+10:00' },
      'instant',
      '14/03/2025 09:26',
      '2025-03-13T23:26:00Z',
    ],
    [
      'date_format west of Greenwich',
      { column: 'a', date_format: '%d/%m/%Y %H:%M:%S.%f', time_zone: '-03:30' },
      'instant',
      '14/03/2025 22:00:00.250',
      '2025-03-15T01:30:00.250000Z',
    ],
    ['date_format of a date', { column: 'a', date_format: '%d.%m.%Y' }, 'date', '29.02.2024', '2024-02-29'],
    ['no such day', { column: 'a', date_format: '%d.%m.%Y' }, 'date', '30.02.2024', '30.02.2024'],
    [
      'epoch in days',
      { column: 'a', epoch: '2024-01-01', unit: 'day' },
      'instant',
      '59',
      '2024-02-29T00:00:00Z',
    ],
    [
      'epoch in seconds',
      { column: 'a', epoch: '1970-01-01', unit: 'second' },
      'instant',
      '1700000000.5',
      '2023-11-14T22:13:20.500000Z',
    ],
    [
      'epoch in milliseconds',
      { column: 'a', epoch: '1970-01-01', unit: 'millisecond' },
      'instant',
      '1700000000123',
      '2023-11-14T22:13:20.123000Z',
    ],
    [
      'epoch with an offset',
      { column: 'a', epoch: '2024-01-01T00:00:00+10:00', unit: 'hour' },
      'instant',
      '-1',
      '2023-12-31T13:00:00Z',
    ],
    ['epoch of a date', { column: 'a', epoch: '2024-01-01', unit: 'day' }, 'date', '1', '2024-01-02'],
    ['epoch of no number', { column: 'a', epoch: '2024-01-01', unit: 'day' }, 'instant', 'soon', 'soon'],
    [
      'epoch out of all time',
      { column: 'a', epoch: '2024-01-01', unit: 'day' },
      'instant',
      '99999999999999',
      '99999999999999',
    ],
    ['age before July', { column: 'a', age_on: '2023-01-01' }, 'date', '16', '2006-07-01'],
    ['age after July', { column: 'a', age_on: '2023-12-31' }, 'date', '16', '2007-07-01'],
    ['age of nobody', { column: 'a', age_on: '2023-12-31' }, 'date', '-1', '-1'],
    ['decimal_comma', { column: 'a', decimal_comma: true }, 'decimal', '1.234.567,50', '1234567.50'],
    ['decimal_comma, ungrouped', { column: 'a', decimal_comma: true }, 'decimal', '1234,5', '1234.5'],
    ['decimal_comma, spaced', { column: 'a', decimal_comma: true }, 'decimal', '1 234,5', '1234.5'],
    ['decimal_comma of a point', { column: 'a', decimal_comma: true }, 'decimal', '12.50', '12.50'],
    ['absolute', { column: 'a', absolute: true }, 'decimal', '-51.20', '51.20'],
    ['minor_units', { column: 'a', minor_units: 2 }, 'decimal', '5120', '51.20'],
    ['minor_units below one', { column: 'a', minor_units: 2 }, 'decimal', '7', '0.07'],
    ['minor_units of a fraction', { column: 'a', minor_units: 2 }, 'decimal', '51.2', '51.2'],
    ['decimals, a half up', { column: 'a', decimals: 2 }, 'decimal', '2.675', '2.68'],
    ['decimals, below a half', { column: 'a', decimals: 2 }, 'decimal', '2.6749999', '2.67'],
    ['decimals of a float', { column: 'a', decimals: 2 }, 'decimal', '517.6300048828125', '517.63'],
    ['decimals of an exponent', { column: 'a', decimals: 2 }, 'decimal', '5.1763e+02', '517.63'],
    ['decimals to whole', { column: 'a', decimals: 0 }, 'decimal', '1.5', '2'],
    ['decimals of no number', { column: 'a', decimals: 2 }, 'decimal', 'n/a', 'n/a'],
    [
      'several number words',
      { column: 'a', decimal_comma: true, absolute: true, decimals: 2 },
      'decimal',
      '-1.234,567',
      '1234.57',
    ],
  ]
  for (const [what, source, kind, given, expected] of cases) {
    it(`${what}: ${given} becomes ${expected}`, async () => {
      assert.equal(await mappedValue(source, given, kind), expected)
    })
  }

  it('spreads the rows of a day over its seconds, each second once', async () => {
    const expression = sourceExpression(
      { column: 'a', epoch: '2024-01-01', unit: 'day', spread_by: 'row' },
      'instant',
    )
    const result = await connection.runAndReadAll(
      `WITH raw AS (SELECT '3' AS a, range AS lapwing_row FROM range(1000, 87400))
       SELECT count(DISTINCT ${expression}), min(${expression}), max(${expression}) FROM raw`,
    )
    assert.deepEqual(result.getRows()[0], [86_400n, '2024-01-04T00:00:00Z', '2024-01-04T23:59:59Z'])
  })

  it('selects rows by value and by number, and lets what is no number through to the check', async () => {
    const taken = async (conditions: Condition[], given: string | null) =>
      evaluate(conditionExpression(conditions), { a: given })
    assert.equal(await taken([], 'x'), true)
    assert.equal(await taken([{ column: 'a', in: ['x', "y'"] }], "y'"), true)
    assert.equal(await taken([{ column: 'a', in: ['x'] }], null), false)
    assert.equal(await taken([{ column: 'a', not_in: ['x'] }], null), true)
    assert.equal(await taken([{ column: 'a', not_in: ['x', ''] }], null), false)
    assert.equal(await taken([{ column: 'a', at_least: 0 }], '0'), true)
    assert.equal(await taken([{ column: 'a', at_least: 0 }], '-0.01'), false)
    assert.equal(await taken([{ column: 'a', below: 0 }], '-1e2'), true)
    assert.equal(await taken([{ column: 'a', below: 0 }], 'junk'), true)
    assert.equal(await taken([{ column: 'a', at_least: 0, below: 10 }], '10'), false)
  })

  it('takes names and constants of any characters as they are, never as SQL', async () => {
    const printable = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter(text => !/\p{Cc}/u.test(text))
    await fc.assert(
      fc.asyncProperty(printable, printable, printable, async (name, constant, given) => {
        fc.pre(name.toLowerCase() !== 'lapwing_row')
        const mapped = sourceExpression({ column: name, map: { [given]: constant } }, 'text')
        assert.equal(await evaluate(mapped, { [name]: given }), constant)
        assert.equal(
          await evaluate(conditionExpression([{ column: name, in: [given] }]), { [name]: given }),
          true,
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('a profile that is wrong', () => {
  const accounts = (amendment: string) => `profile: test
emit:
  - table: accounts
    columns:
      account_id: { column: id }
      customer_id: { column: owner }
      product: { value: savings }
      opened_on: { column: opened, date_format: '%d/%m/%Y' }
${amendment}`

  const cases: readonly [what: string, text: string, line: number, says: RegExp][] = [
    ['a misspelt word', accounts('      closed_on: { colunm: closed }'), 9, /colunm.*did you mean column\?/],
    [
      'a misspelt column',
      accounts('      closed_one: { column: closed }'),
      9,
      /closed_one; did you mean closed_on\?/,
    ],
    [
      'a misspelt table',
      accounts('').replace('table: accounts', 'table: acounts'),
      3,
      /did you mean accounts\?/,
    ],
    ['a missing column', accounts('').replace(/.*opened_on.*\n/, ''), 3, /accounts needs opened_on/],
    [
      'a wrong constant',
      accounts('').replace('savings', 'saving'),
      7,
      /cannot be "saving".*did you mean savings\?/,
    ],
    ['two sources', accounts('      closed_on: { column: a, value: b }'), 9, /exactly one of column/],
    [
      'an otherwise alone',
      accounts('      closed_on: { column: a, otherwise: b }'),
      9,
      /otherwise needs map/,
    ],
    ['a misplaced word', accounts('      closed_on: { column: a, decimals: 2 }'), 9, /decimals does not fit/],
    [
      'an offset in a format',
      accounts("      closed_on: { column: a, date_format: '%d %z' }"),
      9,
      /time_zone/,
    ],
    ['a stray brace', accounts("      closed_on: { template: '{a' }"), 9, /brace/],
    ['broken YAML', accounts('      closed_on: { column: a'), 9, /not valid YAML/],
    ['a word twice', accounts('      account_id: { column: a }'), 9, /twice/],
  ]
  for (const [what, text, line, says] of cases) {
    it(`is refused with its line: ${what}`, () => {
      const path = profileFile(text)
      assert.throws(
        () => readProfile(path),
        (error: unknown) => {
          assert.ok(error instanceof LapwingError)
          assert.equal(error.code, 'profile-wrong')
          assert.equal(error.place, `${path}:${line}`)
          assert.match(error.message, says)
          return true
        },
      )
    })
  }

  it('asks for the time zone of a time', () => {
    const path = profileFile(`profile: test
emit:
  - table: outcomes
    columns:
      customer_id: { column: id }
      decided_at: { column: at, date_format: '%Y-%m-%d %H:%M' }
      typology: { column: typology }
      outcome: { value: cleared }
      source: { value: archive }`)
    assert.throws(() => readProfile(path), /decided_at needs time_zone/)
  })

  it('names the column that the file has not, and the one that was meant', () => {
    const path = profileFile(accounts(''))
    const profile = readProfile(path)
    assert.throws(
      () => compileProfile(profile, ['id', 'ownr', 'opened']),
      (error: unknown) => {
        assert.ok(error instanceof LapwingError)
        assert.equal(error.code, 'profile-column-missing')
        assert.equal(error.place, `${path}:6`)
        assert.match(error.message, /owner; did you mean ownr\?/)
        return true
      },
    )
    assert.equal(compileProfile(profile, ['ID', 'Owner', 'opened']).length, 1)
  })
})

/** Every profile of the project with a few rows like those it is for; the full sets are optional material. */
const kept: readonly {
  readonly profile: string
  readonly rows: readonly Record<string, string>[]
  readonly expected: Partial<Record<TableName, readonly Record<string, string>[]>>
}[] = [
  {
    profile: 'amlgentex-accounts',
    rows: [
      { ACCOUNT_ID: '7', CUSTOMER_ID: 'C_7', INIT_BALANCE: '1.5', SALARY: '2.5', AGE: '16', CITY: 'city_3', IS_SAR: 'false', BANK_ID: 'bank_a' },
    ], // biome-ignore format: a row a line
    expected: {
      customers: [
        {
          customer_id: 'C_7',
          kind: 'person',
          birth_date: '2006-07-01',
          residence_country: 'SE',
          customer_since: '2023-01-01',
          segment: 'bank_a',
        },
      ],
      accounts: [{ account_id: '7', customer_id: 'C_7', product: 'transaction', opened_on: '2023-01-01' }],
    },
  },
  {
    profile: 'amlgentex-payments',
    rows: [
      { step: '0', type: 'TRANSFER', amount: '517.63', nameOrig: '0', nameDest: '-1', bankOrig: 'bank_a', bankDest: 'sink' },
      { step: '2', type: 'CASH', amount: '201375.48', nameOrig: '5', nameDest: '9', bankOrig: 'bank_b', bankDest: 'bank_c' },
    ], // biome-ignore format: a row a line
    expected: {
      payments: [
        payment('1-out', '2023-01-01T14:49:59Z', '0', 'out', '517.63', 'SEK', 'transfer', '', ''),
        payment('2-out', '2023-01-03T05:39:58Z', '5', 'out', '201375.48', 'SEK', 'cash', '9', 'bank_c'),
        payment('2-in', '2023-01-03T05:39:58Z', '9', 'in', '201375.48', 'SEK', 'cash', '5', 'bank_b'),
      ],
    },
  },
  {
    profile: 'amlsim-nodes',
    rows: [{ nodeid: '3', isFraud: '0', init_balance: '184.44', fraudStep: '-1' }],
    expected: {
      customers: [
        { customer_id: 'C3', kind: 'person', residence_country: 'US', customer_since: '2023-01-01' },
      ],
      accounts: [{ account_id: '3', customer_id: 'C3', product: 'transaction', opened_on: '2023-01-01' }],
    },
  },
  {
    profile: 'amlsim-transactions',
    rows: [{ sourceNodeId: '216', targetNodeId: '14730', value: '163.3', time: '1' }],
    expected: {
      payments: [
        payment('1-out', '2023-01-02T14:49:59Z', '216', 'out', '163.30', 'USD', 'transfer', '14730'),
        payment('1-in', '2023-01-02T14:49:59Z', '14730', 'in', '163.30', 'USD', 'transfer', '216'),
      ],
    },
  },
]

function payment(
  id: string,
  at: string,
  account: string,
  direction: string,
  amount: string,
  currency: string,
  rail: string,
  counterparty: string,
  institution?: string,
): Record<string, string> {
  return {
    payment_id: id,
    booked_at: at,
    account_id: account,
    direction,
    amount,
    currency,
    rail,
    status: 'completed',
    counterparty_id: counterparty,
    ...(institution === undefined ? {} : { counterparty_institution: institution }),
  }
}

describe('the profiles of the project', () => {
  it('the one in the reference does what the reference says', async () => {
    const text = readFileSync(join(root, 'docs/reference/profiles.md'), 'utf8')
    const [, csv = ''] = /```csv\n(.*?)```/s.exec(text) ?? []
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(text) ?? []
    const [, first = ''] = /The first line becomes: (.*)\./.exec(text) ?? []
    const file = join(folder, 'example.csv')
    writeFileSync(file, csv)
    await connection.run(`CREATE TEMP TABLE raw AS SELECT *, row_number() OVER () AS lapwing_row
      FROM read_csv(${literal(file)}, delim = ';', header = true, all_varchar = true)`)
    const columns = ['Konto', 'Datum', 'Betrag', 'Art', 'Gegenkonto', 'Text']
    const rows = await emitted(profileFile(yaml), columns, 'true')
    assert.deepEqual(
      Object.values(rows[0]!.row)
        .map(value => `\`${value}\``)
        .join(', '),
      first,
    )
    assert.equal(rows.length, 2)
    assert.equal(rows[1]?.row.rail, 'card')
    assert.equal(rows[1]?.row.amount, '20.00')
  })

  for (const { profile, rows, expected } of kept) {
    it(`${profile} gives the canonical rows`, async () => {
      const union = rows.map((row, index) => {
        const columns = Object.entries(row).map(([name, value]) => `${literal(value)} AS ${identifier(name)}`)
        return `SELECT ${columns.join(', ')}, ${index + 1}::BIGINT AS lapwing_row`
      })
      await connection.run(`CREATE TEMP TABLE raw AS ${union.join(' UNION ALL ')}`)
      const given: Partial<Record<TableName, Record<string, string>[]>> = {}
      for (const { table, row } of await emitted(profilePath(profile), Object.keys(rows[0]!), 'true')) {
        given[table] = [...(given[table] ?? []), row]
      }
      assert.deepEqual(given, expected)
    })
  }

  const data = resolve(root, '../shared/data')
  const sets: readonly [profile: string, file: string, rowsOf: Partial<Record<TableName, number>>][] = [
    ['amlgentex-accounts', 'amlgentex-8banks/accounts.csv', { customers: 20_000, accounts: 20_000 }],
    // 3,938,138 payers that are accounts, 380,521 payees that are.
    ['amlgentex-payments', 'amlgentex-8banks/tx_log.parquet', { payments: 4_318_659 }],
  ]
  for (const [profile, file, rowsOf] of sets) {
    const path = join(data, file)
    const skip = existsSync(path) ? false : `optional material ../shared/data/${file} is not there`
    it(`${profile} fits the whole of ${file}`, { skip }, async () => {
      await connection.run(
        `CREATE TEMP VIEW raw AS
         SELECT CAST(COLUMNS(*) AS VARCHAR), row_number() OVER () AS lapwing_row FROM ${literal(path)}`,
      )
      const described = await connection.runAndReadAll('DESCRIBE raw')
      const columns = described
        .getRows()
        .map(([name]) => String(name))
        .filter(name => name !== 'lapwing_row')
      for (const { table, where } of compileProfile(readProfile(profilePath(profile)), columns)) {
        const counted = await connection.runAndReadAll(`SELECT count(*) FROM raw WHERE ${where}`)
        rowsLeft(rowsOf, table, Number(counted.getRows()[0]![0]))
      }
      assert.deepEqual(
        Object.values(rowsOf),
        Object.values(rowsOf).map(() => 0),
      )
      // The schema sees a share of the rows; intake's own check sees them all.
      const sample = await emitted(profilePath(profile), columns, 'lapwing_row % 997 = 0')
      assert.ok(sample.length > 0)
      for (const { table, row } of sample) {
        const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
        const checked = tables[table].safeParse(known)
        assert.ok(checked.success, `${JSON.stringify(row)}: ${checked.error?.message}`)
      }
    })
  }
})

function rowsLeft(rowsOf: Partial<Record<TableName, number>>, table: TableName, count: number): void {
  rowsOf[table] = (rowsOf[table] ?? 0) - count
}

function profilePath(profile: string): string {
  return join(root, 'profiles', `${profile}.yaml`)
}

/** The rows of every emission over the relation `raw`; unknown values are left out. */
async function emitted(path: string, columns: readonly string[], sample: string) {
  const rows: { table: TableName; row: Record<string, string> }[] = []
  for (const emission of compileProfile(readProfile(path), columns)) {
    const list = Object.entries(emission.columns).map(([name, sql]) => `${sql} AS ${identifier(name)}`)
    const result = await connection.runAndReadAll(
      `SELECT ${list.join(', ')} FROM raw WHERE ${emission.where} AND ${sample}`,
    )
    for (const row of result.getRowObjects())
      rows.push({ table: emission.table, row: row as Record<string, string> })
  }
  return rows
}
