import { countryOf, personAbroad } from '../abroad.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { trades } from '../merchants.ts'
import { between, chance, integer, logNormal, pick, type Random, weighted } from '../random.ts'
import { subscribe } from './bills.ts'
import { irregularDays, sendAbroad } from './family-support.ts'

const drawCountry = weighted(
  (['PH', 'TH', 'CO', 'UA', 'RO', 'BR', 'KE', 'DO'] as const).map((code, at) => [countryOf(code), 9 - at]),
)

/**
 * Adults who pay other adults abroad for lawful performances by camera or for company: small sums to several people, often at night. The main
 * look-alike on the same corridors (Rights Lab and World Childhood Foundation, Follow the Money, names it as a class to tell apart).
 * Its share is our own estimate.
 */
export function payForServicesAbroad(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.05) return
  if (!chance(random, 0.0025 * scene.lookAlikes)) return
  life.note('adult-services-abroad')
  const countries = Array.from({ length: pick(random, [1, 1, 2]) }, () => drawCountry(random))
  const adults = Array.from({ length: integer(random, 1, 9) }, (_, number) =>
    personAbroad(scene.seed, pick(random, countries), ['performer', person.index, number]),
  )
  if (chance(random, 0.4)) subscribe(life, random, trades.adult)
  const median = logNormal(random, 6_500, 0.6)
  for (const day of irregularDays(random, scene.calendar.days, between(random, 4, 45))) {
    const second = timeOfDay(random, chance(random, 0.6) ? 'night' : 'phone', person.rhythm)
    const payee = adults[Math.floor(random() ** 1.6 * adults.length)]!
    sendAbroad(life, random, day, payee, median * logNormal(random, 1, 0.5), chance(random, 0.7), {
      second,
      ...(chance(random, 0.5) ? { reference: '' } : {}),
    })
  }
}

/**
 * Somebody robbed by a romance fraud: one payee or a few that change, sums that grow to the savings, pressing messages, then nothing. Losses
 * spread as widely as in Scamwatch's reports (median in the thousands); the share is our own estimate.
 */
export function loseToRomanceFraud(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.ageYears < 25) return
  if (!chance(random, 0.0015 * scene.lookAlikes)) return
  life.note('romance-fraud-victim')
  const country = countryOf(pick(random, ['NG', 'GH', 'PH', 'MY', 'CI', 'UA', 'GB']))
  const { days } = scene.calendar
  const from = integer(random, 0, Math.max(0, days - 40))
  let minor = logNormal(random, 12_000, 0.6)
  let payee = 0
  for (const after of irregularDays(
    random,
    Math.min(days - from, integer(random, 30, 240)),
    between(random, 3, 14),
  )) {
    if (chance(random, 0.08)) payee++
    const party = personAbroad(scene.seed, country, ['sweetheart', person.index, payee])
    sendAbroad(
      life,
      random,
      from + after,
      party,
      Math.min(1_500_000, minor * logNormal(random, 1, 0.4)),
      chance(random, 0.8),
    )
    minor *= between(random, 1, 1.3)
  }
}
