import { LapwingError } from '../domain/errors.ts'
import { type Country, countryOf, personAbroad } from './abroad.ts'
import type { Party } from './party.ts'
import type { Person } from './person.ts'
import type { Population } from './population.ts'
import { between, chance, integer, pick, type Random, substream, weighted } from './random.ts'
import type { PlantedCounts, Typology } from './typologies.ts'

/** A payee abroad and what the truth names it as, if anything. */
export interface Payee {
  readonly party: Party
  readonly truth: Typology | undefined
}

export type Role =
  /** `payments` is how many they make in all, also before and after the world. */
  | { readonly kind: 'live-distance-payer'; readonly payments: number; readonly payees: readonly Payee[] }
  | { readonly kind: 'one-off-payer'; readonly payee: Payee }
  | { readonly kind: 'facilitator-receiver' }
  | { readonly kind: 'material-purchaser'; readonly merchants: readonly number[] }
  | { readonly kind: 'crypto-purchaser' }
  | { readonly kind: 'traveller'; readonly payees: readonly Payee[]; readonly country: Country }
  /** `mules`, `victims`, `merchants` are people of the world by index. */
  | { readonly kind: 'sextortion-victim'; readonly mules: readonly number[] }
  | { readonly kind: 'sextortion-approached' }
  /** `ring` numbers whoever runs several such accounts from one device; `launderer` takes over what was collected. */
  | { readonly kind: 'sextortion-mule'; readonly ring: number; readonly launderer: number | undefined }
  | { readonly kind: 'self-generated-buyer'; readonly victims: readonly number[] }
  | { readonly kind: 'self-generated-victim' }
  | { readonly kind: 'material-merchant'; readonly launderer: number | undefined }
  | { readonly kind: 'proceeds-launderer' }

/** The one device from which a ring's accounts are run. */
export const ringDevice = (role: Role & { kind: 'sextortion-mule' }): string => `SYN-D-R${role.ring}`

/**
 * Where payees are: the Philippines in about half, then destinations that the Canadian unit named in 2020 and 2025
 * (FINTRAC, Project Shadow operational alerts).
 */
const drawCountry = weighted<Country>(
  ([['PH', 50], ['TH', 14], ['CO', 9], ['DO', 5], ['MX', 5], ['UA', 4], ['RO', 4], ['GH', 4], ['JM', 2]] as const).map(
    ([code, weight]) => [countryOf(code), weight],
  ),
) // biome-ignore format: short

const adult = (person: Person): boolean => person.ageYears >= 18 && person.living !== 'organisation'
/** Nearly all payers in published cohorts are men (FINTRAC 2020 and 2025, as reported). */
const payer = (random: Random) => {
  const man = chance(random, 0.94)
  return (person: Person): boolean => adult(person) && (person.gender === 'man') === man
}

/**
 * Who among the people of a world does what, by index. People are drawn, not searched, so a large world costs no more.
 *
 * @throws LapwingError `world-too-small` when somebody finds no place
 */
