import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { History } from '../book/history.ts'
import { historyOf } from '../book/memory.ts'
import { crowd, type Deed, look, ofPayment, planOf, rowsOf, unusualDeed } from './crowd.sample.ts'
import { countLinks, type LinkField, linkFields, type StandOut, sharersMax } from './links.ts'
import { wholePartition } from './lookback.ts'
import type { Partition } from './partition.ts'

const people = Array.from({ length: 60 }, (_, i) => `c${String(i).padStart(2, '0')}`)

const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.record({
    customer_id: fc.constantFrom(...people.slice(0, 8)),
    at: fc.nat(9),
    counterparty_id: fc.constantFrom('p1', 'p2', 'p3'),
    device_id: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
  }),
  { minLength: 1, maxLength: 30 },
)
const identifiers = fc.array(
  fc.record({
    customer_id: fc.constantFrom(...people.slice(0, 8)),
    type: fc.constantFrom('email' as const, 'phone' as const),
    value: fc.constantFrom('one', 'two', 'three'),
  }),
  { maxLength: 10 },
)

function linksOf(
  history: History,
  partition: Partition,
  field: LinkField,
  standOuts: readonly StandOut[],
): Float64Array {
  const links = new Float64Array(history.paymentCount)
  countLinks(history, partition, field, standOuts, links)
  return links
}

/** What links mean, by plain loops: at each payment, everybody else is asked. */
function naive(
  rows: ReturnType<typeof rowsOf> & {
    identifiers: readonly { customer_id: string; type: string; value: string }[]
  },
  field: LinkField,
  stoodOut: ReadonlyMap<string, number>,
): number[] {
  const history = historyOf(rows, 'AUD')
  const ids = Array.from(history.customer, customer => history.customerIds[customer]!)
  const column = field === 'payee_links' ? 'counterparty_id' : 'device_id'
  const things = (customer: string, payment: number) =>
    field === 'identifier_links'
      ? rows.identifiers
          .filter(row => row.customer_id === customer)
          .map(({ type, value }) => `${type} ${value}`)
      : ids.flatMap((id, i) =>
          id === customer && i <= payment ? [rows.payments[history.places[i]!]![column]!] : [],
        )
  return ids.map((id, payment) => {
    const own = new Set(things(id, payment))
    const others = [...stoodOut].filter(([other, since]) => {
      return other !== id && since <= payment && things(other, payment).some(thing => own.has(thing))
    })
    return others.length
  })
}

describe('links between customers', () => {
  it('are those that plain loops over the history find, at every payment', () => {
    fc.assert(
      fc.property(deeds, identifiers, fc.array(fc.nat(29), { maxLength: 3 }), (given, known, chosen) => {
        const rows = { ...rowsOf(given), identifiers: known }
        const history = historyOf(rows, 'AUD')
        const stoodOut = new Map<string, number>()
        for (const payment of chosen.filter(each => each < history.paymentCount).sort((a, b) => a - b)) {
          const id = history.customerIds[history.customer[payment]!]!
          if (!stoodOut.has(id)) stoodOut.set(id, payment)
        }
        const standOuts: StandOut[] = [...stoodOut].map(([id, payment]) => {
          return { customer: history.customerIds.indexOf(id), payment }
        })
        const partition = wholePartition(history, 'customer')
        for (const field of linkFields) {
          if (field === 'identifier_links' && known.length === 0) continue
          assert.deepEqual(
            [...linksOf(history, partition, field, standOuts)],
            naive(rows, field, stoodOut),
            field,
          )
        }
      }),
      { numRuns: 500 },
    )
  })

  it('are not made by what a crowd shares, but those made before it came stay', () => {
    const crowdOf = (count: number) =>
      people
        .concat(people.map(id => `${id}x`))
        .slice(0, count)
        .map((customer_id, i): Deed => {
          return { customer_id, at: i, counterparty_id: 'shop' }
        })
    const history = historyOf(
      rowsOf([...crowdOf(sharersMax + 10), { customer_id: 'late', at: 200, counterparty_id: 'shop' }]),
      'AUD',
    )
    const links = linksOf(history, wholePartition(history, 'customer'), 'payee_links', [
      { customer: history.customer[0]!, payment: 0 },
    ])
    assert.deepEqual([...links.subarray(0, 3)], [0, 1, 1])
    assert.equal(links[sharersMax - 1], 1)
    assert.equal(links[sharersMax], 0)
    assert.equal(links.at(-1), 0)
  })

  it('are unknown where the institution knows nothing of the kind', () => {
    const history = historyOf(rowsOf([{ customer_id: 'c1', at: 1 }]), 'AUD')
    const partition = wholePartition(history, 'customer')
    for (const field of linkFields) assert.ok(Number.isNaN(linksOf(history, partition, field, [])[0]!), field)
  })
})

describe('a card that looks at links', () => {
  const base = planOf()
  const linked = planOf({
    measures: [...base.measures, ofPayment('links', 'payee_links', 'customers')],
    indicators: [
      ...base.indicators,
      {
        id: 'linked',
        says: '{value} linked',
        family: 'network',
        measure: 2,
        per: undefined,
        unit: 'customers',
        unusual: 'high',
        weight: 1,
        sources: ['source'],
      },
    ],
  })
  const payee = { counterparty_id: 'payee' }
  // One who stands out alone; one who is a little unusual, and pays the same payee afterwards.
  const given: Deed[] = [
    ...crowd(),
    { ...unusualDeed('first', 3), ...payee },
    { customer_id: 'second', at: 4 + 22 / 24, amount: '255.00', ...payee },
  ]

  it('raises whoever shares a payee with one who stands out, and says so', async () => {
    const { alerts, calibration } = await look(rowsOf(given), [linked], { calibrate: { budget: 30 } })
    assert.ok(calibration.cut_without_links_bans !== null)
    const second = alerts.find(alert => alert.subject_id === 'second')
    const reason = second?.reasons.find(({ indicator }) => indicator === 'linked')
    assert.equal(reason?.value, 1)
    assert.ok(reason!.bans > 2)
    const first = alerts.find(alert => alert.subject_id === 'first')
    assert.equal(first?.reasons.find(({ indicator }) => indicator === 'linked')?.value, 0)
  })

  it('goes one step: whoever stands out by links alone links nobody further', async () => {
    const chain: Deed[] = [
      ...crowd(),
      { ...unusualDeed('first', 3), ...payee },
      // Unusual in one way only, so that it takes the link to raise them.
      { customer_id: 'second', at: 4 + 10 / 24, amount: '255.00', ...payee },
      { customer_id: 'second', at: 5 + 10 / 24, amount: '20.00', counterparty_id: 'other' },
      { customer_id: 'third', at: 6 + 10 / 24, amount: '256.00', counterparty_id: 'other' },
    ]
    const { alerts } = await look(rowsOf(chain), [linked], { calibrate: { budget: 30 } })
    assert.deepEqual(alerts.map(alert => alert.subject_id).sort(), ['first', 'second'])
  })
})
