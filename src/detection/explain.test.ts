import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { History } from '../book/history.ts'
import { historyOf, type Rows } from '../book/memory.ts'
import { columnsOf, type TableName } from '../domain/tables.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import { evaluateFilter, type FieldValue } from '../typology/filter.ts'
import { readPack } from '../typology/pack.ts'
import type { Indicator, Measure, Plan } from '../typology/plan.ts'
import { accountCells, type Cells, customerCells, paymentCells } from '../world/rows.ts'
import { nobody } from '../world/typologies.ts'
import { createWorld, generate } from '../world/world.ts'
import type { Alert } from './alert.ts'
import { bind } from './binding.ts'
import { calibrate } from './calibrate.ts'
import type { Calibration } from './calibration.ts'
import { detect } from './detect.ts'
import { flagYes } from './fields.ts'
import { describeGroup, peersMin } from './peers.ts'
import { openPool, type Pool } from './pool.ts'
import { fieldsOf } from './program.ts'
import { rarityOf } from './rarity.ts'

/**
 * The alerts of an invented book, explained a second time: by plain loops over the payments, from the card, the
 * calibration and the values of the fields alone.
 */

const customers = 450
let plans: readonly Plan[]
let rows: Rows
let history: History
let pool: Pool
let calibration: Calibration
let alerts: readonly Alert[]
/** By payment, in the order of the history. */
let ids: readonly string[]
let numberOf: ReadonlyMap<string, number>
let fields: ReadonlyMap<string, readonly FieldValue[]>

before(async () => {
  plans = (await readPack(fileURLToPath(new URL('../../packs/reference/', import.meta.url)))).plans
  rows = worldRows()
  history = historyOf(rows, 'AUD')
  pool = openPool(history, plans, 1)
  calibration = await calibrate(pool, { budget: 8 })
  alerts = await alertsOf(pool)
  ids = Array.from(history.places, place => rows.payments[place]!.payment_id)
  numberOf = new Map(ids.map((id, number) => [id, number]))
  fields = new Map([...fieldsOf(plans)].map(name => [name, valuesOf(name)]))
})

function worldRows(): Rows {
  const planted = {
    ...nobody, 'live-distance-payer': 4, 'facilitator-payee': 3, 'sextortion-victim': 4, traveller: 3,
  } // biome-ignore format: a row
  const world = createWorld({ seed: 20_250_101, customers, months: 6, planted })
  const { calendar } = world.scene
  const tables = { customers: [] as object[], accounts: [] as object[], payments: [] as object[] }
  for (const batch of generate(world)) {
    tables.customers.push(...batch.customers.map(each => rowOf('customers', customerCells(each, calendar))))
    tables.accounts.push(...batch.accounts.map(account => rowOf('accounts', accountCells(account, calendar))))
    for (const payment of batch.payments) tables.payments.push(rowOf('payments', paymentCells(payment)))
  }
  return tables as unknown as Rows
}

function rowOf(table: TableName, cells: Cells): object {
  const known = columnsOf(table).flatMap(({ name, kind }, i) => {
    const list = kind === 'countries' || kind === 'texts'
    return cells[i] === '' ? [] : [[name, list ? cells[i]!.split(';') : cells[i]]]
  })
  return Object.fromEntries(known)
}

function alertsOf(own: Pool, raisedIn?: { from: number; until: number }): Promise<Alert[]> {
  const { places } = own.engine.binding.history
  return detect(own, calibration, {
    ...(raisedIn === undefined ? {} : { raisedIn }),
    paymentIds: async asked => asked.map(payment => rows.payments[places[payment]!]!.payment_id),
  })
}

/** A field at every payment, as people read it. */
function valuesOf(name: string): FieldValue[] {
  const field = bind(pool.engine.binding.history).field(name)
  const every = Uint32Array.from({ length: history.paymentCount }, (_, row) => row)
  if (field.type === 'number') {
    const values = new Float64Array(every.length)
    field.fill(every, values)
    return Array.from(values, value => value / field.scale)
  }
  const codes = new Uint32Array(every.length)
  field.fill(every, codes)
  if (field.type === 'text') return Array.from(codes, code => field.dictionary[code])
  return Array.from(codes, code => (code === 0 ? undefined : code === flagYes))
}

