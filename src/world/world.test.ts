import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
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
import { createWorld, generate, type TruthLine, type World } from './world.ts'
import { writeWorld } from './write.ts'

const planted = { facilitatorCustomers: 2 }
const small = createWorld({ seed: 11, customers: 500, planted })

function everything(world: World, customersPerBatch?: number) {
  const { calendar } = world.scene
  const cells: Record<'customers' | 'accounts' | 'payments' | 'sessions' | 'identifiers', Cells[]> = {
    customers: [], accounts: [], payments: [], sessions: [], identifiers: [],
  } // biome-ignore format: short
  const payments: Payment[] = []
  const batches = generate(world, customersPerBatch)
  let step = batches.next()
  for (; !step.done; step = batches.next()) {
    cells.customers.push(...step.value.people.map(person => customerCells(person, calendar)))
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
const column = (table: TableName, name: string) => columnsOf(table).findIndex(each => each.name === name)
const localHour = (payment: Payment) =>
  Math.floor(((payment.bookedAt + payment.offsetMinutes! * 60) % 86_400) / 3_600)

test('the same seed gives the same world, in batches of any size; another seed gives another', () => {
  assert.deepEqual(everything(createWorld({ seed: 11, customers: 500, planted }), 7), {
    cells,
    payments,
    truth,
  })
  const other = everything(createWorld({ seed: 12, customers: 500 }))
  assert.notDeepEqual(other.cells.customers, cells.customers)
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
  const customers = new Map(small.scene.people.map(person => [person.customerId, person]))
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

test('people sleep, shops rest, and December is dear', () => {
  const perCustomer = payments.length / 500
  assert.ok(perCustomer > 100 && perCustomer < 150, `${perCustomer} payments a customer`)
  const known = payments.filter(each => each.offsetMinutes !== undefined && each.party?.country === 'AU')
  const night = known.filter(each => localHour(each) >= 1 && localHour(each) < 5).length / known.length
  assert.ok(night > 0.005 && night < 0.08, `${night} at night`)
  const cards = payments.filter(each => each.rail === 'card')
  const inMonth = (month: number) =>
    cards.filter(each => new Date(each.bookedAt * 1_000).getUTCMonth() === month).length
  assert.ok(inMonth(11) > inMonth(1) * 1.1)
  const statuses = Map.groupBy(payments, each => each.status)
  for (const status of ['attempted', 'reversed'] as const) {
    const share = (statuses.get(status)?.length ?? 0) / payments.length
    assert.ok(share > 0 && share < 0.02)
  }
  // Winter and summer offsets both occur where there is daylight saving.
  assert.ok([480, 600, 660].every(offset => known.some(each => each.offsetMinutes === offset)))
})

test('the truth names subjects that exist, between their first and last payment', () => {
  const kinds = Map.groupBy(truth, each => `${each.kind} ${each.typology}`)
  const count = (key: string) => kinds.get(key)?.length
  assert.equal(count('customer live-distance-payer'), 8)
  assert.equal(count('counterparty facilitator'), 5)
  assert.equal(count('customer facilitator'), 2)
  assert.equal(count('customer sextortion-victim'), 8)
  assert.equal(count('customer traveller'), 6)
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
    assert.match(truthCells(line).join(), /^(customer|counterparty),SYN-[CR]-/)
  }
  for (const line of kinds.get('counterparty facilitator')!) {
    const payers = new Set(
      payments.filter(each => each.party?.id === line.id).map(each => each.accountId.slice(0, 12)),
    )
    assert.ok(payers.size >= 5 && payers.size <= 25, `${payers.size} payers`)
    assert.equal(Math.min(...times(line)), line.firstAt)
  }
  for (const line of kinds.get('customer sextortion-victim')!) {
    const person = small.scene.people[Number(line.id.slice(6))]!
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
  assert.ok(lawful.size > 25, `${lawful.size} of 500 customers pay people abroad`)
  const several = [...lawful].filter(([, own]) => new Set(own.map(each => each.party?.id)).size >= 3)
  assert.ok(several.length >= 5)
  assert.ok(several.some(([number]) => small.scene.people[Number(number)]!.declaredTies.length === 0))
  const words = new Set(abroad.map(each => each.reference))
  assert.ok(['medical', 'school fees', 'rent'].every(word => words.has(word)))
})

test('planted payers follow the published figures', context => {
  const world = createWorld({
    seed: 5,
    customers: 900,
    planted: { liveDistancePayers: 60, travellers: 0, sextortionVictims: 0, facilitatorCustomers: 0 },
  })
  const payers = new Map([...world.roles].filter(([, role]) => role.kind === 'live-distance-payer'))
  const own = new Map<number, Payment[]>()
  for (const batch of generate(world)) {
    for (const payment of batch.payments) {
      const index = Number(payment.accountId.slice(6, 12))
      const role = payers.get(index)
      if (
        role?.kind !== 'live-distance-payer' ||
        !role.payees.some(each => each.party.id === payment.party?.id)
      )
        continue
      own.set(index, [...(own.get(index) ?? []), payment])
    }
  }
  const middle = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1]!
  const counts = [...own.values()].map(each => each.length).sort((one, other) => one - other)
  const total = counts.reduce((sum, each) => sum + each, 0)
  const share = (part: number[]) => part.reduce((sum, each) => sum + each, 0) / total
  const all = [...own.values()].flat()
  const prolific = [...own.values()].filter(each => each.length > 100)
  const gaps = prolific.flatMap(each =>
    each.slice(1).map((payment, at) => (payment.bookedAt - each[at]!.bookedAt) / 86_400),
  )
  const body = all.filter(each => each.homeMinor >= 1_000 && each.homeMinor <= 50_000).length / all.length
  const figures = {
    age: middle([...own.keys()].map(index => world.scene.people[index]!.ageYears)),
    lowestQuarter: share(counts.slice(0, counts.length >> 2)),
    topEighth: share(counts.slice(-Math.round(counts.length / 8))),
    body,
    median: middle(all.map(each => each.homeMinor)) / 100,
    prolificMedian: middle(prolific.flat().map(each => each.homeMinor)) / 100,
    prolificGap: middle(gaps),
  }
  context.diagnostic(`median age ${figures.age}; published: mostly fifties and sixties, 27 to 82`)
  context.diagnostic(
    `lowest quarter makes ${(figures.lowestQuarter * 100).toFixed(1)} % of payments; published 3 %`,
  )
  context.diagnostic(
    `highest eighth makes ${(figures.topEighth * 100).toFixed(1)} %; published: highest 3 % make 50 %`,
  )
  context.diagnostic(`A$10 to 500: ${(body * 100).toFixed(1)} %; published: the usual range`)
  context.diagnostic(`median A$${figures.median}; published A$51 in chat logs`)
  context.diagnostic(
    `prolific: median A$${figures.prolificMedian}, gap ${figures.prolificGap.toFixed(1)} days; published under A$55, under 20 days`,
  )
  assert.ok(figures.age >= 48 && figures.age <= 68)
  assert.ok(figures.lowestQuarter < 0.06)
  assert.ok(figures.topEighth > 0.45 && figures.topEighth < 0.85)
  assert.ok(figures.body > 0.93)
  assert.ok(figures.median > 35 && figures.median < 90)
  assert.ok(figures.prolificMedian < 55 && figures.prolificGap < 20)
})

test('a world is written byte for byte the same, and Parquet holds the same texts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-world-'))
  const world = () => createWorld({ seed: 3, customers: 400, months: 3, planted: { sextortionVictims: 2 } })
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  try {
    const progress: number[] = []
    const written = await writeWorld(world(), join(folder, 'one'), {
      format: 'csv',
      onProgress: each => progress.push(each.customers),
    })
    await writeWorld(world(), join(folder, 'two'), { format: 'csv' })
    await writeWorld(world(), join(folder, 'three'), { format: 'parquet' })
    assert.equal(progress.at(-1), 400)
    for (const name of await readdir(join(folder, 'one'))) {
      assert.deepEqual(
        await readFile(join(folder, 'one', name)),
        await readFile(join(folder, 'two', name)),
        name,
      )
    }
    for (const table of ['customers', 'accounts', 'payments', 'sessions', 'identifiers'] as const) {
      const csv = `read_csv('${join(folder, 'one', `${table}.csv`)}', all_varchar = true)`
      const parquet = `'${join(folder, 'three', `${table}.parquet`)}'`
      const result = await connection.runAndReadAll(
        `SELECT (SELECT count(*) FROM (FROM ${csv} EXCEPT ALL FROM ${parquet})), (SELECT count(*) FROM ${parquet})`,
      )
      assert.deepEqual(result.getRows()[0]?.map(Number), [0, written.rows[table]], table)
    }
    assert.match(await readFile(join(folder, 'three', 'README.txt'), 'utf8'), /invented/)
  } finally {
    connection.closeSync()
    database.closeSync()
    await rm(folder, { recursive: true })
  }
})

test('sizes that make no world are refused', () => {
  assert.throws(() => createWorld({ seed: -1 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, customers: 0 }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, start: '2025-02-30' }), { code: 'world-options' })
  assert.throws(() => createWorld({ seed: 1, customers: 10 }), { code: 'world-too-small' })
})