export function plant(
  seed: number,
  population: Population,
  counts: PlantedCounts,
  difficulty: number,
): ReadonlyMap<number, Role> {
  const random = substream(seed, 'planting')
  const roles = new Map<number, Role>()
  /** Draws people one after the other and gives each a role. */
  const place = (
    what: string,
    count: number,
    age: () => number,
    fits: () => (person: Person) => boolean,
    role: (person: Person, number: number) => Role,
  ): number[] =>
    Array.from({ length: count }, (_, number) => {
      const right = fits()
      const free = (each: Person) => !roles.has(each.index) && each.sinceDay < -30 && right(each)
      const person = choose(random, population, what, free, age())
      roles.set(person.index, role(person, number))
      return person.index
    })

  const facilitators = Array.from({ length: counts['facilitator-payee'] }, (_, number) =>
    facilitator(seed, random, number),
  )
  const payers = new Map<string, number>()
  const join = (payees: readonly Payee[]) => {
    for (const { party } of payees) payers.set(party.id, (payers.get(party.id) ?? 0) + 1)
  }
  const launderers = place(
    'launderers',
    counts['proceeds-launderer'],
    () => integer(random, 20, 55),
    () => each => adult(each) && each.activity > 0.05,
    () => ({ kind: 'proceeds-launderer' }),
  )
  const drawLaunderer = () => (launderers.length > 0 ? pick(random, launderers) : undefined)
  const merchants = place(
    'merchants',
    counts['material-merchant'],
    () => 40,
    () => each => each.living === 'organisation',
    () => ({ kind: 'material-merchant', launderer: chance(random, 0.5) ? drawLaunderer() : undefined }),
  )
  const mules = place(
    'mules',
    counts['sextortion-mule'],
    () => integer(random, 18, 34),
    () => each => adult(each) && each.activity > 0.05,
    (_, number) => ({
      kind: 'sextortion-mule',
      // About 100 people ran more than 500 accounts (AFP and AUSTRAC, Operation Huntsman).
      ring: Math.floor(number / 5),
      launderer: chance(random, 0.3) ? drawLaunderer() : undefined,
    }),
  )
  const victims = place(
    'self-generated victims',
    counts['self-generated-victim'],
    () => integer(random, 13, 17),
    () => each => each.living === 'child' && each.ageYears >= 13,
    () => ({ kind: 'self-generated-victim' }),
  )

  place(
    'live-distance payers',
    counts['live-distance-payer'],
    () => payerAge(random),
    () => payer(random),
    (person, number) => {
      const payments = paymentCount((number + 0.7) / counts['live-distance-payer'], random)
      const wanted = Math.min(payments, 1 + Math.round(Math.log2(payments)))
      const payees = choosePayees(seed, random, person, facilitators, wanted, difficulty)
      join(payees)
      return { kind: 'live-distance-payer', payments, payees }
    },
  )
  place(
    'travellers',
    counts.traveller,
    () => integer(random, 34, 74),
    () => payer(random),
    person => {
      // Half of the payers that one bank was faulted for also travelled, repeatedly (AUSTRAC v Westpac, 2019): travellers are
      // mostly known to the same facilitators.
      const open = facilitators.filter(each => !person.declaredTies.includes(each.party.country!))
      const host = open.length > 0 && chance(random, 0.75) ? pick(random, open) : undefined
      const country =
        host === undefined ? drawCountryFor(random, person, difficulty) : countryOf(host.party.country!)
      const known = facilitators.filter(each => each.party.country === country.code)
      const payees = Array.from({ length: integer(random, 2, 5) }, (_, at) =>
        at < 2 && known[at] !== undefined ? known[at] : stranger(seed, country, person, at),
      )
      join(payees)
      return { kind: 'traveller', payees, country }
    },
  )
  place(
    'receiving facilitators',
    counts['facilitator-receiver'],
    () => integer(random, 21, 58),
    () => adult,
    () => ({ kind: 'facilitator-receiver' }),
  )
  place(
    'material purchasers',
    counts['material-purchaser'],
    () => integer(random, 19, 66),
    () => payer(random),
    () => ({ kind: 'material-purchaser', merchants: merchants.filter(() => chance(random, 0.6)) }),
  )
  // Younger than other payers (FINTRAC 2025, as reported).
  place(
    'crypto purchasers',
    counts['crypto-purchaser'],
    () => integer(random, 18, 44),
    () => payer(random),
    () => ({ kind: 'crypto-purchaser' }),
  )
  const child = (each: Person) => each.ageYears >= 13 && each.ageYears < 17.5 && each.living === 'child'
  // More than 90 % boys (AFP and AUSTRAC 2022), mainly 15 to 17; of those approached 38 % pay (Thorn and NCMEC 2024).
  const boys = () => {
    const boy = chance(random, 0.9)
    return (each: Person) => child(each) && (each.gender === 'man') === boy
  }
  const victimAge = () => pick(random, [13, 14, 15, 15, 16, 16, 17, 17])
  place('sextortion victims', counts['sextortion-victim'], victimAge, boys, () => ({
    kind: 'sextortion-victim',
    mules: mules.filter(() => chance(random, 0.7)),
  }))
  let approached = 0
  for (let paid = 0; paid < counts['sextortion-victim']; ) chance(random, 0.38) ? paid++ : approached++
  const youths = population.size / 40
  place(
    'approached children',
    Math.min(approached, Math.floor(youths)),
    victimAge,
    () => child,
    () => ({
      kind: 'sextortion-approached',
    }),
  )
  place(
    'buyers from minors',
    counts['self-generated-buyer'],
    () => integer(random, 20, 62),
    () => payer(random),
    () => ({
      kind: 'self-generated-buyer',
      victims: victims.filter(() => chance(random, 0.6)),
    }),
  )
  // As many as make a quarter of all who pay; every payee has three payers at least.
  const occasional = Math.round(counts['live-distance-payer'] / 3)
  const paid = Array.from({ length: facilitators.length > 0 ? occasional : 0 }, () =>
    pick(random, facilitators),
  )
  join(paid)
  for (const payee of facilitators) {
    for (let known = payers.get(payee.party.id) ?? 0; known < 3; known++) paid.push(payee)
  }
  place(
    'one-off payers',
    paid.length,
    () => integer(random, 19, 72),
    () => adult,
    (_, number) => ({ kind: 'one-off-payer', payee: paid[number]! }),
  )
  return roles
}