const at = (field: string, payment: number) => fields.get(field)![payment]

/** The payments of each subject, oldest first: an index, so that the plain loops need not look at everyone's. */
const indexes = new Map<string, Map<FieldValue, number[]>>()
function paymentsOf(kind: string, subject: FieldValue): readonly number[] {
  const index = indexes.get(kind) ?? Map.groupBy(fields.get(kind)!.keys(), payment => at(kind, payment))
  indexes.set(kind, index)
  return index.get(subject) ?? []
}

/** The payments that a measure looks at, seen from one payment: same key, within the window, up to it, passing `where`. */
function lookedAt(measure: Measure, from: number): number[] {
  if (measure.key.some(field => at(field, from) === '')) return []
  const [kind] = measure.key
  return paymentsOf(kind!, at(kind!, from)).filter(payment => {
    return (
      payment <= from &&
      history.bookedAt[payment]! > history.bookedAt[from]! - measure.windowMicros &&
      measure.key.every(field => at(field, payment) === at(field, from)) &&
      evaluateFilter(measure.where, field => at(field, payment))
    )
  })
}

function valueAt(measure: Measure, from: number): number {
  const payments = lookedAt(measure, from)
  const of = payments.map(payment => (measure.of === undefined ? 0 : at(measure.of, payment)))
  const numbers = of.filter((value): value is number => typeof value === 'number' && !Number.isNaN(value))
  const sum = numbers.reduce((total, value) => total + Math.round(value * 100), 0) / 100
  const times = payments.map(payment => history.bookedAt[payment]!)
  switch (measure.operation) {
    case 'count':
      return payments.length
    case 'distinct':
      return new Set(of.filter(value => value !== '' && value !== undefined)).size
    case 'sum':
      return sum
    case 'mean':
      return numbers.length === 0 ? Number.NaN : sum / numbers.length
    case 'max':
      return numbers.length === 0 ? Number.NaN : Math.max(...numbers)
    case 'min':
      return numbers.length === 0 ? Number.NaN : Math.min(...numbers)
    case 'gap':
      return times.length < 2 ? Number.NaN : (times.at(-1)! - times[0]!) / (times.length - 1) / microsPerDay
    case 'share': {
      const part = payments.filter(payment => evaluateFilter(measure.whose!, field => at(field, payment)))
      return part.length / payments.length
    }
    case 'first':
      return (history.bookedAt[from]! - (times[0] ?? Number.NaN)) / microsPerDay
    case 'last': {
      const before = payments.filter(payment => payment < from).at(-1)
      return before === undefined
        ? Number.NaN
        : (history.bookedAt[from]! - history.bookedAt[before]!) / microsPerDay
    }
  }
}

function indicatorAt(plan: Plan, { measure, per }: Indicator, from: number): number {
  const value = valueAt(plan.measures[measure]!, from)
  if (per === undefined) return value
  const divisor = valueAt(plan.measures[per]!, from)
  return divisor === 0 ? Number.NaN : value / divisor
}

/** The payments of an alert's subject that pass the gate of its card. */
function gatedOf(plan: Plan, subject: string): number[] {
  return paymentsOf(plan.subject, subject).filter(payment => {
    return evaluateFilter(plan.gate, field => at(field, payment))
  })
}

/** How often the subject had done what passes the gate, in the year up to a payment: at the age it has there, whatever it was. */
function timesAt(plan: Plan, subject: string, payment: number): number {
  const since = history.bookedAt[payment]! - 365 * microsPerDay
  return paymentsOf(plan.subject, subject).filter(other => {
    if (other > payment || history.bookedAt[other]! <= since) return false
    return evaluateFilter(plan.gate, field => at(field, field === 'customer_age' ? payment : other))
  }).length
}

