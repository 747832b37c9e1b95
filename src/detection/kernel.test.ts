import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { historyOf, type Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { formatInstant, microsPerDay, microsPerHour, parseInstant } from '../domain/time.ts'
import type { Filter, Measure, Operation } from '../typology/plan.ts'
import { bind } from './binding.ts'
import { valuesEverywhere } from './lookback.ts'
import { oracle } from './oracle.ts'

const start = parseInstant('2025-03-01T00:00:00Z')!

// Few values of everything, so that keys, windows and instants collide often.
const customers: Row<'customers'>[] = ['c1', 'c2', 'c3'].map((customer_id, i) => ({
  customer_id,
  kind: 'person',
  residence_country: i === 2 ? 'NZ' : 'AU',
  customer_since: `201${i}-05-05`,
  ...(i === 0 ? {} : { birth_date: `200${i}-03-0${i + 1}` }),
  ...(i === 1 ? { overseas_ties: ['PH', 'NZ'] } : {}),
}))
const accounts: Row<'accounts'>[] = ['a1', 'a2', 'a3', 'a4'].map((account_id, i) => ({
  account_id,
  customer_id: `c${(i % 3) + 1}`,
  product: i === 3 ? 'youth' : 'transaction',
  opened_on: i === 2 ? '2025-03-07' : '2020-01-01',
}))

const session = fc.record({
  hours: fc.integer({ min: -30, max: 24 * 12 }),
  customer_id: fc.constantFrom('c1', 'c2'),
  ip_country: fc.option(fc.constantFrom('AU', 'PH'), { nil: undefined }),
  anonymiser: fc.option(fc.constantFrom('vpn', 'tor'), { nil: undefined }),
})
const sessions = fc.array(session, { maxLength: 12 }).map(list =>
  list.map(
    ({ hours, ...fields }, i) =>
      ({
        session_id: `s${i}`,
        started_at: formatInstant(start + hours * microsPerHour),
        ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      }) as Row<'sessions'>,
  ),
)

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })

const payment = fc.record({
  hours: fc.oneof(fc.integer({ min: 0, max: 24 * 12 }), fc.integer({ min: 0, max: 6 })),
  account_id: fc.constantFrom('a1', 'a2', 'a3', 'a4', 'unknown'),
  direction: fc.constantFrom('in', 'out'),
  amount: fc.constantFrom('10.00', '20.50', '0.01', '999.99', '50'),
  currency: fc.constantFrom('AUD', 'AUD', 'PHP'),
  rail: fc.constantFrom('transfer', 'remittance', 'card'),
  status: fc.constantFrom('completed', 'attempted'),
  counterparty_id: optional(fc.constantFrom('p1', 'p2', 'p3', 'a1', 'a3')),
  device_id: optional(fc.constantFrom('d1', 'd2')),
  counterparty_country: optional(fc.constantFrom('AU', 'PH', 'NZ')),
  amount_home: optional(fc.constantFrom('12.34', '5.00')),
  reference_text: optional(fc.constantFrom('school fees', 'rent', 'ünïcödé')),
  utc_offset_minutes: optional(fc.constantFrom('600', '-210')),
})

const rows: fc.Arbitrary<Rows> = fc
  .uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 40 })
  .chain(numbers =>
    fc.tuple(
      fc.constant(numbers),
      fc.array(payment, { minLength: numbers.length, maxLength: numbers.length }),
      sessions,
    ),
  )
  .map(([numbers, payments, sessions]) => ({
    customers,
    accounts,
    sessions,
    payments: payments.map(({ hours, ...fields }, i) => {
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      return {
        payment_id: `x${numbers[i]}`,
        booked_at: formatInstant(start + hours * microsPerHour),
        ...given,
      }
    }) as Row<'payments'>[],
  }))

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    kind: fc.constant('flag' as const),
    field: fc.constantFrom(
      'cross_border',
      'declared_tie',
      'round_amount',
      'counterparty_is_customer',
      'own_account',
    ),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom(
      'amount_home',
      'local_hour',
      'customer_age',
      'payee_known_days',
      'sent_there_days',
      'account_age_days',
      'counterparty_age',
      'device_customers',
      'same_amount_times',
      'same_amount_days',
      'same_amount_received_days',
    ),
    comparison: fc.constantFrom(
      '<' as const,
      '<=' as const,
      '>' as const,
      '>=' as const,
      '==' as const,
      '!=' as const,
    ),
    value: fc.constantFrom(0, 1, 2, 10, 12.34, 20),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constant('direction'),
    cel: fc.constantFrom('direction == "out"', 'direction.startsWith("i")'),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constant('reference_text'),
    cel: fc.constantFrom('reference_text.contains("school")', 'reference_text == "rent"'),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('same' as const),
    field: fc.constant('counterparty_country'),
    other: fc.constant('residence_country'),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constant('session_anonymiser'),
    cel: fc.constant('session_anonymiser in ["vpn", "proxy"]'),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('same' as const),
    field: fc.constant('session_country'),
    other: fc.constant('residence_country'),
    holds: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('known' as const),
    field: fc.constantFrom('reference_text', 'local_hour', 'counterparty_age', 'session_country'),
    holds: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('constant' as const), holds: fc.boolean() }),
)

