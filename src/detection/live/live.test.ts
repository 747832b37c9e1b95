import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../../book/memory.ts'
import { LapwingError } from '../../domain/errors.ts'
import type { Row } from '../../domain/tables.ts'
import { fields } from '../../typology/fields.ts'
import type { Measure } from '../../typology/plan.ts'
import { planOf } from '../crowd.sample.ts'
import { accounts, customers, measure, rows } from '../random.sample.ts'
import { definitions } from './definitions.ts'
import { openLive } from './live.ts'
import { inOrder, lookBack } from './replay.sample.ts'

const everything = { kind: 'constant', holds: true } as const
const always = Number.POSITIVE_INFINITY

function planFor(measures: readonly Measure[]) {
  return planOf({ measures, indicators: [] })
}

function countOf(key: readonly string[], windowMicros = always): Measure {
  return {
    id: 'count',
    operation: 'count',
    key,
    where: everything,
    windowMicros,
    of: undefined,
    whose: undefined,
    unit: '',
  }
}

function paymentOf(changes: Partial<Row<'payments'>>): Row<'payments'> {
  return {
    payment_id: 'p1',
    booked_at: '2025-03-01T10:00:00Z',
    account_id: 'a1',
    direction: 'out',
    amount: '10.00',
    currency: 'AUD',
    rail: 'transfer',
    status: 'completed',
    ...changes,
  }
}

function opened(measures: readonly Measure[] = [countOf(['customer'])]) {
  return openLive([planFor(measures)], { customers, accounts, homeCurrency: 'AUD' })
}

const refusal = (code: string) => (error: unknown) => error instanceof LapwingError && error.code === code

