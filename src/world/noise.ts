import { mainAccountId } from './accounts.ts'
import { customerIdAt } from './institutions.ts'
import type { Booked, Scene } from './life.ts'
import type { Wish } from './means.ts'
import { trades } from './merchants.ts'
import type { Person } from './person.ts'
import { chance, integer, pick, type Random, substream } from './random.ts'

const codes = Object.values(trades).map(trade => trade.code)

/**
 * The faults of real records, in times our own estimate: payments booked twice, of which most are reversed, merchant codes that are
 * wrong or missing, words and purposes that a channel lost. `wishes` are in order of time, and so is what comes back.
 */
export function tarnish(wishes: readonly Wish[], scale: number, random: Random): readonly Wish[] {
  if (scale === 0) return wishes
  const copies: Wish[] = []
  const records = wishes.map(wish => {
    const point = random()
    if (point >= 0.014 * scale) return wish
    const at = point / scale
    if (at < 0.001) {
      if (wish.externalReference === undefined && wish.status === 'completed') {
        const status = chance(random, 0.7) ? 'reversed' : 'completed'
        copies.push({ ...wish, bookedAt: wish.bookedAt + integer(random, 5, 900), status })
      }
      return wish
    }
    if (at < 0.004)
      return wish.merchantCategoryCode === undefined
        ? wish
        : { ...wish, merchantCategoryCode: chance(random, 0.5) ? pick(random, codes) : undefined }
    return at < 0.011 ? { ...wish, reference: undefined } : { ...wish, purpose: undefined }
  })
  return copies.length === 0
    ? records
    : [...records, ...copies].sort((one, other) => one.bookedAt - other.bookedAt)
}

/** The partner's account, for the second of two adults who keep one together; undefined for everybody else. */
export function jointAccount(scene: Scene, person: Person): Booked | undefined {
  const { household, index } = person
  if (scene.noise === 0 || household.adults !== 2 || index !== household.first + 1) return undefined
  if (!chance(substream(scene.seed, 'joint', household.first), Math.min(0.6, 0.2 * scene.noise)))
    return undefined
  const partner = scene.population.person(household.first)
  return {
    accountId: mainAccountId(partner),
    customerId: customerIdAt(partner.bank, partner.index),
    institution: partner.bank,
    openedDay: partner.sinceDay,
  }
}