const filter: fc.Arbitrary<Filter> = fc.oneof(
  { withCrossShrink: true },
  leaf,
  fc.record({
    kind: fc.constantFrom('all' as const, 'any' as const),
    of: fc.array(leaf, { minLength: 0, maxLength: 3 }),
  }),
)

const operations: readonly Operation[] = [
  'count',
  'sum',
  'distinct',
  'min',
  'max',
  'mean',
  'first',
  'last',
  'gap',
  'share',
]

const measure: fc.Arbitrary<Measure> = fc.constantFrom(...operations).chain(operation =>
  fc.record({
    id: fc.constant('m'),
    operation: fc.constant(operation),
    key: fc.constantFrom(
      ['customer'],
      ['customer', 'counterparty'],
      ['customer', 'counterparty_country'],
      ['customer', 'counterparty', 'rail'],
      ['counterparty'],
      ['counterparty', 'customer'],
    ),
    where: filter,
    windowMicros: fc.constantFrom(1, 6 * microsPerHour, 3 * microsPerDay, Number.POSITIVE_INFINITY),
    of:
      operation === 'distinct'
        ? fc.constantFrom('counterparty', 'counterparty_country', 'local_day', 'booked_day', 'customer')
        : fc.constant(['sum', 'min', 'max', 'mean'].includes(operation) ? 'amount_home' : undefined),
    whose: operation === 'share' ? filter : fc.constant(undefined),
    unit: fc.constant(''),
  }),
)

/** The kernel's value at every payment, in `(booked_at, payment_id)` order. */
function kernel(given: Rows, measured: Measure): number[] {
  return [...valuesEverywhere(bind(historyOf(given, 'AUD')), [measured])[0]!]
}

describe('the kernel', () => {
  it('gives the value of the naive oracle for every measure at every payment of random histories', () => {
    fc.assert(
      fc.property(rows, measure, (given, measured) => {
        assert.deepEqual(kernel(given, measured), oracle(given, 'AUD', measured))
      }),
      { numRuns: 3_000 },
    )
  })

  it('evaluates many measures together, whose conditions take several words, as it does each alone', () => {
    const customers = measure.filter(({ key }) => key[0] === 'customer')
    fc.assert(
      fc.property(rows, fc.array(customers, { minLength: 30, maxLength: 80 }), (given, measures) => {
        const together = valuesEverywhere(bind(historyOf(given, 'AUD')), measures)
        for (const [i, measured] of measures.entries())
          assert.deepEqual([...together[i]!], kernel(given, measured))
      }),
      { numRuns: 50 },
    )
  })

  it('does not depend on the order in which payments arrived: a late one is evaluated in its place', () => {
    fc.assert(
      fc.property(rows, measure, fc.integer(), (given, measured, seed) => {
        const shuffled = given.payments
          .map((row, i) => ({ row, at: Math.imul(i + 1, seed | 1) }))
          .sort((a, b) => a.at - b.at)
        assert.deepEqual(
          kernel({ ...given, payments: shuffled.map(({ row }) => row) }, measured),
          kernel(given, measured),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('sees nothing later than the payment: what follows does not change a value', () => {
    fc.assert(
      fc.property(rows, measure, fc.nat(40), (given, measured, cut) => {
        const whole = kernel(given, measured)
        const ordered = [...given.payments].sort(
          (a, b) =>
            parseInstant(a.booked_at)! - parseInstant(b.booked_at)! || (a.payment_id < b.payment_id ? -1 : 1),
        )
        const early = kernel({ ...given, payments: ordered.slice(0, cut) }, measured)
        assert.deepEqual(early, whole.slice(0, early.length))
      }),
      { numRuns: 500 },
    )
  })

  it('tells payments of one instant apart by the order of their ids', () => {
    const at = '2025-03-01T10:00:00Z'
    const base = {
      booked_at: at,
      account_id: 'a1',
      direction: 'out',
      amount: '1',
      currency: 'AUD',
      rail: 'card',
      status: 'completed',
    } as const
    const given: Rows = {
      customers,
      accounts,
      payments: ['b', 'a', 'c'].map(payment_id => ({ ...base, payment_id })),
    }
    const everything: Measure = {
      id: 'm', operation: 'count', key: ['customer'], where: { kind: 'constant', holds: true }, windowMicros: 1, of: undefined, whose: undefined, unit: '',
    } // biome-ignore format: one line reads better
    assert.deepEqual(kernel(given, everything), [1, 2, 3])
  })
})
