import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { drawEverydayTrade, type Trade, trades } from '../merchants.ts'
import { localParty, type Party } from '../party.ts'
import type { Person } from '../person.ts'
import {
  between,
  chance,
  exponential,
  integer,
  logNormal,
  opaque,
  pick,
  poisson,
  type Random,
  weighted,
} from '../random.ts'
import { payDays } from './income.ts'
import { buy } from './spending.ts'
import { roundly } from './transfers.ts'

const drawTrade = weighted<Trade>([
  [trades.takeaway, 40],
  [trades.grocer, 18],
  [trades.transit, 12],
  [trades.digitalGames, 8],
  [trades.hobby, 6],
  [trades.clothing, 7],
  [trades.cinema, 5],
  [trades.marketplace, 6],
  [trades.digitalGoods, 5],
])

const words = [
  '',
  '',
  '',
  'lunch',
  'thx',
  'maccas',
  'skin',
  'ticket',
  'movie',
  'bday',
  'owe u',
  'game',
  'hoodie',
  'gift',
]

/** Pocket money and first wages in, small things out: an account of somebody between ten and seventeen. */
export function growUp(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living !== 'child') return
  const age = person.ageYears
  receive(life, random)
  const perDay = (age - 8) * 0.018 * person.activity
  for (let day = 0; day < scene.calendar.days; day++) {
    const factor = scene.calendar.spending(day) * (scene.calendar.isSchoolHoliday(day) ? 1.35 : 0.93)
    for (let count = poisson(random, perDay * factor); count > 0; count--) {
      const trade = chance(random, 0.92) ? drawTrade(random) : drawEverydayTrade(random)
      buy(life, random, trade, day, undefined, 0.55, trade.online ? 'afterSchool' : trade.hours)
    }
  }
  payFriends(life, random)
  if (chance(random, 0.06 * scene.lookAlikes)) buyFromStranger(life, random)
}

function receive(life: Life, random: Random): void {
  const { person, scene } = life
  const parent = findParent(life)
  const minor = Math.max(500, Math.round(logNormal(random, 400 + person.ageYears * 110, 0.5) / 500) * 500)
  const elsewhere = parent === undefined ? outsideParent(scene.seed, person) : undefined
  const reference = pick(random, ['pocket money', 'allowance', '', 'pocket money', 'chores'])
  for (const day of payDays(life, random, pick(random, [7, 7, 14]))) {
    give(life, random, day, minor, reference, parent, elsewhere)
  }
  // Grandparents at birthdays and Christmas.
  for (const day of [scene.calendar.days - 8, 365 - person.birthdayDaysAgo]) {
    if (day > 0 && day < scene.calendar.days && chance(random, 0.6)) {
      give(
        life,
        random,
        day,
        integer(random, 2, 20) * 1_000,
        pick(random, ['happy birthday', 'xmas', 'love nan', 'gift']),
        undefined,
        outsideParent(scene.seed, person, 1),
      )
    }
  }
  if (person.ageYears < 15 || chance(random, 0.5)) return
  const employer = localParty(`SYN-X-EMP-${integer(random, 0, 60)}`, 'Synthetic Junior Employer')
  for (const day of payDays(life, random, 7)) {
    if (chance(random, 0.15)) continue
    life.pay({
      day,
      second: timeOfDay(random, 'batch', person.rhythm),
      direction: 'in',
      minor: logNormal(random, 11_000, 0.5),
      rail: 'transfer',
      party: employer,
      by: 'batch',
      reference: 'wages',
      purpose: 'SALA',
    })
  }
}

/** The adult of the household who banks here; undefined when no one does. */
export function findParent(life: Life): Person | undefined {
  const { household, index } = life.person
  return household.adults === 0 || household.organisation
    ? undefined
    : life.scene.population.person(household.first + (index % household.adults))
}

export function outsideParent(seed: number, person: Person, number = 0): Party {
  const mark = opaque(seed, 'relative', person.household.first, number)
  return localParty(`SYN-X-${mark}`, `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`, 'SYNBANKTWO')
}

/** Money from a parent: the parent's side, when they bank here, is booked by whoever lives the child's life. */
function give(
  life: Life,
  random: Random,
  day: number,
  minor: number,
  reference: string,
  parent: Person | undefined,
  elsewhere: Party | undefined,
): void {
  const second = timeOfDay(random, 'phone', life.person.rhythm)
  const shared = { day, second, direction: 'in', minor, rail: 'instant', by: 'batch', reference } as const
  if (parent === undefined) life.pay({ ...shared, party: elsewhere })
  else life.receiveFrom(parent, shared)
}

/** Teenagers pay teenagers: lunch, tickets, something from a game. Some of them have accounts here. */
function payFriends(life: Life, random: Random): void {
  const { person, scene } = life
  const friends = schoolFriends(life, random)
  const gap = 365 / Math.max(2, (person.ageYears - 9) * 4 * person.activity)
  for (let at = exponential(random, gap); at < scene.calendar.days; at += exponential(random, gap)) {
    const friend = pick(random, friends)
    const draft = {
      day: Math.floor(at),
      second: timeOfDay(random, 'afterSchool', person.rhythm),
      minor: roundly(random, logNormal(random, 1_400, 0.8)),
      rail: 'instant',
      by: 'phone',
      reference: pick(random, words),
    } as const
    if (typeof friend === 'string') {
      const inwards = chance(random, 0.4)
      const party = localParty(
        `SYN-X-${friend}`,
        `Synthetic Person ${friend.slice(0, 6).toUpperCase()}`,
        'SYNBANKTHREE',
      )
      life.pay({ ...draft, party, direction: inwards ? 'in' : 'out', by: inwards ? 'batch' : 'phone' })
    } else life.payCustomer(friend, draft)
  }
}

function schoolFriends(life: Life, random: Random): (Person | string)[] {
  const { population, seed } = life.scene
  const friends: (Person | string)[] = []
  for (let number = 0; number < 8; number++)
    friends.push(opaque(seed, 'school friend', life.person.index, number))
  // Classmates live near: look a few households either way.
  for (let step = 1; step < 60 && friends.length < 12; step++) {
    const at = life.person.index + (chance(random, 0.5) ? step : -step)
    if (at < 0 || at >= population.size) continue
    const other = population.person(at)
    if (other.living === 'child' && Math.abs(other.ageYears - life.person.ageYears) < 3) friends.push(other)
  }
  return friends
}

/** A game item, a ticket, a phone from someone met online: a new payee and, not rarely, several payments in one evening. */
function buyFromStranger(life: Life, random: Random): void {
  life.note('buys-from-strangers')
  const { scene, person } = life
  for (let time = integer(random, 1, 3); time > 0; time--) {
    const mark = opaque(scene.seed, 'seller', person.index, time)
    const seller = localParty(
      `SYN-X-${mark}`,
      `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
      'SYNBANKFOUR',
    )
    const day = integer(random, 0, scene.calendar.days - 1)
    let second = timeOfDay(random, 'afterSchool', person.rhythm)
    const minor = roundly(random, logNormal(random, 4_500, 0.9))
    for (let part = pick(random, [1, 1, 1, 2, 2, 3, 4]); part > 0; part--) {
      life.pay({
        day,
        second,
        direction: 'out',
        minor: Math.max(100, minor * between(random, 0.7, 1.3)),
        rail: 'instant',
        party: seller,
        by: 'phone',
        reference: pick(random, ['', 'skin', 'ticket', 'shoes', 'phone', 'deposit']),
      })
      second = Math.min(86_399, second + integer(random, 60, 5_400))
    }
  }
}