function facilitator(seed: number, random: Random, number: number): Payee {
  const party = personAbroad(
    seed,
    drawCountry(random),
    ['payee', number],
    chance(random, 0.6) ? 'cash_pickup' : 'wallet',
  )
  return { party, truth: 'facilitator-payee' }
}

const stranger = (seed: number, country: Country, person: Person, number: number): Payee => ({
  party: personAbroad(seed, country, ['stranger', person.index, number]),
  truth: undefined,
})

/** A country that the customer has told of no tie with; the more difficult the world, the more often one that they have. */
function drawCountryFor(random: Random, person: Person, difficulty: number): Country {
  if (person.origin !== undefined && chance(random, difficulty * 0.5)) return person.origin
  for (;;) {
    const country = drawCountry(random)
    if (!person.declaredTies.includes(country.code) && person.origin !== country) return country
  }
}

/** Some payees are shared with others who pay, some are this payer's alone; most are in one country. Twice as many as needed. */
function choosePayees(
  seed: number,
  random: Random,
  person: Person,
  facilitators: readonly Payee[],
  count: number,
  difficulty: number,
): Payee[] {
  const open = facilitators.filter(each => !person.declaredTies.includes(each.party.country!))
  const country = drawCountryFor(random, person, difficulty)
  const payees: Payee[] = []
  for (let at = 0; at < count; at++) {
    const shared = open.filter(each => !payees.includes(each))
    const next = shared.length > 0 && chance(random, 0.45) ? pick(random, shared) : undefined
    payees.push(
      next ??
        stranger(
          seed,
          chance(random, 0.8) ? country : drawCountryFor(random, person, difficulty),
          person,
          at,
        ),
    )
  }
  return payees
}

/** Youngest 27, oldest 82, mostly in their fifties and sixties (AIC, Trends & issues 589). */
const payerAge = (random: Random): number =>
  chance(random, 0.68) ? integer(random, 49, 69) : integer(random, 27, 82)

/**
 * The number of payments over all the time of a payer, at a quantile among those whom the truth names. Among 256 people who paid
 * known facilitators over 13 years, a quarter made 3 % of the payments and 3 % made half (AIC, Trends & issues 589): the quarter
 * are the one-off payers, whom the truth does not name; the others here have about 9 payments each, and one in 25 some
 * hundreds, as twelve customers of one bank had 255 each (AUSTRAC v Westpac, 2019) and one man in Queensland 826.
 */
export function paymentCount(quantile: number, random: Random): number {
  if (quantile < 0.96)
    return Math.round(3 * (20 / 3) ** Math.min(1, (quantile / 0.96) * between(random, 0.9, 1.1)))
  const rank = ((1 - quantile) / 0.04) * between(random, 0.8, 1.2)
  return Math.min(830, Math.round(100 * rank ** (-1 / 1.7)))
}

const triesMost = 60

/** Somebody of about the wanted age. */
function choose(
  random: Random,
  population: Population,
  what: string,
  fits: (person: Person) => boolean,
  age: number,
): Person {
  for (let reach = 1; reach < 100; reach *= 2) {
    for (let tries = 0; tries < triesMost * reach; tries++) {
      const person = population.person(integer(random, 0, population.size - 1))
      if (Math.abs(person.ageYears - age) <= reach && fits(person)) return person
    }
  }
  throw new LapwingError('world-too-small', `the world has too few customers for the planted ${what}`, {
    remedy: 'Make it larger, or plant fewer.',
  })
}
