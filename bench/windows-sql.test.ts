import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { historyOf } from '../src/book/memory.ts'
import { bind } from '../src/detection/binding.ts'
import type { Row } from '../src/domain/tables.ts'
import { formatInstant, microsPerDay, microsPerHour, parseInstant } from '../src/domain/time.ts'
import type { Filter, Measure, Operation } from '../src/typology/plan.ts'
import { differences } from './differences.ts'
import { windowQuery } from './windows-sql.ts'
import { writePayments } from './windows-table.ts'

const start = parseInstant('2025-03-01T00:00:00Z')!

const customers = ['c1', 'c2'].map(customer_id => ({
  customer_id,
  kind: 'person' as const,
  residence_country: 'AU',
  customer_since: '2015-05-05',
}))
const accounts = customers.map(({ customer_id }) => ({
  account_id: `a-${customer_id}`,
  customer_id,
  product: 'transaction' as const,
  opened_on: '2020-01-01',
}))

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })

const payments = fc
  .array(
    fc.record({
      hours: fc.oneof(fc.integer({ min: 0, max: 24 * 12 }), fc.integer({ min: 0, max: 3 })),
      account_id: fc.constantFrom('a-c1', 'a-c2'),
      direction: fc.constantFrom('in', 'out'),
      amount: fc.constantFrom('10.00', '20.50', '0.01', '999.99'),
      currency: fc.constantFrom('AUD', 'AUD', 'PHP'),
      rail: fc.constantFrom('transfer', 'card'),
      counterparty_id: optional(fc.constantFrom('p1', 'p2', 'p3')),
      counterparty_country: optional(fc.constantFrom('AU', 'PH', 'NZ')),
      utc_offset_minutes: optional(fc.constantFrom('600', '-210')),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map(list =>
    list.map(({ hours, ...fields }, i) => ({
      payment_id: `x${String((i * 7) % 60).padStart(2, '0')}`,
      booked_at: formatInstant(start + hours * microsPerHour),
      status: 'completed',
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    })),
  )

const filters: readonly Filter[] = [
  { kind: 'constant', holds: true },
  { kind: 'all', of: [] },
  { kind: 'text', field: 'direction', cel: 'direction == "out"', holds: true },
  { kind: 'text', field: 'rail', cel: 'rail == "card"', holds: false },
  { kind: 'flag', field: 'cross_border', holds: false },
  { kind: 'known', field: 'local_hour', holds: true },
  { kind: 'same', field: 'counterparty_country', other: 'residence_country', holds: false },
  {
    kind: 'any',
    of: [
      { kind: 'number', field: 'amount_home', comparison: '!=', value: 20.5 },
      { kind: 'number', field: 'local_hour', comparison: '<', value: 5 },
    ],
  },
]

const of: Readonly<Partial<Record<Operation, string>>> = {
  distinct: 'counterparty',
  sum: 'amount_home',
  mean: 'amount_home',
  min: 'amount_home',
  max: 'amount_home',
}
const operations: readonly Operation[] = ['count', 'sum', 'distinct', 'min', 'max', 'mean', 'first', 'last', 'gap', 'share'] // biome-ignore format: one line reads better

const measuresOf = (key: readonly string[]): Measure[] =>
  operations.flatMap(operation =>
    [1, 6 * microsPerHour, 3 * microsPerDay, Number.POSITIVE_INFINITY].flatMap((windowMicros, w) => {
      const where = filters[(w + operations.indexOf(operation)) % filters.length]!
      const whose = operation === 'share' ? filters[(w + 2) % filters.length] : undefined
      return { id: '', operation, key, where, windowMicros, of: of[operation], whose, unit: '' }
    }),
  )

describe('window queries', () => {
  const keys = [['customer'], ['customer', 'counterparty_country'], ['counterparty']]
  for (const key of keys) {
    it(`give the kernel's values by ${key.join(' and ')}, for every operation`, async () => {
      const measures = measuresOf(key)
      await fc.assert(
        fc.asyncProperty(payments, async rows => {
          const binding = bind(historyOf({ customers, accounts, payments: rows as Row<'payments'>[] }, 'AUD'))
          const database = await DuckDBInstance.create(':memory:')
          const connection = await database.connect()
          try {
            const fields = ['customer', 'counterparty', 'counterparty_country', 'residence_country', 'direction', 'rail', 'amount_home', 'local_hour', 'cross_border'] // biome-ignore format: one line reads better
            const moments = await writePayments(connection, binding, fields)
            await connection.run(`CREATE TABLE found AS ${windowQuery(measures, binding, moments, 1)}`)
            const compared = await differences(connection, 'found', binding, measures)
            assert.equal(compared.different, 0)
            if (key[0] === 'customer' && key.length === 1) {
              assert.equal(compared.compared, rows.length * measures.length)
            }
          } finally {
            connection.closeSync()
            database.closeSync()
          }
        }),
        { numRuns: 15 },
      )
    })
  }
})
