import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from './payment.ts'
import { nobody } from './typologies.ts'
import { createWorld, liveTogether } from './world.ts'

/** Nobody planted; look-alikes as common as we think, over half a year. */
const world = createWorld({ seed: 13, customers: 1_500, months: 6, planted: nobody })
const customers = 1_500
const { payments } = liveTogether(world, 0, customers, new Map())
const ageOf = new Map(
  Array.from({ length: customers }, (_, index) => {
    const person = world.scene.population.person(index)
    return [person.customerId.slice(6), person.living === 'organisation' ? Number.NaN : person.ageYears]
  }),
)

/** Customers of whom a rule finds so many different parties. */
function naive(least: number, fits: (payment: Payment, age: number) => boolean): number {
  const parties = Map.groupBy(
    payments.filter(each => fits(each, ageOf.get(each.accountId.slice(6, 12))!)),
    each => each.accountId.slice(6, 12),
  )
  return [...parties.values()].filter(own => new Set(own.map(each => each.party?.id)).size >= least).length
}

const fromPeople = ({ direction, rail, party }: Payment): boolean =>
  direction === 'in' && rail !== 'direct_debit' && /^SYN-[XRA]-[0-9a-f]/.test(party?.id ?? '')

test('a naive rule drowns: ordinary people do in numbers what planted ones do', () => {
  const abroad = naive(3, each => each.direction === 'out' && each.party?.id.startsWith('SYN-R-') === true)
  assert.ok(abroad >= 15, `${abroad} pay three or more parties abroad`)
  const paid = naive(8, (each, age) => age >= 18 && fromPeople(each))
  assert.ok(paid >= 15, `${paid} adults are paid by eight or more people`)
  const youths = naive(4, (each, age) => age < 18 && fromPeople(each))
  assert.ok(youths >= 15, `${youths} minors are paid by four or more people`)
  const payers = naive(
    1,
    (each, age) => age >= 25 && each.direction === 'out' && minors.has(each.party?.id ?? ''),
  )
  assert.ok(payers >= 15, `${payers} adults pay minors`)
  const prepaid = naive(2, each => each.rail === 'gift_card')
  assert.ok(prepaid >= 15, `${prepaid} buy gift cards at two or more places`)
  const adult = naive(1, each => each.merchantCategoryCode === '5967')
  assert.ok(adult >= 15, `${adult} pay for adult content`)
})

const minors = new Set([...ageOf].filter(([, age]) => age < 18).map(([number]) => `SYN-A-${number}-1`))

test('every kind of look-alike lives in a world', () => {
  const many = createWorld({ seed: 14, customers: 1_200, months: 1, planted: nobody, lookAlikes: 8 })
  const found = new Set(liveTogether(many, 0, 1_200, new Map()).lookAlikes.flat())
  const expected = [
    'family-support', 'friends-abroad', 'hires-abroad', 'sponsor', 'savings-circle', 'companion-abroad',
    'adult-services-abroad', 'romance-fraud-victim', 'freelancer', 'sex-worker', 'online-seller', 'club-treasurer',
    'odd-jobs', 'crypto-investor', 'adult-subscriber', 'gamer', 'winters-abroad', 'buys-from-strangers',
    'messages-in-payments', 'shared-house',
  ] // biome-ignore format: a list
  assert.deepEqual([...found].sort(), expected.sort())
})