/** The peer groups of a subject at a payment, narrowest first: what they share, and which other payments of the subject fall in them. */
function groupsAt(
  plan: Plan,
  subject: string,
  here: number,
): { values: string[]; holds: (payment: number) => boolean }[] {
  const shared = (field: string, payment: number) => {
    if (field !== 'times_a_year') return String(at(field, payment) ?? '')
    const low = 2 ** Math.floor(Math.log2(timesAt(plan, subject, payment)))
    return low === 1 ? '1' : `${low} to ${2 * low - 1}`
  }
  const nested = plan.peers.map((_, i) => plan.peers.slice(0, plan.peers.length - i))
  const orMore = []
  if (plan.peers[0] === 'times_a_year')
    for (let low = 2 ** Math.floor(Math.log2(timesAt(plan, subject, here))); low > 1; low /= 2)
      orMore.push(low)
  return [
    ...nested.map(fields => ({
      values: fields.map(field => shared(field, here)),
      holds: (payment: number) => fields.every(field => shared(field, payment) === shared(field, here)),
    })),
    ...orMore.map(low => ({
      values: [`${low} or more`],
      holds: (payment: number) => timesAt(plan, subject, payment) >= low,
    })),
    { values: [], holds: () => true },
  ]
}

const planOf = (alert: Alert) => plans.find(plan => plan.card === alert.card)!
const isClose = (one: number, other: number) =>
  Math.abs(one - other) <= 2e-5 * Math.max(1, Math.abs(one), Math.abs(other))
function assertClose(one: number, other: number, what: string): void {
  assert.ok(isClose(one, other), `${what}: ${one}, recomputed ${other}`)
}

