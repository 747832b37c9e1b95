import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { historyOf, type Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { formatInstant, microsPerDay, parseInstant } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import type { Alert } from './alert.ts'
import { type Binding, bind } from './binding.ts'
import { calibrate } from './calibrate.ts'
import type { Calibration } from './calibration.ts'
import { columnsOf } from './columns.ts'
import { detect } from './detect.ts'
import { describeGroup, numberGroups, peerCodes, peersMin } from './peers.ts'
import { openPool } from './pool.ts'
import { makeScratch } from './scratch.ts'

const start = parseInstant('2025-01-01T00:00:00Z')!

interface Seen {
  readonly customer_id: string
  readonly counterparty_country?: string | undefined
  readonly rail: Row<'payments'>['rail']
  readonly payout_method?: string | undefined
  readonly hours: number
  readonly amount?: string
}

function rowsOf(payments: readonly Seen[]): Rows {
  const ids = [...new Set(payments.map(({ customer_id }) => customer_id))]
  return {
    customers: ids.map(customer_id => ({
      customer_id,
      kind: 'person',
      birth_date: '1980-01-01',
      residence_country: 'AU',
      customer_since: '2020-01-01',
    })),
    accounts: ids.map(id => ({
      account_id: `a-${id}`,
      customer_id: id,
      product: 'transaction',
      opened_on: '2020-01-01',
    })),
    payments: payments.map(({ customer_id, hours, counterparty_country, payout_method, ...payment }, i) => ({
      payment_id: `x${String(i).padStart(6, '0')}`,
      booked_at: formatInstant(start + hours * 3_600e6),
      account_id: `a-${customer_id}`,
      direction: 'out',
      amount: '10.00',
      currency: 'AUD',
      status: 'completed',
      ...(counterparty_country === undefined ? {} : { counterparty_country }),
      ...(payout_method === undefined ? {} : { payout_method }),
      ...payment,
    })),
  }
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
const payments: fc.Arbitrary<Seen[]> = fc.array(
  fc.record({
    customer_id: fc.constantFrom('c1', 'c2'),
    counterparty_country: maybe(fc.constantFrom('PH', 'NZ', 'TH', 'RO')),
    rail: fc.constantFrom('transfer' as const, 'cash' as const, 'card' as const),
    payout_method: maybe(fc.constantFrom('wallet', 'cash_pickup')),
    hours: fc.nat(1_000),
  }),
  { minLength: 1, maxLength: 30 },
)
const peerFields = fc
  .subarray(['counterparty_country', 'rail', 'payout_method', 'customer'])
  .chain(chosen => fc.shuffledSubarray(chosen, { minLength: chosen.length }))

/** The codes of the peer fields at every payment. */
function codesAt(binding: Binding, names: readonly string[]): Uint32Array[] {
  const rows = Uint32Array.from({ length: binding.history.paymentCount }, (_, row) => row)
  return peerCodes(columnsOf(binding, makeScratch(), rows), names)
}

/** What the members of a group share, told by the payment's own texts. */
function sharedAt(binding: Binding, names: readonly string[], row: number, level: number): string[] {
  const { history } = binding
  return names.slice(0, level).map(name => {
    if (name === 'customer') return history.customerIds[history.customer[row]!]!
    const column = history.payments[name]!
    return column.kind === 'text' ? column.dictionary[column.codes[row]!]! : ''
  })
}

describe('the numbers of peer groups', () => {
  it('tell groups apart one to one: the same number exactly where the same values are shared at the same level', () => {
    fc.assert(
      fc.property(payments, peerFields, (given, names) => {
        const binding = bind(historyOf(rowsOf(given), 'AUD'))
        const groups = numberGroups(binding, names)
        const codes = codesAt(binding, names)
        assert.equal(groups.levels, names.length + 1)
        const byValues = new Map<string, number>()
        const byNumber = new Map<number, string>()
        for (let row = 0; row < binding.history.paymentCount; row++) {
          for (let level = 0; level < groups.levels; level++) {
            const number = groups.numberOf(codes, row, level)
            const values = JSON.stringify(sharedAt(binding, names, row, level))
            assert.equal(byValues.get(values) ?? number, number, values)
            assert.equal(byNumber.get(number) ?? values, values, String(number))
            byValues.set(values, number)
            byNumber.set(number, values)
          }
        }
      }),
    )
  })

  it('are read back as the values shared, and found again from them', () => {
    fc.assert(
      fc.property(payments, peerFields, (given, names) => {
        const binding = bind(historyOf(rowsOf(given), 'AUD'))
        const groups = numberGroups(binding, names)
        const codes = codesAt(binding, names)
        for (let row = 0; row < binding.history.paymentCount; row++) {
          for (let level = 0; level < groups.levels; level++) {
            const number = groups.numberOf(codes, row, level)
            const values = sharedAt(binding, names, row, level)
            assert.deepEqual(groups.valuesOf(number), values)
            assert.equal(groups.numberFor(values), number)
          }
        }
      }),
    )
  })

  it('give the widest group, which everyone shares, the number 0', () => {
    fc.assert(
      fc.property(payments, peerFields, (given, names) => {
        const binding = bind(historyOf(rowsOf(given), 'AUD'))
        const groups = numberGroups(binding, names)
        assert.equal(groups.numberOf(codesAt(binding, names), 0, 0), 0)
        assert.deepEqual(groups.valuesOf(0), [])
        assert.equal(groups.numberFor([]), 0)
      }),
    )
  })

  it('have none for values that the history does not have', () => {
    const given = rowsOf([{ customer_id: 'c1', counterparty_country: 'PH', rail: 'cash', hours: 0 }])
    const groups = numberGroups(bind(historyOf(given, 'AUD')), ['counterparty_country', 'rail'])
    assert.equal(groups.numberFor(['GH']), undefined)
    assert.equal(groups.numberFor(['PH', 'wallet']), undefined)
    assert.notEqual(groups.numberFor(['PH', 'cash']), undefined)
  })

  it('carry over to a history with other values, by what is shared', () => {
    const country = (...codes: string[]) =>
      bind(
        historyOf(
          rowsOf(
            codes.map(code => ({ customer_id: 'c1', counterparty_country: code, rail: 'cash', hours: 0 })),
          ),
          'AUD',
        ),
      )
    const [before, after] = [country('NZ', 'TH'), country('GH', 'NZ', 'PH', 'TH')].map(binding =>
      numberGroups(binding, ['counterparty_country', 'rail']),
    )
    const values = before!.valuesOf(before!.numberFor(['TH', 'cash'])!)
    assert.deepEqual(after!.valuesOf(after!.numberFor(values)!), ['TH', 'cash'])
  })
})

describe('a peer group in words', () => {
  it('says whom the subject is compared with, widest first', () => {
    const everyone = describeGroup('customer', ['counterparty_country', 'tenure_band'], [])
    assert.match(everyone, /^customers /)
    assert.equal(
      describeGroup('customer', ['counterparty_country', 'tenure_band'], ['PH', 'under 1 year']),
      `${everyone}, dealing with Philippines, customer for under 1 year`,
    )
    const payees = describeGroup('counterparty', ['payout_method', 'counterparty_country'], [])
    assert.match(payees, /^payees /)
    assert.equal(
      describeGroup('counterparty', ['payout_method', 'counterparty_country'], ['wallet', '']),
      `${payees}, payout method wallet, dealing with unknown`,
    )
  })
})

/** Two families, so that alerts can be raised: how often, and how much, within 30 days. */
function planWith(peers: readonly string[]): Plan {
  const where = { kind: 'constant', holds: true } as const
  const measure = { key: ['customer'], where, windowMicros: 30 * microsPerDay, whose: undefined }
  const indicator = { says: '{value}', per: undefined, unusual: 'high', weight: 1, sources: [] } as const
  return {
    card: 'often', cardVersion: 1, title: 'Often', typology: 'test', pack: 'test', packVersion: '1.0.0',
    subject: 'customer', role: 'suspected payer', clock: 'suspicion', gate: where, peers, essential: [], quietDays: 30,
    measures: [
      { ...measure, id: 'payments', operation: 'count', of: undefined, unit: 'payments' },
      { ...measure, id: 'amount', operation: 'sum', of: 'amount_home', unit: 'AUD' },
    ],
    indicators: [
      { ...indicator, id: 'many', family: 'tempo', measure: 0, unit: 'payments' },
      { ...indicator, id: 'much', family: 'amount', measure: 1, unit: 'AUD' },
    ],
    protective: [], unbound: [],
  } // biome-ignore format: a table
}

/** `counts[country]` customers who pay there once, and one, `x`, who pays to PH ten times, by cash. */
function crowd(counts: Readonly<Record<string, number>>): Rows {
  const others = Object.entries(counts).flatMap(([country, count]) =>
    Array.from(
      { length: count },
      (_, i): Seen => ({
        customer_id: `c-${country}-${i}`,
        counterparty_country: country,
        // Amounts differ, so that the peers do.
        amount: `${(i % 90) + 1}.00`,
        rail: 'cash',
        hours: i % 700,
      }),
    ),
  )
  const own = Array.from({ length: 10 }, (_, i): Seen => {
    return { customer_id: 'x', counterparty_country: 'PH', rail: 'cash', hours: 300 + i, amount: '50.00' }
  })
  return rowsOf([...others, ...own])
}

async function alertsOn(
  rows: Rows,
  peers: readonly string[],
): Promise<{ alert: Alert; calibration: Calibration }> {
  const history = historyOf(rows, 'AUD')
  const pool = openPool(history, [planWith(peers)], 1)
  const calibration = await calibrate(pool, { budget: 20 })
  const alerts = await detect(pool, calibration, {
    paymentIds: async asked => asked.map(payment => rows.payments[history.places[payment]!]!.payment_id),
  })
  assert.deepEqual(
    alerts.map(alert => alert.subject_id),
    ['x'],
  )
  return { alert: alerts[0]!, calibration }
}

describe('peer groups of an alert', () => {
  const peers = ['counterparty_country', 'rail']
  const groupsOf = ({ alert }: { alert: Alert }) => [
    ...new Set(alert.reasons.map(reason => `${reason.peers} ${reason.peer_group}`)),
  ]

  it('are the narrowest with enough peers, the subject not counted', async () => {
    assert.deepEqual(groupsOf(await alertsOn(crowd({ PH: peersMin, NZ: 300 }), peers)), [
      `${peersMin} ${describeGroup('customer', peers, ['PH', 'cash'])}`,
    ])
  })

  it('back off to the widest where one peer is missing, and say so', async () => {
    assert.deepEqual(groupsOf(await alertsOn(crowd({ PH: peersMin - 1, NZ: 300 }), peers)), [
      `${peersMin + 299} ${describeGroup('customer', peers, [])}`,
    ])
  })

  it('back off level by level', async () => {
    const rows = crowd({ PH: peersMin, NZ: 300 })
    // One of the peers pays by card instead: too few by cash, but still enough in the country.
    const payments = rows.payments.map(payment => {
      return payment.account_id === 'a-c-PH-0' ? { ...payment, rail: 'card' as const } : payment
    })
    assert.deepEqual(groupsOf(await alertsOn({ ...rows, payments }, peers)), [
      `${peersMin} ${describeGroup('customer', peers, ['PH'])}`,
    ])
  })

  it('are the widest, however small, where there are not enough peers at all', async () => {
    const rows = crowd({ PH: 60, NZ: 60 })
    const history = historyOf(rows, 'AUD')
    const pool = openPool(history, [planWith(peers)], 1)
    const calibration = await calibrate(pool, { budget: 10_000 })
    for (const { groups } of calibration.cards[0]!.indicators) {
      assert.deepEqual(
        groups.map(group => [group.values_shared, group.peers]),
        [[[], 121]],
      )
    }
  })

  it('are first those who did it about as often by then, where the card asks for them', async () => {
    const fields = ['times_a_year', 'rail']
    // As many as are enough pay three times each, and others once; x is compared at its third payment with those.
    const thrice = Array.from({ length: 3 * (peersMin + 20) }, (_, i): Seen => {
      const customer = Math.floor(i / 3)
      return { customer_id: `c-${customer}`, rail: 'cash', hours: 100 * (i % 3) + (customer % 90), amount: `${(customer % 90) + 1}.00` }
    }) // biome-ignore format: a table
    const once = Array.from({ length: 500 }, (_, i): Seen => {
      return { customer_id: `o-${i}`, rail: 'cash', hours: i, amount: `${(i % 90) + 1}.00` }
    })
    const own = [1, 2, 3].map((hour): Seen => {
      return { customer_id: 'x', rail: 'cash', hours: 300 + hour, amount: '900.00' }
    })
    const history = historyOf(rowsOf([...thrice, ...once, ...own]), 'AUD')
    const pool = openPool(history, [planWith(fields)], 1)
    const calibration = await calibrate(pool, { budget: 20 })
    const groups = calibration.cards[0]!.indicators[0]!.groups.map(each => [each.values_shared, each.peers])
    const all = peersMin + 20 + 1
    assert.deepEqual(groups, [
      [[], all + 500],
      [['1'], all + 500],
      [['1', 'cash'], all + 500],
      [['2 or more'], all],
      [['2 to 3'], all],
      [['2 to 3', 'cash'], all],
    ])
  })

  it('are those who did it more than some lower number of times, where too few did it as often', async () => {
    const often = Array.from({ length: 9 }, (_, i): Seen => {
      // Nothing about x is unusual until the fourth time.
      return { customer_id: 'x', rail: 'cash', hours: 310 + i, amount: i < 3 ? '1.00' : '900.00' }
    })
    const twice = Array.from({ length: 2 * (peersMin + 20) }, (_, i): Seen => {
      const customer = Math.floor(i / 2)
      return { customer_id: `c-${customer}`, rail: 'cash', hours: 300 * (i % 2) + (customer % 90), amount: `${(customer % 90) + 1}.00` }
    }) // biome-ignore format: a table
    const history = historyOf(rowsOf([...twice, ...often]), 'AUD')
    const pool = openPool(history, [planWith(['times_a_year'])], 1)
    const calibration = await calibrate(pool, { budget: 20 })
    const alerts = await detect(pool, calibration, { paymentIds: async asked => asked.map(String) })
    const x = alerts.find(({ subject_id }) => subject_id === 'x')
    assert.deepEqual(
      [...new Set(x?.reasons.map(reason => reason.peer_group))],
      [describeGroup('customer', ['times_a_year'], ['2 or more'])],
    )
  })

  it('smaller than the least are not kept in the calibration, because they could tell of people', async () => {
    const { calibration } = await alertsOn(crowd({ PH: peersMin - 2, NZ: 300 }), peers)
    for (const { groups } of calibration.cards[0]!.indicators) {
      assert.deepEqual(
        groups.map(group => [group.values_shared, group.peers]),
        [
          [[], peersMin + 299],
          [['NZ'], 300],
          [['NZ', 'cash'], 300],
        ],
      )
    }
  })
})
