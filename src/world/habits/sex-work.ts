import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import { irregularDays } from './family-support.ts'

/**
 * Adults who live from lawful sex work, on line or in person: many adults pay them, mostly in the evening and at night, some
 * again and again, with words that say little. About one adult in a thousand (own estimate, near published ones of 20,000 in Australia).
 */
export function workInSexIndustry(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.ageYears > 55) return
  if (!chance(random, 0.0018 * scene.lookAlikes)) return
  life.note('sex-worker')
  const online = chance(random, 0.5)
  const clients = integer(random, 15, 140)
  const median = online ? logNormal(random, 4_500, 0.5) : logNormal(random, 24_000, 0.35)
  for (const day of irregularDays(random, scene.calendar.days, between(random, 0.8, 4))) {
    const number = Math.floor(random() ** 1.7 * clients)
    const minor = median * logNormal(random, 1, 0.35)
    life.pay({
      day,
      second: timeOfDay(random, 'night', person.rhythm),
      direction: 'in',
      minor: Math.max(500, Math.round(minor / 500) * 500),
      rail: pick(random, ['instant', 'instant', 'instant', 'transfer', 'wallet'] as const),
      party: outsider(scene.seed, 'client', person.index, number),
      by: 'batch',
      reference: pick(random, [
        '',
        '',
        '',
        'thanks',
        'massage',
        'gift',
        'tonight',
        'booking',
        'content',
        'xx',
      ]),
    })
  }
}
