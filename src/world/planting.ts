import { LapwingError } from '../domain/errors.ts'
import { type Country, countryOf, personAbroad } from './abroad.ts'
import type { Calendar } from './calendar.ts'
import type { TruthSubject } from './life.ts'
import type { Party } from './party.ts'
import type { Person } from './person.ts'
import { chance, integer, pick, type Random, substream, weighted } from './random.ts'

/** How many subjects of each kind are planted. */
export interface PlantedCounts {
  readonly liveDistancePayers: number
  readonly facilitatorPayees: number
  readonly facilitatorCustomers: number
  readonly sextortionVictims: number
  readonly travellers: number
}

export const defaultPlanted: PlantedCounts = {
  liveDistancePayers: 8,
  facilitatorPayees: 5,
  facilitatorCustomers: 0,
  sextortionVictims: 8,
  travellers: 6,
}

/** A payee abroad and whether the truth names it. */
export interface Payee {
  readonly party: Party
  readonly truth: TruthSubject | undefined
}

export type Role =
  /** `payments` over the whole time. */
  | { readonly kind: 'live-distance-payer'; readonly payments: number; readonly payees: readonly Payee[] }
  | { readonly kind: 'one-off-payer'; readonly payee: Payee }
  | { readonly kind: 'facilitator' }
  | { readonly kind: 'sextortion-victim' }
  | { readonly kind: 'traveller'; readonly payees: readonly Payee[]; readonly country: Country }

/**
 * Where payees are: the Philippines in about half, then destinations that the Canadian unit named in 2020 and 2025
 * (FINTRAC, Project Shadow operational alerts).
 */
const drawCountry = weighted<Country>(
  ([['PH', 50], ['TH', 14], ['CO', 9], ['DO', 5], ['MX', 5], ['UA', 4], ['RO', 4], ['GH', 4], ['JM', 2]] as const).map(
    ([code, weight]) => [countryOf(code), weight],
  ),
) // biome-ignore format: short

/** Who among the people of a world does what, by customer index. */
export function plant(
  seed: number,
  people: readonly Person[],
  calendar: Calendar,
  counts: PlantedCounts,
): ReadonlyMap<number, Role> {
  const random = substream(seed, 'planting')
  const roles = new Map<number, Role>()
  const free = (person: Person) => !roles.has(person.index) && person.sinceDay < -30
  const adult = (person: Person) => person.ageYears >= 18 && person.living !== 'organisation'
  const facilitators = Array.from({ length: counts.facilitatorPayees }, (_, number) =>
    facilitator(seed, random, number),
  )

  const payers = new Map<string, number>()
  const join = (payee: Payee) => payers.set(payee.party.id, (payers.get(payee.party.id) ?? 0) + 1)

  for (let number = 0; number < counts.liveDistancePayers; number++) {
    const age = payerAge(random)
    const person = choose(random, people, 'live-distance payers', each => free(each) && adult(each), age)
    const payments = paymentCount((number + 0.5) / counts.liveDistancePayers, calendar.days, random)
    const payees = choosePayees(
      seed,
      random,
      person,
      facilitators,
      Math.min(payments, 1 + Math.round(Math.log2(payments))),
    )
    payees.forEach(join)
    roles.set(person.index, { kind: 'live-distance-payer', payments, payees })
  }
  for (let number = 0; number < counts.travellers; number++) {
    const person = choose(
      random,
      people,
      'travellers',
      each => free(each) && adult(each),
      integer(random, 34, 74),
    )
    // Half of the payers that one bank was faulted for also travelled, repeatedly (AUSTRAC v Westpac, 2019): travellers are
    // mostly known to the same facilitators.
    const open = facilitators.filter(each => !person.declaredTies.includes(each.party.country))
    const host = open.length > 0 && chance(random, 0.75) ? pick(random, open) : undefined
    const country = host === undefined ? drawCountryFor(random, person) : countryOf(host.party.country)
    const known = facilitators.filter(each => each.party.country === country.code)
    const payees = Array.from({ length: integer(random, 2, 5) }, (_, at) =>
      at < 2 && known[at] !== undefined ? known[at] : stranger(seed, country, person, at),
    )
    payees.forEach(join)
    roles.set(person.index, { kind: 'traveller', payees, country })
  }
  for (let number = 0; number < counts.facilitatorCustomers; number++) {
    const person = choose(
      random,
      people,
      'facilitators',
      each => free(each) && adult(each),
      integer(random, 21, 58),
    )
    roles.set(person.index, { kind: 'facilitator' })
  }
  for (let number = 0; number < counts.sextortionVictims; number++) {
    // Mainly 15 to 17 (AFP and AUSTRAC, sextortion release 2022).
    const age = pick(random, [13, 14, 15, 15, 16, 16, 17, 17])
    const child = (each: Person) =>
      free(each) && each.ageYears >= 13 && each.ageYears < 17.5 && each.living === 'child'
    roles.set(choose(random, people, 'sextortion victims', child, age).index, { kind: 'sextortion-victim' })
  }
  for (const payee of facilitators) {
    const target = Math.round(5 * (14 / 5) ** random())
    for (let count = payers.get(payee.party.id) ?? 0; count < target; count++) {
      const person = choose(
        random,
        people,
        'one-off payers',
        each => free(each) && adult(each),
        integer(random, 19, 72),
      )
      roles.set(person.index, { kind: 'one-off-payer', payee })
    }
  }
  return roles
}

