import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import { irregularDays } from './family-support.ts'
import { roundly } from './transfers.ts'

const words = [
  '',
  '',
  'item',
  'postage',
  'couch',
  'bike',
  'shoes',
  'jacket',
  'card',
  'deposit',
  'thanks',
  'pickup',
]

/**
 * People who sell what they no longer need, or live from it: many strangers pay in once each, teenagers among the sellers.
 * Shares are our own estimate.
 */
export function sellOnline(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'organisation' || person.activity < 0.05) return
  const child = person.living === 'child'
  if (child && person.ageYears < 13) return
  if (!chance(random, (child ? 0.05 : 0.03) * scene.lookAlikes)) return
  life.note('online-seller')
  const trader = !child && chance(random, 0.2)
  const median = child ? logNormal(random, 2_500, 0.5) : logNormal(random, 5_500, 0.7)
  let buyer = 0
  for (const day of irregularDays(
    random,
    scene.calendar.days,
    trader ? between(random, 1.5, 6) : between(random, 7, 45),
  )) {
    // Now and then somebody comes back.
    const number = buyer > 0 && chance(random, 0.1) ? integer(random, 0, buyer - 1) : buyer++
    life.pay({
      day,
      second: timeOfDay(random, child ? 'afterSchool' : 'evening', person.rhythm),
      direction: 'in',
      minor: roundly(random, median * logNormal(random, 1, 0.7)),
      rail: pick(random, ['instant', 'instant', 'transfer', 'wallet'] as const),
      party: outsider(scene.seed, 'buyer', person.index, number),
      by: 'batch',
      reference: pick(random, words),
    })
  }
}
