import { LapwingError } from '../domain/errors.ts'
import { countryOf } from './abroad.ts'
import { choosePayees, drawCountryFor, facilitator, payerAge, paymentCount, stranger } from './payees.ts'
import type { Person } from './person.ts'
import type { Population } from './population.ts'
import { chance, integer, pick, type Random, substream } from './random.ts'
import type { Payee, Role } from './roles.ts'
import type { PlantedCounts } from './typologies.ts'

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
  const youths = population.size / 60
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
