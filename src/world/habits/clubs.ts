import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import type { Person } from '../person.ts'
import { between, chance, integer, pick, type Random } from '../random.ts'
import { irregularDays } from './family-support.ts'
import { payDays } from './income.ts'

/**
 * Treasurers and coaches of clubs, dance schools and scout groups: families pay fees into their account in the same weeks, and
 * they pay young umpires and helpers. Shares are our own estimate.
 */
export function collectFees(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.1) return
  if (!chance(random, 0.006 * scene.lookAlikes)) return
  life.note('club-treasurer')
  const families = integer(random, 8, 60)
  const fee = integer(random, 2, 30) * 500
  for (const start of payDays(life, random, pick(random, [30, 90]))) {
    for (let family = 0; family < families; family++) {
      if (chance(random, 0.2)) continue
      life.pay({
        day: start + Math.floor(random() ** 2 * 20),
        second: timeOfDay(random, 'phone', person.rhythm),
        direction: 'in',
        minor: fee * (chance(random, 0.15) ? 2 : 1),
        rail: 'instant',
        party: outsider(scene.seed, 'club family', person.index, family),
        by: 'batch',
        reference: pick(random, [
          'fees',
          'term fees',
          'training',
          'under 14s',
          'uniform',
          'camp',
          'excursion',
          '',
        ]),
      })
    }
  }
  const helpers = neighbours(life, random, each => each.living === 'child' && each.ageYears >= 13).slice(0, 5)
  for (const day of payDays(life, random, 7)) {
    for (const helper of helpers) {
      if (chance(random, 0.6)) continue
      life.payCustomer(helper, {
        day,
        second: timeOfDay(random, 'phone', person.rhythm),
        minor: integer(random, 4, 12) * 500,
        rail: 'instant',
        by: 'phone',
        reference: pick(random, ['umpire', 'scoring', 'coaching', 'thanks', '']),
      })
    }
  }
}

const chores = ['babysitting', 'lawn', 'tutoring', 'dog walk', 'thanks', 'car wash', 'cash', '']

/**
 * Young people who mind children, mow lawns or teach the neighbours' children: several adults who are no relatives pay them, often in
 * the evening. Shares are our own estimate.
 */
export function doOddJobs(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living !== 'child' || person.ageYears < 13 || !chance(random, 0.12 * scene.lookAlikes)) return
  life.note('odd-jobs')
  const near = neighbours(life, random, each => each.ageYears >= 25 && each.living !== 'organisation')
  const own = near.filter(each => each.household !== person.household).slice(0, integer(random, 0, 2))
  const others = integer(random, own.length === 0 ? 1 : 0, 5)
  const hourly = integer(random, 24, 50) * 100
  for (const day of irregularDays(random, scene.calendar.days, between(random, 5, 40))) {
    const number = integer(random, 0, own.length + others - 1)
    const draft = {
      day,
      second: timeOfDay(random, 'evening', person.rhythm),
      minor: Math.round((hourly * integer(random, 1, 5)) / 500) * 500,
      rail: 'instant',
      by: 'batch',
      reference: pick(random, chores),
    } as const
    const payer = own[number]
    if (payer === undefined)
      life.pay({ ...draft, direction: 'in', party: outsider(scene.seed, 'neighbour', person.index, number) })
    else life.receiveFrom(payer, { ...draft, by: 'phone' })
  }
}

/** People who live near: a few steps away in the order. */
export function neighbours(life: Life, random: Random, fits: (person: Person) => boolean): Person[] {
  const { population } = life.scene
  const found: Person[] = []
  for (let step = 1; step < 40 && found.length < 12; step++) {
    const at = life.person.index + (chance(random, 0.5) ? step : -step)
    if (at < 0 || at >= population.size) continue
    const other = population.person(at)
    if (fits(other) && !found.includes(other)) found.push(other)
  }
  return found
}
