import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { History } from '../book/history.ts'
import { historyOf } from '../book/memory.ts'
import { scannableFields } from '../book/payment-fields.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Row } from '../domain/tables.ts'
import { formatInstant, parseInstant } from '../domain/time.ts'
import { fields } from '../typology/fields.ts'
import { bindField, columnsFor, flagNo, flagYes } from './fields.ts'
import { learntFields } from './links.ts'

type Customer = Partial<Row<'customers'>>
type Payment = Partial<Row<'payments'>>

/** A book with one customer, whose payments are those given, in their order. */
function book(customer: Customer, ...payments: Payment[]): History {
  return historyOf(
    {
      customers: [
        {
          customer_id: 'c1',
          kind: 'person',
          residence_country: 'AU',
          customer_since: '2020-01-01',
          ...customer,
        },
      ],
      accounts: [{ account_id: 'a1', customer_id: 'c1', product: 'transaction', opened_on: '2020-01-01' }],
      payments: payments.map((payment, i) => ({
        payment_id: `x${String(i).padStart(3, '0')}`,
        booked_at: '2025-03-01T10:00:00Z',
        account_id: 'a1',
        direction: 'out',
        amount: '10.00',
        currency: 'AUD',
        rail: 'transfer',
        status: 'completed',
        ...payment,
      })),
    },
    'AUD',
  )
}

/** What a card sees: texts by their text, flags as yes or no, numbers in whole units; `undefined` where unknown. */
function seen(history: History, name: string): (string | number | boolean | undefined)[] {
  const field = bindField(history, name)
  const rows = Uint32Array.from({ length: history.paymentCount }, (_, row) => row)
  if (field.type === 'number') {
    const out = new Float64Array(rows.length)
    field.fill(rows, out)
    return Array.from(out, value => (Number.isNaN(value) ? undefined : value / field.scale))
  }
  const out = new Uint32Array(rows.length)
  field.fill(rows, out)
  if (field.type === 'text') return Array.from(out, code => (code === 0 ? undefined : field.dictionary[code]))
  return Array.from(out, code => (code === flagYes ? true : code === flagNo ? false : undefined))
}

/** Years by counting birthdays one by one; one born on 29 February has it on 1 March in other years. */
function birthdaysUpTo(birth: string, at: number): number {
  const born = new Date(birth)
  let years = 0
  while (Date.UTC(born.getUTCFullYear() + years + 1, born.getUTCMonth(), born.getUTCDate()) * 1_000 <= at)
    years++
  return years
}

const micros = (text: string) => parseInstant(text)!
const instant = fc
  .integer({ min: micros('2023-12-30T00:00:00Z'), max: micros('2025-03-03T00:00:00Z') })
  .map(formatInstant)