function facilitator(seed: number, random: Random, number: number): Payee {
  const party = personAbroad(
    seed,
    drawCountry(random),
    ['payee', number],
    chance(random, 0.6) ? 'cash_pickup' : 'wallet',
  )
  return { party, truth: { kind: 'counterparty', id: party.id, typology: 'facilitator' } }
}

const stranger = (seed: number, country: Country, person: Person, number: number): Payee => ({
  party: personAbroad(seed, country, ['stranger', person.index, number]),
  truth: undefined,
})

/** A country that the customer has told of no tie with. */
function drawCountryFor(random: Random, person: Person): Country {
  for (;;) {
    const country = drawCountry(random)
    if (!person.declaredTies.includes(country.code) && person.origin !== country) return country
  }
}

/** Some payees are shared with others who pay, some are this payer's alone; most are in one country. */
function choosePayees(
  seed: number,
  random: Random,
  person: Person,
  facilitators: readonly Payee[],
  count: number,
): Payee[] {
  const open = facilitators.filter(each => !person.declaredTies.includes(each.party.country))
  const country = drawCountryFor(random, person)
  const payees: Payee[] = []
  for (let at = 0; at < count; at++) {
    const shared = open.filter(each => !payees.includes(each))
    const next = shared.length > 0 && chance(random, 0.45) ? pick(random, shared) : undefined
    payees.push(
      next ?? stranger(seed, chance(random, 0.8) ? country : drawCountryFor(random, person), person, at),
    )
  }
  return payees
}

/** Youngest 27, oldest 82, mostly in their fifties and sixties (AIC, Trends & issues 589). */
const payerAge = (random: Random): number =>
  chance(random, 0.68) ? integer(random, 49, 69) : integer(random, 27, 82)

/**
 * The number of payments at a quantile. Level: twelve customers of one bank made 3,057 in under six years, 45 a year each, the
 * first of them 110 a year (AUSTRAC v Westpac, statement of claim 2019). Shape: the lowest quarter of people makes 3 % of the
 * payments, the highest 3 % half of them (AIC, Trends & issues 589), which a small sample can only follow roughly.
 */
function paymentCount(quantile: number, days: number, random: Random): number {
  const year = days / 365
  if (quantile < 0.25) return Math.max(2, Math.round(integer(random, 3, 9) * year))
  if (quantile < 0.88)
    return Math.max(3, Math.round(12 * 5 ** ((quantile - 0.25) / 0.63) * (0.8 + 0.4 * random()) * year))
  return Math.max(4, Math.round((105 + 150 * random() ** 2) * year))
}

/** Somebody of about the wanted age. */
function choose(
  random: Random,
  people: readonly Person[],
  what: string,
  fits: (person: Person) => boolean,
  age: number,
): Person {
  for (let reach = 1; reach < 100; reach *= 2) {
    const candidates = people.filter(each => Math.abs(each.ageYears - age) <= reach && fits(each))
    if (candidates.length > 0) return pick(random, candidates)
  }
  throw new LapwingError('world-too-small', `the world has too few customers for the planted ${what}`, {
    remedy: 'Make it larger, or plant fewer.',
  })
}
