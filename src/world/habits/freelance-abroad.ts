import { type Country, countryOf } from '../abroad.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import {
  between,
  chance,
  integer,
  logNormal,
  opaque,
  pick,
  type Random,
  substream,
  weighted,
} from '../random.ts'
import { irregularDays } from './family-support.ts'

const drawClientCountry = weighted<Country>(
  (['US', 'GB', 'NZ', 'SG', 'JP', 'IN', 'KR', 'MY', 'GR'] as const).map((code, at) => [
    countryOf(code),
    12 - at,
  ]),
)

/** Customers who work, teach, sell or stream for people abroad: many small sums in, from people who share nothing. */
export function workForAbroad(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation') return
  if (!chance(random, person.living === 'freelance' ? 0.16 : 0.006)) return
  life.note('freelancer')
  const clients = integer(random, 3, 45)
  const median = logNormal(random, 9_000, 0.8)
  const words = pick(random, [
    ['lesson', 'class', 'tutoring'],
    ['commission', 'art', 'design'],
    ['tip', 'thanks', ''],
    ['order', 'item', 'postage'],
  ])
  for (const day of irregularDays(random, scene.calendar.days, between(random, 1.5, 14))) {
    const number = Math.floor(random() ** 2 * clients)
    const mark = opaque(scene.seed, 'client', person.index, number)
    const country = drawClientCountry(substream(scene.seed, 'client home', mark))
    life.pay({
      day,
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'in',
      minor: median * logNormal(random, 1, 0.5),
      rail: pick(random, ['transfer', 'wallet', 'remittance'] as const),
      party: {
        id: `SYN-R-${mark}`,
        name: `Synthetic Client ${mark.slice(0, 6).toUpperCase()}`,
        country: country.code,
        institution: `SYNBANK${country.code}`,
        payout: undefined,
      },
      charged: country,
      by: 'batch',
      reference: pick(random, words),
    })
  }
}
