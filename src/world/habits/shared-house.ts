import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import { chance, integer, pick, type Random } from '../random.ts'
import { payDays } from './income.ts'

/** Whoever holds the lease of a shared house: the others pay in their part of the rent and bills. The share is our own estimate. */
export function collectRent(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.ageYears > 40) return
  if (person.household.dwelling !== 'rented' || !chance(random, 0.06)) return
  life.note('shared-house')
  const minor = integer(random, 18, 38) * 1_000
  for (let other = integer(random, 1, 4); other > 0; other--) {
    const party = outsider(scene.seed, 'flatmate', person.index, other)
    for (const day of payDays(life, random, 7)) {
      if (chance(random, 0.05)) continue
      life.pay({
        day,
        second: timeOfDay(random, 'phone', person.rhythm),
        direction: 'in',
        minor,
        rail: 'instant',
        party,
        by: 'batch',
        reference: pick(random, ['rent', 'rent', 'rent', 'bills', '']),
      })
    }
  }
}
