import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { localParty } from '../party.ts'
import { chance, exponential, integer, logNormal, opaque, pick, type Random } from '../random.ts'
import { payDays } from './income.ts'

const words = [
  '', '', '', 'dinner', 'lunch', 'thanks', 'tickets', 'birthday', 'petrol', 'coffee', 'drinks', 'groceries', 'gift',
  'cash', 'footy', 'uber', 'concert', 'pizza', 'owed', 'weekend', 'holiday', 'medical', 'bond', 'school',
] // biome-ignore format: a list

/** Friends pay each other back, some of them customers here too. */
export function settleWithFriends(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.05) return
  const friends = Array.from({ length: integer(random, 2, 9) }, (_, number) =>
    chance(random, 0.2)
      ? scene.population.person(integer(random, 0, scene.population.size - 1))
      : opaque(scene.seed, 'friend', person.index, number),
  )
  const gap = 365 / ((person.ageYears < 40 ? 20 : 9) * person.activity)
  for (let at = exponential(random, gap); at < scene.calendar.days; at += exponential(random, gap)) {
    const friend = pick(random, friends)
    const draft = {
      day: Math.floor(at),
      second: timeOfDay(random, 'evening', person.rhythm),
      minor: roundly(random, logNormal(random, 4_000, 0.9)),
      rail: chance(random, 0.75) ? 'instant' : 'transfer',
      by: 'phone',
      reference: pick(random, words),
    } as const
    if (typeof friend !== 'string') {
      if (friend.living === 'child' || friend.living === 'organisation' || friend.index === person.index)
        continue
      life.payCustomer(friend, draft)
      continue
    }
    const party = localParty(
      `SYN-X-${friend}`,
      `Synthetic Person ${friend.slice(0, 6).toUpperCase()}`,
      'SYNBANKTHREE',
    )
    const inwards = chance(random, 0.45)
    life.pay({ ...draft, party, direction: inwards ? 'in' : 'out', by: inwards ? 'batch' : 'phone' })
  }
}

/** To the own savings account and back, and the credit card's monthly payment. */
export function moveOwnMoney(life: Life, random: Random): void {
  const { person, holdings, scene } = life
  if (holdings.savings !== undefined) {
    const share = person.living === 'child' ? 0.1 : 0.06
    for (const day of payDays(life, random, pick(random, [14, 30, 30, 60]))) {
      const back = chance(random, 0.25)
      const minor = roundly(
        random,
        logNormal(random, (person.incomeMinor * share * person.activity) / 24, 0.6),
      )
      move(life, random, day, minor, holdings.savings, back)
    }
  }
  if (holdings.second !== undefined) {
    const share = (person.incomeMinor * 0.3 * Math.min(1, person.activity)) / 26
    for (const day of payDays(life, random, 14))
      move(life, random, day, roundly(random, logNormal(random, share, 0.4)), holdings.second, false)
  }
  if (holdings.creditCard === undefined) return
  for (const day of payDays(life, random, 30)) {
    move(life, random, day, logNormal(random, 55_000 * person.activity, 0.6), holdings.creditCard, false)
  }
  if (chance(random, 0.02))
    move(life, random, integer(random, 0, scene.calendar.days - 1), 250_000, holdings.creditCard, true)
}

function move(
  life: Life,
  random: Random,
  day: number,
  minor: number,
  other: NonNullable<Life['holdings']['savings']>,
  back: boolean,
): void {
  const { main } = life.holdings
  const second = timeOfDay(random, 'phone', life.person.rhythm)
  const [from, to] = back ? [other, main] : [main, other]
  life.moveOwn(from, to, { day, second, minor: Math.round(minor), rail: 'transfer', by: 'phone' })
}

/** People like whole numbers: to 5 or 10 dollars, sometimes to the cent. */
export function roundly(random: Random, minor: number): number {
  const step = random() < 0.45 ? 1_000 : random() < 0.6 ? 500 : random() < 0.4 ? 100 : 1
  return Math.max(step === 1 ? 100 : step, Math.round(minor / step) * step)
}
