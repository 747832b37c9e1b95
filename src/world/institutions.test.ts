import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from './accounts.ts'
import type { Customer } from './customers.ts'
import type { Identifier } from './footprints.ts'
import type { Payment } from './payment.ts'
import { mergedTruth } from './truth.ts'
import { createWorld, generate } from './world.ts'

const world = createWorld({ seed: 9, customers: 1_500, months: 4, institutions: 6 })
const { institutions } = world.scene
const payments: Payment[] = []
const accounts: Account[] = []
const customers: Customer[] = []
const identifiers: Identifier[] = []
const batches = generate(world, 100)
let step = batches.next()
for (; !step.done; step = batches.next()) {
  payments.push(...step.value.payments)
  accounts.push(...step.value.accounts)
  customers.push(...step.value.customers)
  identifiers.push(...step.value.identifiers)
}
const truth = step.value
const accountOf = new Map(accounts.map(account => [account.accountId, account]))

test('people bank at one institution or several, under numbers that do not tell who they are', () => {
  const perPerson = Map.groupBy(customers, each => each.person.index)
  assert.equal(perPerson.size, 1_500)
  const several = [...perPerson.values()].filter(each => each.length > 1)
  assert.ok(several.length > 150 && several.length < 1_200, `${several.length} with several`)
  for (const own of several) {
    const numbers = own.map(each => each.customerId.split('-').at(-1))
    assert.equal(new Set(numbers).size, own.length)
    // What ties them together is what they told each institution.
    const emails = identifiers.filter(
      each => each.type === 'email' && own.some(one => one.customerId === each.customerId),
    )
    assert.equal(new Set(emails.map(each => each.value)).size, 1)
  }
  for (const { number, kind } of institutions)
    assert.ok(
      customers.filter(each => each.institution === number).length > (kind === 'bank' ? 50 : 10),
      kind,
    )
  assert.equal(new Set(customers.map(each => each.customerId)).size, customers.length)
})

test('payments are on accounts of their institution, and no two share an id', () => {
  for (const payment of payments)
    assert.equal(accountOf.get(payment.accountId)?.institution, payment.institution)
  assert.equal(new Set(payments.map(each => each.paymentId)).size, payments.length)
})

test('two institutions see the two sides of one transfer: same reference, amount and time, each naming the other account', () => {
  const pairs = Map.groupBy(
    payments.filter(each => each.externalReference !== undefined),
    each => each.externalReference,
  )
  let across = 0
  for (const [out, back] of pairs.values()) {
    if (back === undefined) {
      assert.equal(out!.status, 'attempted')
      continue
    }
    assert.deepEqual([out!.direction, back.direction].sort(), ['in', 'out'])
    assert.deepEqual([out!.homeMinor, out!.bookedAt], [back.homeMinor, back.bookedAt])
    assert.equal(out!.party?.id, back.accountId)
    assert.equal(back.party?.id, out!.accountId)
    assert.equal(out!.party?.institution, institutions[back.institution]!.code)
    if (out!.institution !== back.institution) across++
  }
  assert.ok(across > 1_000, `${across} across institutions`)
})

test('a remitter sees the payee abroad, the bank only that money went to the remitter', () => {
  const remitter = institutions.find(each => each.kind === 'remitter')!.number
  const own = payments.filter(each => each.institution === remitter)
  const abroad = own.filter(each => each.direction === 'out')
  assert.ok(abroad.length > 100)
  assert.ok(abroad.every(each => each.party?.id.startsWith('SYN-R-')))
  const sum = (list: readonly Payment[]) => list.reduce((total, each) => total + each.homeMinor, 0)
  const funded = sum(own.filter(each => each.direction === 'in'))
  const paid = sum(abroad)
  // A payment that is booked twice by mistake is paid for once.
  assert.ok(funded > paid * 0.98 && funded <= paid, `${funded} in, ${paid} out`)
})

test('each institution has the truth of its own customers and counterparties; together they are the overall truth', () => {
  const idsOf = (institution: number) =>
    new Set(customers.filter(each => each.institution === institution).map(each => each.customerId))
  for (const { number } of institutions) {
    const own = truth.filter(each => each.institution === number)
    const ids = idsOf(number)
    const parties = new Set(payments.filter(each => each.institution === number).map(each => each.party?.id))
    for (const line of own)
      assert.ok(line.kind === 'customer' ? ids.has(line.id) : parties.has(line.id), line.id)
  }
  const payers = truth.filter(each => each.typology === 'live-distance-payer')
  assert.ok(new Set(payers.map(each => each.institution)).size > 1)
  const seenTwice = Map.groupBy(
    truth.filter(each => each.kind === 'counterparty'),
    each => each.id,
  )
  assert.ok(
    [...seenTwice.values()].some(lines => lines.length > 1),
    'a payee is known to several institutions',
  )
  const merged = mergedTruth(truth)
  assert.equal(new Set(merged.map(line => `${line.kind} ${line.id} ${line.typology}`)).size, merged.length)
})
