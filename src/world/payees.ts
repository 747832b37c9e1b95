import { type Country, countryOf, personAbroad } from './abroad.ts'
import type { Person } from './person.ts'
import { between, chance, integer, pick, type Random, weighted } from './random.ts'
import type { Payee } from './roles.ts'

/**
 * Where payees are: the Philippines in about half, then destinations that the Canadian unit named in 2020 and 2025
 * (FINTRAC, Project Shadow operational alerts).
 */
const drawCountry = weighted<Country>(
  ([['PH', 50], ['TH', 14], ['CO', 9], ['DO', 5], ['MX', 5], ['UA', 4], ['RO', 4], ['GH', 4], ['JM', 2]] as const).map(
    ([code, weight]) => [countryOf(code), weight],
  ),
) // biome-ignore format: short

export function facilitator(seed: number, random: Random, number: number): Payee {
  const party = personAbroad(
    seed,
    drawCountry(random),
    ['payee', number],
    chance(random, 0.6) ? 'cash_pickup' : 'wallet',
  )
  return { party, truth: 'facilitator-payee' }
}

export const stranger = (seed: number, country: Country, person: Person, number: number): Payee => ({
  party: personAbroad(seed, country, ['stranger', person.index, number]),
  truth: undefined,
})

/** A country that the customer has told of no tie with; the more difficult the world, the more often one that they have. */
export function drawCountryFor(random: Random, person: Person, difficulty: number): Country {
  if (person.origin !== undefined && chance(random, difficulty * 0.5)) return person.origin
  for (;;) {
    const country = drawCountry(random)
    if (!person.declaredTies.includes(country.code) && person.origin !== country) return country
  }
}

/** Some payees are shared with others who pay, some are this payer's alone; most are in one country. Twice as many as needed. */
export function choosePayees(
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
export const payerAge = (random: Random): number =>
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
