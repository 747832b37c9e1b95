import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import { chance, integer, pick, type Random } from '../random.ts'

/**
 * Payments of cents for the sake of their words: quarrels, apologies, and talk that is blocked elsewhere. AUSTRAC's guide on the misuse
 * of payment text describes the harmful kind, which shares its form with much that is harmless. The share is our own estimate.
 */
export function writeInPayments(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'organisation' || person.activity < 0.05) return
  if (!chance(random, 0.004 * scene.lookAlikes)) return
  life.note('messages-in-payments')
  const party = outsider(scene.seed, 'addressee', person.index)
  for (let evening = integer(random, 1, 4); evening > 0; evening--) {
    const day = integer(random, 0, scene.calendar.days - 1)
    let second = timeOfDay(random, 'night', person.rhythm)
    for (let count = integer(random, 2, 14); count > 0; count--) {
      life.pay({
        day,
        second,
        direction: 'out',
        minor: pick(random, [1, 1, 1, 5, 10, 100]),
        rail: 'instant',
        party,
        by: 'phone',
        reference: pick(random, [
          'please answer',
          'sorry',
          'call me',
          'why',
          'miss you',
          'ok',
          'haha',
          'unblock me',
        ]),
      })
      second = Math.min(86_399, second + integer(random, 20, 900))
    }
  }
}
