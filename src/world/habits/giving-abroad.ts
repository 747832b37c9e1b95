import { countries, countryOf, personAbroad } from '../abroad.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, trades } from '../merchants.ts'
import { localParty, type Party } from '../party.ts'
import {
  between,
  chance,
  integer,
  logNormal,
  pick,
  type Random,
  substream,
  weighted,
  zipf,
} from '../random.ts'
import { irregularDays, sendAbroad } from './family-support.ts'
import { payDays } from './income.ts'

const drawFriendCountry = weighted(
  countries.map(country => [country, country.diaspora * country.supports + country.trips / 60]),
)
const drawWorkCountry = weighted(
  ['PH', 'IN', 'UA', 'PK', 'RO', 'CO', 'ID', 'KE', 'BD'].map((code, at) => [countryOf(code), 10 - at]),
)

/** Ways in which people lawfully pay strangers, friends and organisations abroad. */
export function giveAbroad(life: Life, random: Random): void {
  const { person } = life
  if (person.living === 'child' || person.living === 'organisation') return
  const { lookAlikes } = life.scene
  if (chance(random, 0.002 * lookAlikes)) supportFriends(life, random)
  if (chance(random, person.living === 'freelance' ? 0.06 : 0.004)) hire(life, random)
  if (chance(random, 0.025)) sponsorChild(life, random)
  if (person.origin !== undefined && chance(random, 0.04)) payCollector(life, random)
  if (chance(random, (person.ageYears > 45 ? 0.004 : 0.002) * lookAlikes)) payCompanion(life, random)
}

/** Several unrelated friends, met on a journey or through a church, helped with small sums now and then. */
function supportFriends(life: Life, random: Random): void {
  life.note('friends-abroad')
  const { person, scene } = life
  const homes = Array.from({ length: pick(random, [1, 1, 2, 3]) }, () => drawFriendCountry(random))
  const friends = Array.from({ length: integer(random, 2, 8) }, (_, number) =>
    personAbroad(scene.seed, pick(random, homes), ['friend', person.index, number]),
  )
  const median = logNormal(random, 9_000, 0.7)
  for (const day of irregularDays(random, scene.calendar.days, between(random, 8, 60))) {
    sendAbroad(
      life,
      random,
      day,
      pick(random, friends),
      median * logNormal(random, 1, 0.5),
      chance(random, 0.8),
    )
  }
}

/** Freelancers abroad, paid for hours or pieces of work, directly or through a platform. */
function hire(life: Life, random: Random): void {
  life.note('hires-abroad')
  const { person, scene } = life
  const workers = Array.from({ length: integer(random, 1, 6) }, (_, number) =>
    personAbroad(
      scene.seed,
      drawWorkCountry(random),
      ['worker', person.index, number],
      pick(random, ['bank', 'bank', 'wallet']),
    ),
  )
  const platform = chance(random, 0.4)
    ? merchantAt(trades.freelancePlatform, zipf(random, trades.freelancePlatform.merchants), 'US')
    : undefined
  const median = logNormal(random, 16_000, 0.9)
  for (const day of irregularDays(random, scene.calendar.days, between(random, 5, 30))) {
    const minor = median * logNormal(random, 1, 0.5)
    if (platform === undefined) {
      sendAbroad(life, random, day, pick(random, workers), minor, chance(random, 0.6), {
        reference: pick(random, ['', 'invoice', 'design', 'work', 'website', 'hours', 'editing']),
      })
      continue
    }
    life.pay({
      day,
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'out',
      minor,
      rail: 'card',
      party: platform,
      charged: countryOf('US'),
      by: 'phone',
      code: trades.freelancePlatform.code,
    })
  }
}

/** Sponsors give a fixed sum every month to one of a dozen organisations abroad. */
function sponsorChild(life: Life, random: Random): void {
  life.note('sponsor')
  const number = zipf(random, 12)
  const country = pick(substream(life.scene.seed, 'charity', number), [
    'PH',
    'KE',
    'IN',
    'ET',
    'NP',
    'LK',
    'ID',
    'FJ',
    'CO',
  ])
  const charity: Party = {
    id: `SYN-R-${country}-ORG${number}`,
    name: `Synthetic Child Sponsorship ${number + 1}`,
    country,
    institution: `SYNBANK${country}`,
    payout: 'bank',
  }
  const minor = pick(random, [3_900, 4_500, 4_800, 4_800, 5_500, 9_600])
  for (const day of payDays(life, random, 30)) {
    life.pay({
      day,
      second: timeOfDay(random, 'batch', life.person.rhythm),
      direction: 'out',
      minor,
      rail: chance(random, 0.5) ? 'transfer' : 'remittance',
      party: charity,
      by: 'batch',
      reference: 'child sponsorship',
      purpose: chance(random, 0.7) ? 'CHAR' : undefined,
    })
  }
}

/** A trusted person of the community collects and carries on; many pay the same one. */
function payCollector(life: Life, random: Random): void {
  life.note('savings-circle')
  const { person, scene } = life
  const country = person.origin!
  const collector = personAbroad(scene.seed, country, ['collector', integer(random, 0, 1)])
  const here = localParty(
    `SYN-X-CLUB-${country.code}-${integer(random, 0, 2)}`,
    `Synthetic Savings Group ${country.code}`,
  )
  const minor = Math.round(logNormal(random, 12_000, 0.6) / 1_000) * 1_000 + 1_000
  const local = chance(random, 0.5)
  for (const day of payDays(life, random, pick(random, [7, 14, 30]))) {
    if (chance(random, 0.15)) continue
    if (!local)
      sendAbroad(life, random, day, collector, minor, true, {
        reference: pick(random, ['', 'club', 'church', 'group', 'village']),
      })
    else
      life.pay({
        day,
        second: timeOfDay(random, 'phone', person.rhythm),
        direction: 'out',
        minor,
        rail: 'instant',
        party: here,
        by: 'phone',
        reference: pick(random, ['', 'club', 'turn']),
      })
  }
}

/** An adult friendship or romance at a distance: one payee, sums that grow, sometimes a fraud, never more than that. */
function payCompanion(life: Life, random: Random): void {
  life.note('companion-abroad')
  const { person, scene } = life
  const companion = personAbroad(scene.seed, drawFriendCountry(random), ['companion', person.index])
  const from = integer(random, 0, Math.max(0, scene.calendar.days - 60))
  const gap = between(random, 4, 30)
  let minor = logNormal(random, 9_000, 0.7)
  for (const after of irregularDays(
    random,
    Math.min(scene.calendar.days - from, integer(random, 40, 330)),
    gap,
  )) {
    sendAbroad(
      life,
      random,
      from + after,
      companion,
      minor * logNormal(random, 1, 0.45),
      chance(random, 0.75),
    )
    minor = Math.min(400_000, minor * between(random, 0.96, 1.12))
  }
}