describe('the alerts of an invented book', () => {
  it('are of several cards, both clocks and both kinds of subject, so that the tests below say something', () => {
    const different = (of: (alert: Alert) => string) => new Set(alerts.map(of)).size
    assert.ok(different(alert => alert.card) >= 3)
    assert.equal(
      different(alert => alert.clock),
      2,
    )
    assert.equal(
      different(alert => alert.subject_kind),
      2,
    )
    assert.ok(alerts.length >= 15, `${alerts.length} alerts`)
  })

  it('give values and payments that plain loops over the payments give again', () => {
    for (const alert of alerts) {
      const plan = planOf(alert)
      const strongest = numberOf.get(alert.strongest_payment_id)!
      for (const [i, indicator] of plan.indicators.entries()) {
        const reason = alert.reasons.find(each => each.indicator === indicator.id)
        const what = `${alert.card} ${alert.subject_id} ${indicator.id}`
        const value = indicatorAt(plan, plan.indicators[i]!, strongest)
        if (reason === undefined) {
          assert.ok(Number.isNaN(value), `${what} has the value ${value}, but no reason`)
          assert.ok(
            alert.not_evaluated.some(part => part.indicator === indicator.id),
            `${what} is not named`,
          )
          continue
        }
        assertClose(reason.value, value, what)
        const measure = plan.measures[indicator.measure]!
        const evidence = lookedAt(measure, strongest)
          .filter(payment => at(plan.subject, payment) === alert.subject_id)
          .filter(payment => {
            return measure.whose === undefined || evaluateFilter(measure.whose, field => at(field, payment))
          })
        assert.equal(reason.payment_count, evidence.length, what)
        assert.deepEqual(
          reason.payment_ids,
          evidence.slice(-reason.payment_ids.length || evidence.length).map(payment => ids[payment]),
          what,
        )
        // All of them, or the latest of very many.
        assert.ok(reason.payment_ids.length >= Math.min(evidence.length, 200), what)
      }
    }
  })

  it('place each value among the peers of the narrowest group that is large enough, oneself left out', () => {
    for (const alert of alerts) {
      const plan = planOf(alert)
      const strongest = numberOf.get(alert.strongest_payment_id)!
      const card = calibration.cards.find(each => each.card === plan.card)!
      const gated = gatedOf(plan, alert.subject_id).filter(payment => {
        return history.bookedAt[payment]! < parseInstant(calibration.until)!
      })
      for (const reason of alert.reasons) {
        const indicator = plan.indicators.find(each => each.id === reason.indicator)!
        const learnt = card.indicators.find(each => each.indicator === reason.indicator)!
        const expected = groupsAt(plan, alert.subject_id, strongest)
          .flatMap(({ values, holds }) => {
            const table = learnt.groups.find(
              group => JSON.stringify(group.values_shared) === JSON.stringify(values),
            )
            if (table === undefined) return []
            const own = gated
              .filter(holds)
              .map(payment => indicatorAt(plan, indicator, payment))
              .filter(value => !Number.isNaN(value))
            const extreme = indicator.unusual === 'high' ? Math.max(...own) : Math.min(...own)
            const value = indicatorAt(plan, indicator, strongest)
            const { peers, rarity } = rarityOf(table, value, extreme, indicator.unusual)
            return [{ group: describeGroup(plan.subject, plan.peers, values), peers, rarity }]
          })
          .find(({ peers }, i, all) => peers >= peersMin || i === all.length - 1)!
        const what = `${alert.card} ${alert.subject_id} ${reason.indicator}`
        assert.equal(reason.peer_group, expected.group, what)
        assert.equal(reason.peers, expected.peers, what)
        assertClose(reason.rarity, expected.rarity, what)
        const share = indicator.share ?? 1
        assertClose(reason.bans, Math.min(3, -Math.log10(expected.rarity)) * indicator.weight * share, what)
      }
    }
  })

  it('add up: strongest of each family less what speaks against, on the scale of the card, from the cut on', () => {
    for (const alert of alerts) {
      const strongest = (parts: readonly { family: string; bans: number }[]) => {
        const families = new Map<string, number>()
        for (const { family, bans } of parts) families.set(family, Math.max(bans, families.get(family) ?? 0))
        return [...families.values()].reduce((sum, bans) => sum + bans, 0)
      }
      const evidence = strongest(alert.reasons) - strongest(alert.speaks_against)
      assertClose(alert.evidence_bans, evidence, `${alert.card} ${alert.subject_id}`)
      const counted = alert.reasons.filter(reason => reason.counted)
      assertClose(strongest(counted), strongest(alert.reasons), 'what counts')
      assert.equal(new Set(counted.map(reason => reason.family)).size, counted.length)
      const { tenth, hundredth, passed } = calibration.cards.find(card => card.card === alert.card)!.scale
      const score = 1 + (evidence - tenth) / (hundredth - tenth) - Math.log10(passed)
      assert.ok(Math.abs(alert.score_bans - score) < 1e-3, `${alert.score_bans}, not ${score}`)
      assert.ok(alert.score_bans >= alert.cut_bans)
      for (const group of planOf(alert).essential) {
        const families = [group].flat()
        const isUnusual = ({ family, family_share, bans }: (typeof alert.reasons)[number]) =>
          families.includes(family) && bans / family_share! >= 1
        assert.ok(alert.reasons.some(isUnusual))
      }
    }
  })

  it('rest on two families at least, each of which says something, and on more than one alone could have', () => {
    for (const alert of alerts) {
      const families = alert.reasons.filter(reason => reason.counted && reason.bans > 0)
      assert.ok(families.length >= 2, `${alert.card} ${alert.subject_id}`)
      const whole = families.reduce((sum, { bans, family_share }) => sum + bans / family_share!, 0)
      const most = 3 * Math.max(...planOf(alert).indicators.map(({ weight }) => weight))
      assert.ok(whole > most, `${alert.card} ${alert.subject_id}`)
    }
  })

  it('keep to the budget over the time it was made for', () => {
    assert.ok(alerts.length <= Math.floor(8 * calibration.months))
  })

  it('sum the payments that bear on them, each once', () => {
    const whole = alerts.filter(alert => {
      return alert.reasons.every(reason => reason.payment_count === reason.payment_ids.length)
    })
    assert.ok(whole.length > 0)
    for (const alert of whole) {
      const bearing = new Set([
        alert.payment_id,
        alert.strongest_payment_id,
        alert.last_payment_id,
        ...alert.reasons.filter(reason => reason.counted).flatMap(reason => reason.payment_ids),
      ])
      const known = [...bearing].map(id => numberOf.get(id)!).sort((a, b) => a - b)
      assert.equal(alert.payment_count, known.length)
      assert.equal(parseInstant(alert.first_payment_at), history.bookedAt[known[0]!])
      assert.equal(parseInstant(alert.last_payment_at), history.bookedAt[known.at(-1)!])
      const cents = known.reduce(
        (sum, payment) => sum + Math.round(Number(at('amount_home', payment)) * 100),
        0,
      )
      assert.equal(alert.amount_home, (cents / 100).toFixed(2))
    }
  })

  it('name every indicator of the card: as a reason, or as not evaluated with why', () => {
    for (const alert of alerts) {
      const plan = planOf(alert)
      const reasons = alert.reasons.map(reason => reason.indicator)
      const not = alert.not_evaluated.map(part => part.indicator)
      assert.deepEqual(
        [...reasons, ...not].sort(),
        [...plan.indicators.map(each => each.id), ...plan.unbound.map(each => each.indicator)].sort(),
      )
      assert.ok(alert.not_evaluated.every(part => part.reason !== ''))
    }
    const unbound = plans.flatMap(plan => plan.unbound)
    assert.ok(unbound.length > 0, 'the reference pack has term lists that nobody supplied')
  })

  it('suspect no one under 18, and no one whose age is not known', () => {
    const births = new Map(rows.customers.map(each => [each.customer_id, each.birth_date]))
    const suspected = alerts.filter(alert => alert.subject_kind === 'customer' && alert.clock === 'suspicion')
    assert.ok(suspected.length > 0)
    for (const { subject_id, raised_at } of suspected) {
      const born = new Date(births.get(subject_id)!)
      const adult = Date.UTC(born.getUTCFullYear() + 18, born.getUTCMonth(), born.getUTCDate())
      assert.ok(Date.parse(raised_at) >= adult, subject_id)
    }
  })
})

