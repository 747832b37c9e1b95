import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, type TableName, tables } from '../domain/tables.ts'
import type { Payment } from './payment.ts'
import {
  accountCells,
  type Cells,
  customerCells,
  identifierCells,
  paymentCells,
  sessionCells,
  truthCells,
} from './rows.ts'
import type { TruthLine } from './truth.ts'
import { handful, nobody, typologies } from './typologies.ts'
import { createWorld, generate, type World } from './world.ts'

/** For worlds in which the planted do not matter. */
const few = { ...nobody, 'live-distance-payer': 3, 'facilitator-payee': 2 }
const small = createWorld({ seed: 11, customers: 1_200, months: 6 })

function everything(world: World, customersPerBatch?: number) {
  const { calendar } = world.scene
  const cells: Record<'customers' | 'accounts' | 'payments' | 'sessions' | 'identifiers', Cells[]> = {
    customers: [], accounts: [], payments: [], sessions: [], identifiers: [],
  } // biome-ignore format: short
  const payments: Payment[] = []
  const batches = generate(world, customersPerBatch)
  let step = batches.next()
  for (; !step.done; step = batches.next()) {
    cells.customers.push(...step.value.customers.map(each => customerCells(each, calendar)))
    cells.accounts.push(...step.value.accounts.map(account => accountCells(account, calendar)))
    cells.sessions.push(...step.value.sessions.map(sessionCells))
    cells.identifiers.push(...step.value.identifiers.map(identifierCells))
    for (const payment of step.value.payments) {
      payments.push(payment)
      cells.payments.push(paymentCells(payment))
    }
  }
  return { cells, payments, truth: step.value }
}

const { cells, payments, truth } = everything(small)
const people = Array.from({ length: 1_200 }, (_, index) => small.scene.population.person(index))
const column = (table: TableName, name: string) => columnsOf(table).findIndex(each => each.name === name)
const localHour = (payment: Payment) =>
  Math.floor(((payment.bookedAt + payment.offsetMinutes! * 60) % 86_400) / 3_600)

test('the same seed gives the same world, in batches of any size; another seed gives another', () => {
  const world = (seed: number) => createWorld({ seed, customers: 1_000, months: 1, planted: few })
  const one = everything(world(11))
  assert.deepEqual(everything(world(11), 70), one)
  assert.notDeepEqual(everything(world(12)).cells.customers, one.cells.customers)
})

test('every row is canonical, and its identifiers are its own', () => {
  for (const [table, rows] of Object.entries(cells) as [TableName, Cells[]][]) {
    const columns = columnsOf(table)
    // Each row has its columns; every seventh payment and all else pass the schema.
    for (const [at, row] of rows.entries()) {
      assert.equal(row.length, columns.length)
      if (table === 'payments' && at % 7 !== 0) continue
      const record = Object.fromEntries(
        columns.flatMap((each, number) => {
          const text = row[number]!
          if (text === '') return []
          return [[each.name, each.kind === 'texts' || each.kind === 'countries' ? text.split(';') : text]]
        }),
      )
      const parsed = tables[table].safeParse(record)
      assert.ok(parsed.success, `${table}: ${JSON.stringify(record)} ${parsed.error}`)
    }
  }
  for (const table of ['customers', 'accounts', 'payments', 'sessions'] as const) {
    assert.equal(new Set(cells[table].map(row => row[0])).size, cells[table].length, table)
  }
})

test('everything hangs together: accounts have customers, payments have accounts that were open, children youth accounts', () => {
  const customers = new Map(people.map(person => [person.customerId, person]))
  const opened = new Map(cells.accounts.map(row => [row[0]!, row[column('accounts', 'opened_on')]!]))
  for (const [accountId, customerId, product] of cells.accounts) {
    const person = customers.get(customerId!)
    assert.ok(person !== undefined)
    const main = accountId!.endsWith('-1')
    assert.equal(product === 'youth', person.living === 'child' && main)
    assert.equal(person.living === 'child', person.ageYears < 18)
  }
  const { calendar } = small.scene
  const end = (calendar.epochDay + calendar.days) * 86_400
  for (const payment of payments) {
    const since = opened.get(payment.accountId)
    assert.ok(since !== undefined)
    // A local day begins before that day in UTC.
    assert.ok(payment.bookedAt >= Date.parse(since) / 1_000 - 14 * 3_600, payment.paymentId)
    assert.ok(payment.bookedAt >= calendar.epochDay * 86_400 && payment.bookedAt < end + 12 * 3_600)
    assert.ok(payment.amountMinor > 0 && payment.homeMinor > 0)
  }
})

