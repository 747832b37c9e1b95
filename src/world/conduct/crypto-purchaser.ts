import { payAddress } from '../habits/crypto.ts'
import { irregularDays } from '../habits/family-support.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { chainAddress } from '../party.ts'
import { between, chance, integer, pick, type Random } from '../random.ts'
import { inConduct, partiesAt, softened } from './manner.ts'

/** US$10 to 50 (Chainalysis 2020, as reported), in AUD. */
const sums = [1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_500] as const

/**
 * Somebody who buys access with crypto assets: repeated small payments, usually US$10 to 50, mostly between 23:00 and 05:00, to one
 * address or a small group (Chainalysis 2020, as reported). Where the exchange is not of this world, the bank sees only that money goes
 * there, in matching sums.
 */
export function buyWithCrypto(life: Life, random: Random): void {
  const { person, scene } = life
  const typology = 'crypto-purchaser'
  const { days } = scene.calendar
  const from = integer(random, 0, Math.floor(days * 0.4))
  const until = Math.min(days, from + integer(random, 120, days))
  const addresses = pick(random, [1, 2, 2, 3, 5])
  const night = softened(life, between(random, 0.6, 0.9))
  for (const after of irregularDays(random, until - from, between(random, 4, 18))) {
    const day = from + after
    const sleepless = (23 * 3_600 + random() * 6 * 3_600) % 86_400
    const second = chance(random, night) ? Math.floor(sleepless) : timeOfDay(random, 'phone', person.rhythm)
    // Some sellers are shared with other buyers, some use a new address now and then.
    const number = integer(random, 0, partiesAt(life, typology, day, addresses) - 1)
    const address =
      number % 2 === 0
        ? chainAddress(scene.seed, 'seller', person.index, number)
        : chainAddress(scene.seed, 'known seller', number)
    const done = inConduct(life, typology, { day, second, minor: pick(random, sums), rail: 'crypto' }, false)
    payAddress(life, day, done.second, done.minor, address, { truth: typology })
  }
}
