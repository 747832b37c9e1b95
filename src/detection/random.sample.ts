import fc from 'fast-check'
import type { Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { formatInstant, microsPerDay, microsPerHour, parseInstant } from '../domain/time.ts'
import type { Filter, Measure, Operation } from '../typology/plan.ts'

/** Random histories, filters and measures, for tests that hold two ways of evaluation together. */

const start = parseInstant('2025-03-01T00:00:00Z')!

// Few values of everything, so that keys, windows and instants collide often.
export const customers: Row<'customers'>[] = ['c1', 'c2', 'c3'].map((customer_id, i) => ({
  customer_id,
  kind: 'person',
  residence_country: i === 2 ? 'NZ' : 'AU',
  // The first weeks of the third end while payments go on.
  customer_since: i === 2 ? '2025-01-21' : `201${i}-05-05`,
  ...(i === 0 ? {} : { birth_date: `200${i}-03-0${i + 1}` }),
  ...(i === 1 ? { overseas_ties: ['PH', 'NZ'] } : {}),
}))
export const accounts: Row<'accounts'>[] = ['a1', 'a2', 'a3', 'a4'].map((account_id, i) => ({
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

export const rows: fc.Arbitrary<Rows> = fc
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

export const measure: fc.Arbitrary<Measure> = fc.constantFrom(...operations).chain(operation =>
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
