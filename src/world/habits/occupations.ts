import { countries, countryOf, personAbroad } from '../abroad.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, trades } from '../merchants.ts'
import { localParty } from '../party.ts'
import {
  between,
  chance,
  integer,
  logNormal,
  opaque,
  pick,
  poisson,
  type Random,
  weighted,
  zipf,
} from '../random.ts'
import { irregularDays } from './family-support.ts'
import { payDays } from './income.ts'

const drawSupplierCountry = weighted(
  countries.map(country => [country, ['CN', 'US', 'IN', 'VN', 'JP', 'NZ'].includes(country.code) ? 10 : 1]),
)

/** Students from abroad are paid for from home, in large sums, and send small ones back. */
export function study(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living !== 'student' || person.origin === undefined || !chance(random, 0.5)) return
  const parents = personAbroad(scene.seed, person.origin, ['family', person.household.first, 0], 'bank')
  const rank = zipf(random, trades.university.merchants)
  for (const day of payDays(life, random, 180)) {
    const minor = logNormal(random, 1_400_000, 0.3)
    life.pay({
      day,
      second: timeOfDay(random, 'batch', person.rhythm),
      direction: 'in',
      minor: minor * 1.2,
      rail: 'transfer',
      party: parents,
      charged: person.origin,
      by: 'batch',
      reference: pick(random, ['tuition', 'school fees', 'living']),
      purpose: 'STDY',
    })
    life.pay({
      day: day + integer(random, 1, 9),
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'out',
      minor,
      rail: 'transfer',
      party: merchantAt(trades.university, rank),
      by: 'phone',
      reference: 'tuition',
      purpose: 'STDY',
    })
  }
  for (const day of payDays(life, random, 30)) {
    if (chance(random, 0.5)) continue
    life.pay({
      day,
      second: timeOfDay(random, 'batch', person.rhythm),
      direction: 'in',
      minor: logNormal(random, 90_000, 0.5),
      rail: 'transfer',
      party: parents,
      charged: person.origin,
      by: 'batch',
      reference: 'living',
    })
  }
}

/** Owners of a dwelling that somebody else lives in. */
export function letOut(life: Life, random: Random): void {
  const { person, scene } = life
  if (
    person.living === 'child' ||
    person.living === 'organisation' ||
    person.ageYears < 30 ||
    !chance(random, 0.025)
  )
    return
  const mark = opaque(scene.seed, 'tenant', person.index)
  const tenant = localParty(
    `SYN-X-${mark}`,
    `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
    'SYNBANKTHREE',
  )
  const gap = pick(random, [7, 14, 30])
  const minor = Math.round(((logNormal(random, 52_000, 0.3) / 7) * gap) / 100) * 100
  for (const day of payDays(life, random, gap)) {
    life.pay({
      day,
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'in',
      minor,
      rail: 'transfer',
      party: tenant,
      by: 'batch',
      reference: 'rent',
    })
  }
}

/** A small business: customers in, suppliers (some abroad), wages, tax out. */
export function trade(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living !== 'organisation') return
  const sale = person.incomeMinor / 180
  for (let day = 0; day < scene.calendar.days; day++) {
    const open = scene.calendar.weekday(day) < 5 ? 1 : 0.3
    for (let count = poisson(random, 0.35 * open); count > 0; count--) {
      const mark = opaque(scene.seed, 'buyer', person.index, zipf(random, 200))
      life.pay({
        day,
        second: timeOfDay(random, 'office', person.rhythm),
        direction: 'in',
        minor: logNormal(random, sale, 0.8),
        rail: 'transfer',
        party: localParty(`SYN-X-${mark}`, `Synthetic Buyer ${mark.slice(0, 6).toUpperCase()}`),
        by: 'batch',
        reference: `invoice ${integer(random, 1_000, 9_999)}`,
      })
    }
    if (chance(random, 0.3 * open)) {
      const supplier = zipf(random, 3_000)
      life.pay({
        day,
        second: timeOfDay(random, 'office', person.rhythm),
        direction: 'out',
        minor: logNormal(random, sale * 0.5, 0.9),
        rail: 'transfer',
        party: localParty(`SYN-X-SUP-${supplier}`, `Synthetic Supplier ${String(supplier).padStart(4, '0')}`),
        by: 'phone',
        reference: `inv ${integer(random, 100, 9_999)}`,
      })
    }
  }
  for (let member = integer(random, 0, 4); member > 0; member--) {
    const mark = opaque(scene.seed, 'staff', person.index, member)
    for (const day of payDays(life, random, 14)) {
      life.pay({
        day,
        second: timeOfDay(random, 'office', person.rhythm),
        direction: 'out',
        minor: logNormal(random, 190_000, 0.15),
        rail: 'transfer',
        party: localParty(
          `SYN-X-${mark}`,
          `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
          'SYNBANKTWO',
        ),
        by: 'phone',
        reference: 'wages',
        purpose: 'SALA',
      })
    }
  }
  if (!chance(random, 0.3)) return
  const home = drawSupplierCountry(random)
  const partners = Array.from({ length: integer(random, 1, 5) }, (_, number) =>
    personAbroad(
      scene.seed,
      chance(random, 0.8) ? home : countryOf('CN'),
      ['supplier', person.index, number],
      'bank',
    ),
  )
  for (const day of irregularDays(random, scene.calendar.days, between(random, 7, 40))) {
    life.pay({
      day,
      second: timeOfDay(random, 'office', person.rhythm),
      direction: 'out',
      minor: logNormal(random, 240_000, 1.1),
      rail: 'transfer',
      party: pick(random, partners),
      by: 'phone',
      reference: `inv ${integer(random, 100, 9_999)}`,
      purpose: 'SUPP',
    })
  }
}