test('a payment between two customers is booked on both sides', () => {
  const pairs = Map.groupBy(
    payments.filter(each => each.externalReference !== undefined),
    each => each.externalReference,
  )
  assert.ok(pairs.size > 200)
  for (const pair of pairs.values()) {
    // What a child could not afford was refused, and nobody received it.
    if (pair.length === 1 && pair[0]!.status === 'attempted') continue
    assert.deepEqual(pair.map(each => each.direction).sort(), ['in', 'out'])
    const [one, other] = [pair[0]!, pair[1]!]
    assert.equal(one.homeMinor, other.homeMinor)
    assert.equal(one.party?.id, other.accountId)
    assert.equal(other.party?.id, one.accountId)
  }
})

test('people sleep, shops rest, and months differ', () => {
  const perCustomer = payments.length / 1_200
  assert.ok(perCustomer > 50 && perCustomer < 85, `${perCustomer} payments a customer`)
  const known = payments.filter(each => each.offsetMinutes !== undefined && each.party?.country === 'AU')
  const night = known.filter(each => localHour(each) >= 1 && localHour(each) < 5).length / known.length
  assert.ok(night > 0.005 && night < 0.08, `${night} at night`)
  const cards = payments.filter(each => each.rail === 'card')
  const inMonth = (month: number) =>
    cards.filter(each => new Date(each.bookedAt * 1_000).getUTCMonth() === month).length
  assert.ok(inMonth(2) > inMonth(1) * 1.05)
  const statuses = Map.groupBy(payments, each => each.status)
  for (const status of ['attempted', 'reversed'] as const) {
    const share = (statuses.get(status)?.length ?? 0) / payments.length
    assert.ok(share > 0 && share < 0.02)
  }
  // Winter and summer offsets both occur where there is daylight saving.
  assert.ok([480, 600, 660].every(offset => known.some(each => each.offsetMinutes === offset)))
})

test('the truth names subjects that exist, between their first and last payment', () => {
  const kinds = Map.groupBy(truth, each => each.typology)
  for (const typology of typologies) assert.equal(kinds.get(typology)?.length, handful[typology], typology)
  const times = (line: TruthLine) =>
    payments
      .filter(each =>
        line.kind === 'customer'
          ? each.accountId.slice(6, 12) === line.id.slice(6)
          : each.party?.id === line.id,
      )
      .map(each => each.bookedAt)
  for (const line of truth) {
    const own = times(line)
    assert.ok(own.includes(line.firstAt) && own.includes(line.lastAt), line.id)
    assert.match(truthCells(line).join(), /^(customer,SYN-C|counterparty,SYN-R)-/)
  }
  for (const line of kinds.get('facilitator-payee')!) {
    const payers = new Set(
      payments.filter(each => each.party?.id === line.id).map(each => each.accountId.slice(0, 12)),
    )
    assert.ok(payers.size >= 3 && payers.size <= 25, `${payers.size} payers`)
    assert.equal(Math.min(...times(line)), line.firstAt)
  }
  for (const line of kinds.get('sextortion-victim')!) {
    const person = people[Number(line.id.slice(6))]!
    assert.ok(person.ageYears >= 13 && person.ageYears < 18)
  }
})

test('ordinary people are as easy to mistake as in life', () => {
  const abroad = payments.filter(
    each => each.direction === 'out' && each.party?.id.startsWith('SYN-R-') && each.purpose !== 'SUPP',
  )
  const planted = new Set([...small.roles.keys()].map(index => String(index).padStart(6, '0')))
  const lawful = Map.groupBy(
    abroad.filter(each => !planted.has(each.accountId.slice(6, 12))),
    each => each.accountId.slice(6, 12),
  )
  assert.ok(lawful.size > 25, `${lawful.size} of 1,200 customers pay people abroad`)
  const several = [...lawful].filter(([, own]) => new Set(own.map(each => each.party?.id)).size >= 3)
  assert.ok(several.length >= 5)
  assert.ok(several.some(([number]) => people[Number(number)]!.declaredTies.length === 0))
  const words = new Set(abroad.map(each => each.reference))
  assert.ok(['medical', 'school fees', 'rent'].every(word => words.has(word)))
})

test('sizes that make no world are refused', () => {
  assert.throws(() => createWorld({ seed: -1 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, customers: 0 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, start: '2025-02-30' }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, difficulty: 2 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, prevalence: 0.5 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, customers: 10 }), { code: 'world-too-small' })
})