describe('what came later', () => {
  it('changes nothing of what was decided: with the history cut off there, the same alerts stand', async () => {
    const middle = history.bookedAt[0]! + 100 * microsPerDay
    // Just after an alert was raised, too.
    for (const until of [middle, ...alerts.slice(0, 2).map(alert => parseInstant(alert.raised_at)! + 1)]) {
      const known = rows.payments.filter(payment => parseInstant(payment.booked_at)! < until)
      const early = historyOf({ ...rows, payments: known }, 'AUD')
      const found = await detect(openPool(early, plans, 1), calibration, {
        paymentIds: async asked => asked.map(payment => known[early.places[payment]!]!.payment_id),
      })
      const raised = (list: readonly Alert[]) =>
        list.map(alert => `${alert.alert_id} ${alert.card} ${alert.subject_id} ${alert.payment_id}`).sort()
      assert.deepEqual(raised(found), raised(alerts.filter(alert => parseInstant(alert.raised_at)! < until)))
      // Where the strongest payment was there already, the reasons are the same to the letter. Only how peers lie is told
      // without all that the subject itself did, later too.
      const ofSubject = (alert: Alert) => alert.reasons.map(({ distribution: _, ...reason }) => reason)
      const same = alerts.filter(alert => parseInstant(alert.strongest_at)! < until)
      for (const alert of same) {
        const then = found.find(each => each.alert_id === alert.alert_id)!
        assert.deepEqual([ofSubject(then), then.speaks_against], [ofSubject(alert), alert.speaks_against])
      }
    }
  })

  it('is all that a later period adds: alerts raised in parts of the time are those of the whole', async () => {
    const middle = history.bookedAt[0]! + 100 * microsPerDay
    const later = await alertsOf(pool, { from: middle, until: Number.POSITIVE_INFINITY })
    const expected = alerts.filter(alert => parseInstant(alert.raised_at)! >= middle)
    const found = new Set(later.map(alert => alert.alert_id))
    assert.deepEqual(
      expected.filter(alert => !found.has(alert.alert_id)).map(alert => alert.alert_id),
      [],
    )
  })
})

describe('a pool', () => {
  it('gives the same when it was used before, for another period', async () => {
    const middle = history.bookedAt[0]! + 90 * microsPerDay
    const period = { from: Number.NEGATIVE_INFINITY, until: middle }
    const fresh = await calibrate(openPool(history, plans, 1), { budget: 8, period })
    assert.deepEqual(await calibrate(pool, { budget: 8, period }), fresh)
  })
})
