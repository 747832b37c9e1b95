import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../../book/memory.ts'
import type { Selector } from '../../domain/selectors.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Measure, Plan } from '../../typology/plan.ts'
import type { Alert } from '../alert.ts'
import { calibrate } from '../calibrate.ts'
import {
  crowd,
  type Deed,
  dayAt,
  ofPayment,
  ordinaryDeed,
  planOf,
  rowsOf,
  unusualDeed,
} from '../crowd.sample.ts'
import { detect } from '../detect.ts'
import { openPool } from '../pool.ts'
import { withIntelligence } from './columns.ts'
import type { Named } from './named.ts'
import { withoutIntelligence } from './unbind.ts'

function selector(source: string, receivedDay: number, changes: Partial<Selector> = {}): Selector {
  return {
    type: 'account',
    token: '',
    keyId: undefined,
    source,
    receivedAt: parseInstant(dayAt(receivedDay))!,
    expiresAt: undefined,
    typology: undefined,
    tlp: 'TLP:AMBER',
    reference: undefined,
    ...changes,
  }
}

/** The plan of the crowd, and an indicator on a field about intelligence. */
function planReading(field: string, key = 'customer', changes: Partial<Plan> = {}): Plan {
  const base = planOf()
  const listed: Measure = { ...ofPayment('listed', field, ''), key: [key] }
  return {
    ...base,
    measures: [...base.measures.map(measure => ({ ...measure, key: [key] })), listed],
    indicators: [
      ...base.indicators,
      { ...base.indicators[0]!, id: 'listed', says: '{value} named', family: 'intelligence', measure: 2 },
    ],
    ...changes,
  }
}

async function look(deeds: readonly Deed[], plan: Plan, named: Named | undefined): Promise<readonly Alert[]> {
  const rows = rowsOf(deeds)
  const plain = historyOf(rows, 'AUD')
  const history = named === undefined ? plain : withIntelligence(plain, named)
  const pool = openPool(history, [plan], 1)
  const calibration = await calibrate(pool, { budget: 1_000_000 })
  return detect(pool, calibration, {
    named,
    paymentIds: async asked => asked.map(payment => rows.payments[history.places[payment]!]!.payment_id),
  })
}

const named: Named = {
  counterparties: new Map([
    [
      'p',
      [
        selector('An office', 25, { reference: 'R-1' }),
        selector('A partner', 4, { expiresAt: parseInstant(dayAt(6)) }),
      ],
    ],
  ]),
  holdings: [],
  tallies: [],
}
const deeds: readonly Deed[] = [
  ...crowd(),
  { ...ordinaryDeed('x', 10), counterparty_id: 'p' },
  { ...unusualDeed('x', 30), counterparty_id: 'q' },
  { ...ordinaryDeed('y', 10), counterparty_id: 'p' },
  ordinaryDeed('y', 30),
]

test('a reason that rests on intelligence tells who named what, how long before, and the dealings', async () => {
  const alerts = await look(deeds, planReading('listed_counterparties'), named)
  const reason = alerts
    .find(({ subject_id: id }) => id === 'x')!
    .reasons.find(each => each.indicator === 'listed')!
  assert.equal(reason.value, 1)
  assert.ok(reason.counted && reason.bans > 2)
  assert.deepEqual(reason.intelligence, [
    {
      source: 'An office',
      selector_type: 'account',
      received_at: dayAt(25),
      age_days: Number((5 + 23 / 24).toFixed(3)),
      tlp: 'TLP:AMBER',
      typology: null,
      reference: 'R-1',
      names: 'counterparty',
      value: 'p',
      first_dealing_at: dayAt(10 + 10 / 24),
      last_dealing_at: dayAt(10 + 10 / 24),
    },
  ])
  assert.deepEqual(reason.payment_ids, ['x000250'])
})

test('a match strengthens evidence, and alone raises no alert', async () => {
  const plan = planReading('listed_counterparties')
  const scores = async (given: Named) => {
    const alerts = await look(deeds, plan, given)
    return new Map(alerts.map(alert => [alert.subject_id, alert.evidence_bans]))
  }
  const nothing = await scores({ counterparties: new Map(), holdings: [], tallies: [] })
  const something = await scores(named)
  assert.ok(something.get('x')! > nothing.get('x')! + 2)
  assert.ok(!something.has('y'))
})

test('an own identifier that is named is told as such', async () => {
  const holdings = [
    { customerId: 'x', value: 'x@y', since: Number.NEGATIVE_INFINITY, selectors: [selector('One', 1)] },
  ]
  const alerts = await look(deeds, planReading('listed_identifiers'), { ...named, holdings })
  const reason = alerts
    .find(({ subject_id: id }) => id === 'x')!
    .reasons.find(each => each.indicator === 'listed')!
  assert.deepEqual(
    reason.intelligence?.map(({ names, value, source, last_dealing_at: last }) => [
      names,
      value,
      source,
      last,
    ]),
    [['own identifier', 'x@y', 'One', null]],
  )
})

test('a payee that is named is told with the sources in force', async () => {
  const payees = [
    ...crowd().map((deed, i) => ({ ...deed, counterparty_id: `shop ${i}` })),
    { ...unusualDeed('x', 30), counterparty_id: 'p' },
  ]
  const plan = planReading('counterparty_named_by', 'counterparty', { subject: 'counterparty' })
  const [alert] = await look(payees, plan, named)
  assert.equal(alert?.subject_id, 'p')
  const reason = alert.reasons.find(each => each.indicator === 'listed')!
  assert.equal(reason.value, 1)
  assert.deepEqual(
    reason.intelligence?.map(({ source }) => source),
    ['An office'],
  )
})

test('without selectors what rests on intelligence is left out and listed, and the rest stays as it is', async () => {
  const plan = planReading('listed_counterparties')
  const [alert] = await look(deeds, plan, undefined)
  assert.deepEqual(alert?.not_evaluated, [
    { indicator: 'listed', reason: 'no selectors were given: add --selectors FILE' },
  ])
  const left = withoutIntelligence({ ...plan, indicators: plan.indicators.toReversed() })
  assert.deepEqual(
    left.indicators.map(({ id, measure }) => [id, left.measures[measure]?.id]),
    [
      ['late', 'hour'],
      ['large', 'amount'],
    ],
  )
  assert.equal(withoutIntelligence(planOf()).unbound.length, 0)
})

test('a card that cannot do without intelligence finds nothing without it', async () => {
  const plan = planReading('listed_counterparties', 'customer', { essential: ['intelligence'] })
  assert.deepEqual(await look(deeds, plan, undefined), [])
  assert.deepEqual(
    (await look(deeds, plan, named)).map(({ subject_id: id }) => id),
    ['x'],
  )
})