describe('live evaluation', () => {
  it('defines every field of the vocabulary', () => {
    const lacking = fields.map(({ name }) => name).filter(name => !Object.hasOwn(definitions, name))
    assert.deepEqual(lacking, [], 'add these fields to src/detection/live/definitions.ts')
  })

  it('defines each field with the type that the vocabulary has', () => {
    for (const { name, type } of fields) {
      const defined = definitions[name]!.type
      assert.equal(defined === 'remembered' ? 'number' : defined, type, name)
    }
  })

  it('gives the value of the look-back for every measure at every payment of random histories', () => {
    fc.assert(
      fc.property(rows, fc.array(measure, { minLength: 1, maxLength: 40 }), (given, measures) => {
        const expected = lookBack(historyOf(given, 'AUD'), measures)
        const live = openLive([planFor(measures)], { ...given, homeCurrency: 'AUD' })
        for (const [n, payment] of inOrder(given).entries()) {
          const { values } = live.observe(payment)
          for (const [i, place] of live.places[0]!.entries()) {
            assert.equal(values[place], expected[i]![n], `${JSON.stringify(measures[i])} at payment ${n}`)
          }
        }
      }),
      { numRuns: 250 },
    )
  })

  it('lets rows go that have left every window, over histories longer than its ring', () => {
    const window = 3 * 3_600_000_000
    const measures = [
      countOf(['customer'], window),
      { ...countOf(['customer'], window), operation: 'max' as const, of: 'amount_home' },
      { ...countOf(['customer', 'counterparty'], 2 * window), operation: 'gap' as const },
    ]
    const payments = Array.from({ length: 5_000 }, (_, n) =>
      paymentOf({
        payment_id: `p${String(n).padStart(4, '0')}`,
        // Every quarter of an hour at first, then every few seconds: the ring has to grow while it is in use.
        booked_at: new Date(
          Date.UTC(2025, 2, 1) + (n < 1_000 ? n * 900 : 900_000 + n * 5) * 1_000,
        ).toISOString(),
        account_id: `a${1 + (n % 3)}`,
        amount: String(1 + ((n * 7_919) % 1_000)),
        counterparty_id: `c${n % 4}`,
      }),
    )
    const expected = lookBack(historyOf({ customers, accounts, payments }, 'AUD'), measures)
    const live = opened(measures)
    for (const [n, payment] of payments.entries()) {
      const { values } = live.observe(payment)
      assert.deepEqual(
        [...values],
        expected.map(column => column[n]),
      )
    }
  })

  it('refuses a payment that is late or repeated, and goes on as if it had not come', () => {
    const live = opened()
    live.observe(paymentOf({ payment_id: 'b' }))
    const late = [
      paymentOf({ payment_id: 'c', booked_at: '2025-03-01T09:59:59Z' }),
      paymentOf({ payment_id: 'a' }),
    ]
    for (const payment of late) assert.throws(() => live.observe(payment), refusal('payment-late'))
    assert.throws(() => live.observe(paymentOf({ payment_id: 'b' })), refusal('payment-repeated'))
    assert.deepEqual([...live.observe(paymentOf({ payment_id: 'c' })).values], [2])
  })

  it('refuses a payment of nobody it knows, until it is told', () => {
    const live = opened()
    const payment = paymentOf({ account_id: 'new' })
    assert.throws(() => live.observe(payment), refusal('account-unknown'))
    live.know({ accounts: [{ ...accounts[0]!, account_id: 'new', customer_id: 'newcomer' }] })
    assert.throws(() => live.observe(payment), refusal('customer-unknown'))
    live.know({ customers: [{ ...customers[0]!, customer_id: 'newcomer' }] })
    assert.deepEqual([...live.observe(payment).values], [1])
  })

  it('refuses a payment that was never checked', () => {
    assert.throws(() => opened().observe(paymentOf({ booked_at: 'soon' })), refusal('payment-unreadable'))
  })

  it('measures what others have learnt of a payment where it is given, and knows nothing of it else', () => {
    const live = opened([{ ...countOf(['customer']), operation: 'max', of: 'payee_evidence' }])
    assert.deepEqual([...live.observe(paymentOf({ payment_id: 'a' })).values], [Number.NaN])
    const learnt = { payee_evidence: 2.5 }
    assert.deepEqual([...live.observe(paymentOf({ payment_id: 'b' }), learnt).values], [2.5])
  })

  it('counts who shares an identifier as the look-back does, wherever it is known from the start', () => {
    const sharers: Measure = { ...countOf(['customer']), operation: 'max', of: 'identifier_sharers' }
    const identifier = fc.record({
      customer_id: fc.constantFrom('c1', 'c2', 'c3', 'stranger'),
      type: fc.constantFrom('email', 'phone'),
      value: fc.constantFrom('one', 'other'),
    })
    const payments = ['a1', 'a2', 'a3'].map(id => paymentOf({ payment_id: id, account_id: id }))
    fc.assert(
      fc.property(fc.array(identifier, { maxLength: 6 }), identifiers => {
        const given = { customers, accounts, payments, identifiers }
        const expected = lookBack(historyOf(given, 'AUD'), [sharers])
        const live = openLive([planFor([sharers])], { ...given, homeCurrency: 'AUD' })
        const values = payments.map(payment => live.observe(payment).values[0])
        assert.deepEqual(values, [...expected[0]!])
      }),
    )
  })

  it("says whether a plan's gate holds, and never of a child that it does", () => {
    const gate = { kind: 'number', field: 'amount_home', comparison: '>', value: 50 } as const
    const child = { ...customers[0]!, customer_id: 'c1', birth_date: '2012-01-01' }
    const live = openLive([planOf({ gate })], {
      customers: [child, ...customers.slice(1)],
      accounts,
      homeCurrency: 'AUD',
    })
    const gateAt = (changes: Partial<Row<'payments'>>) => live.observe(paymentOf(changes)).gates[0]
    assert.equal(gateAt({ payment_id: 'a', account_id: 'a2', amount: '51' }), 1)
    assert.equal(gateAt({ payment_id: 'b', account_id: 'a2', amount: '50' }), 0)
    assert.equal(gateAt({ payment_id: 'c', account_id: 'a1', amount: '51' }), 0)
  })
})