const day = fc
  .date({ min: new Date('1940-01-01'), max: new Date('2023-01-01'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
/** Days around which calendars go wrong. */
const hardDay = fc.oneof(
  day,
  fc.constantFrom('2000-02-29', '2004-02-29', '2004-02-28', '2004-03-01', '1999-12-31'),
)

describe('the age at a payment', () => {
  it('grows by one on each birthday, by the calendar', () => {
    fc.assert(
      fc.property(hardDay, fc.array(instant, { minLength: 1, maxLength: 5 }), (birth_date, instants) => {
        const ordered = instants.map(micros).sort((a, b) => a - b)
        const history = book({ birth_date }, ...ordered.map(at => ({ booked_at: formatInstant(at) })))
        assert.deepEqual(
          seen(history, 'customer_age'),
          ordered.map(at => birthdaysUpTo(birth_date, at)),
        )
      }),
    )
  })

  const at18 = (birth_date: string, ...booked_at: string[]) =>
    seen(book({ birth_date }, ...booked_at.map(at => ({ booked_at: at }))), 'customer_age')

  it('changes at midnight UTC that begins the birthday', () => {
    assert.deepEqual(at18('2007-03-14', '2025-03-13T23:59:59.999999Z', '2025-03-14T00:00:00Z'), [17, 18])
  })

  it('changes on 1 March in other years for one born on 29 February', () => {
    assert.deepEqual(
      at18('2004-02-29', '2025-02-28T12:00:00Z', '2025-03-01T00:00:00Z').concat(
        at18('2004-02-29', '2024-02-28T23:00:00Z', '2024-02-29T00:00:00Z'),
      ),
      [20, 21, 19, 20],
    )
  })

  it('is unknown without a birth date, and so is its band', () => {
    assert.deepEqual(seen(book({}, {}), 'customer_age'), [undefined])
    assert.deepEqual(seen(book({}, {}), 'age_band'), [undefined])
  })

  it('falls into the band that holds it', () => {
    const bandAt = (age: number) => {
      return seen(book({ birth_date: `${2025 - age}-03-01` }, {}), 'age_band')[0]
    }
    const bands = [
      [12, 'under 13'], [13, '13 to 17'], [17, '13 to 17'], [18, '18 to 24'], [24, '18 to 24'],
      [25, '25 to 39'], [39, '25 to 39'], [40, '40 to 59'], [59, '40 to 59'], [60, '60 and over'], [101, '60 and over'],
    ] as const // biome-ignore format: a table
    for (const [age, band] of bands) assert.equal(bandAt(age), band, `${age} years`)
  })

  it('agrees with its band on every day', () => {
    fc.assert(
      fc.property(hardDay, instant, (birth_date, booked_at) => {
        const history = book({ birth_date }, { booked_at })
        const age = seen(history, 'customer_age')[0] as number
        const [low = 0, high = Number.POSITIVE_INFINITY] =
          {
            'under 13': [0, 12],
            '60 and over': [60],
          }[String(seen(history, 'age_band')[0])] ??
          String(seen(history, 'age_band')[0]).split(' to ').map(Number)
        assert.ok(age >= low && age <= high)
      }),
    )
  })
})

describe('how long a customer has been one', () => {
  it('is the time since midnight UTC of the first day, in days', () => {
    fc.assert(
      fc.property(day, instant, (customer_since, booked_at) => {
        const [days] = seen(book({ customer_since }, { booked_at }), 'tenure_days')
        assert.equal(days, (micros(booked_at) - Date.parse(customer_since) * 1_000) / 86_400e6)
      }),
    )
  })

  it('falls into the band that holds it', () => {
    const band = (customer_since: string) => seen(book({ customer_since }, {}), 'tenure_band')[0]
    assert.equal(band('2025-03-01'), 'under 1 year')
    assert.equal(band('2024-03-03'), 'under 1 year')
    assert.equal(band('2024-02-28'), '1 to 3 years')
    assert.equal(band('2022-03-03'), '1 to 3 years')
    assert.equal(band('2022-02-27'), '3 to 10 years')
    assert.equal(band('2015-03-03'), '3 to 10 years')
    assert.equal(band('2015-02-27'), 'over 10 years')
    assert.equal(band('1960-01-01'), 'over 10 years')
  })
})

describe('the local clock', () => {
  const offset = fc.option(fc.integer({ min: -840, max: 840 }), { nil: undefined })
  /** Instants at and next to full hours, where rounding would show. */
  const edge = fc
    .tuple(fc.integer({ min: 473_350, max: 483_600 }), fc.constantFrom(-1, 0, 1, 59_999_999, -60_000_000))
    .map(([hour, off]) => formatInstant(hour * 3_600e6 + off))

  it('shows the hour and the calendar day at the payer', () => {
    fc.assert(
      fc.property(fc.oneof(instant, edge), offset, (booked_at, minutes) => {
        const given = minutes === undefined ? {} : { utc_offset_minutes: String(minutes) }
        const history = book({}, { booked_at, ...given })
        const local =
          minutes === undefined
            ? undefined
            : new Date(Math.floor(micros(booked_at) / 1_000) + minutes * 60_000)
        assert.deepEqual(seen(history, 'local_hour'), [local?.getUTCHours()])
        assert.deepEqual(seen(history, 'local_day'), [local?.toISOString().slice(0, 10)])
      }),
      { numRuns: 500 },
    )
  })

  it('goes back over midnight and the turn of a year with a negative offset', () => {
    const history = book({}, { booked_at: '2025-01-01T02:59:59Z', utc_offset_minutes: '-180' })
    assert.deepEqual(seen(history, 'local_hour'), [23])
    assert.deepEqual(seen(history, 'local_day'), ['2024-12-31'])
  })

  it('is unknown without an offset, while others of the same history are known', () => {
    const history = book({}, {}, { utc_offset_minutes: '0' }, {})
    assert.deepEqual(seen(history, 'local_hour'), [undefined, 10, undefined])
    assert.deepEqual(seen(history, 'local_day'), [undefined, '2025-03-01', undefined])
  })
})

describe('where the other side is', () => {
  const country = fc.option(fc.constantFrom('AU', 'PH', 'NZ'), { nil: undefined })

  it('is across a border when it is not where the customer lives, and unknown when it is not told', () => {
    fc.assert(
      fc.property(fc.constantFrom('AU', 'NZ', 'GB'), fc.array(country, { maxLength: 5 }), (home, others) => {
        const payments = others.map(there => (there === undefined ? {} : { counterparty_country: there }))
        assert.deepEqual(
          seen(book({ residence_country: home }, ...payments), 'cross_border'),
          others.map(there => (there === undefined ? undefined : there !== home)),
        )
      }),
    )
  })

  it('is a declared tie when the customer told of the country, and unknown when the customer told of none', () => {
    const ties = fc.option(fc.uniqueArray(fc.constantFrom<string>('PH', 'NZ', 'GB')), { nil: undefined })
    fc.assert(
      fc.property(ties, fc.array(country, { maxLength: 5 }), (overseas_ties, others) => {
        const customer = overseas_ties === undefined ? {} : { overseas_ties }
        const payments = others.map(there => (there === undefined ? {} : { counterparty_country: there }))
        assert.deepEqual(
          seen(book(customer, ...payments), 'declared_tie'),
          others.map(there => {
            return there === undefined || !overseas_ties?.length ? undefined : overseas_ties.includes(there)
          }),
        )
      }),
    )
  })
})

describe('a round amount', () => {
  const isRound = (amount: string, currency: string) =>
    seen(book({}, { amount, currency }), 'round_amount')[0]

  it('is a multiple of ten whole units, whatever the decimals of the currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(['AUD', 2] as const, ['JPY', 0] as const, ['KWD', 3] as const, ['CLF', 4] as const),
        fc.integer({ min: 0, max: 99_999 }),
        fc.nat(9_999),
        ([currency, decimals], whole, fraction) => {
          const rest = String(fraction).padStart(4, '0').slice(0, decimals)
          const amount = decimals === 0 ? String(whole) : `${whole}.${rest}`
          assert.equal(isRound(amount, currency), whole % 10 === 0 && Number(rest) === 0)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('counts yen and thousandths of a dinar rightly', () => {
    assert.equal(isRound('10', 'JPY'), true)
    assert.equal(isRound('1005', 'JPY'), false)
    assert.equal(isRound('10.000', 'KWD'), true)
    assert.equal(isRound('10', 'KWD'), true)
    assert.equal(isRound('1.000', 'KWD'), false)
    assert.equal(isRound('10.010', 'KWD'), false)
    assert.equal(isRound('10.01', 'AUD'), false)
  })
})

describe('how long a payee is known', () => {
  it('is the days since the customer first dealt with it in either direction, 0 the first time', () => {
    const at = (hours: number, counterparty_id?: string): Payment => ({
      booked_at: formatInstant(micros('2025-01-01T00:00:00Z') + hours * 3_600e6),
      ...(counterparty_id === undefined ? {} : { counterparty_id }),
    })
    const history = book(
      {},
      { ...at(0, 'p1'), direction: 'in' },
      at(12, 'p2'),
      at(24, 'p1'),
      at(30),
      at(36, 'p2'),
    )
    assert.deepEqual(seen(history, 'payee_known_days'), [0, 0, 1, undefined, 1])
  })

  it('is unknown of whom a new customer deals with at first, until that is no longer new', () => {
    const on = (booked_at: string, counterparty_id: string): Payment => ({
      booked_at: `${booked_at}T00:00:00Z`,
      counterparty_id,
    })
    // The 45th day is 14 February.
    const history = book(
      { customer_since: '2024-12-31' },
      on('2025-01-10', 'p1'),
      on('2025-02-13', 'p1'),
      on('2025-02-13', 'p2'),
      on('2025-02-14', 'p3'),
      on('2025-02-24', 'p1'),
      on('2025-02-24', 'p3'),
    )
    assert.deepEqual(seen(history, 'payee_known_days'), [undefined, undefined, undefined, 0, 45, 10])
  })

  it('is not known of a payee because another customer dealt with it', () => {
    const one = book({}, { counterparty_id: 'p1' })
    const customers = ['c1', 'c2'].map(
      (customer_id): Row<'customers'> => ({
        customer_id,
        kind: 'person',
        residence_country: 'AU',
        customer_since: '2020-01-01',
      }),
    )
    const payment = (payment_id: string, account_id: string, booked_at: string): Row<'payments'> => ({
      payment_id,
      booked_at,
      account_id,
      direction: 'out',
      amount: '1',
      currency: 'AUD',
      rail: 'transfer',
      status: 'completed',
      counterparty_id: 'p1',
    })
    const both = historyOf(
      {
        customers,
        accounts: ['c1', 'c2'].map(id => ({
          account_id: `a${id}`,
          customer_id: id,
          product: 'transaction',
          opened_on: '2020-01-01',
        })),
        payments: [
          payment('x1', 'ac1', '2025-01-01T00:00:00Z'),
          payment('x2', 'ac2', '2025-01-05T00:00:00Z'),
        ],
      },
      'AUD',
    )
    assert.deepEqual(seen(one, 'payee_known_days'), [0])
    assert.deepEqual(seen(both, 'payee_known_days'), [0, 0])
  })
})

describe('fields', () => {
  it('give money in whole units of the home currency, and nothing where it is not known', () => {
    const history = book(
      {},
      { amount: '12.34' },
      { amount: '700', currency: 'PHP', amount_home: '18.9' },
      { amount: '700', currency: 'PHP' },
    )
    assert.deepEqual(seen(history, 'amount_home'), [12.34, 18.9, undefined])
  })

  it('of the customer stand at each of the payments', () => {
    const history = book({ segment: 'retail', residence_country: 'NZ' }, {}, {})
    assert.deepEqual(seen(history, 'customer'), ['c1', 'c1'])
    assert.deepEqual(seen(history, 'segment'), ['retail', 'retail'])
    assert.deepEqual(seen(history, 'residence_country'), ['NZ', 'NZ'])
    assert.deepEqual(seen(history, 'occupation'), [undefined, undefined])
    assert.deepEqual(seen(history, 'customer_kind'), ['person', 'person'])
  })

  it('can all be bound, with only the columns that a scan is asked to bring for them', () => {
    const whole = book({}, {})
    for (const { name, type } of fields.filter(field => !learntFields.includes(field.name))) {
      const columns = columnsFor([name])
      assert.deepEqual(
        columns.filter(column => !scannableFields.includes(column)),
        [],
        name,
      )
      const narrow = {
        ...whole,
        payments: Object.fromEntries(columns.map(column => [column, whole.payments[column]!])),
      }
      assert.equal(bindField(narrow, name).type, type, name)
    }
  })

  it('say which column the history was read without, and what to do', () => {
    assert.throws(
      () => bindField({ ...book({}, {}), payments: {} }, 'rail'),
      (error: unknown) =>
        error instanceof LapwingError &&
        error.code === 'history-lacks-column' &&
        error.message.includes('rail') &&
        error.remedy !== undefined,
    )
  })
})
