import { type Country, drawDestination } from '../abroad.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, type Trade, trades } from '../merchants.ts'
import { chance, integer, logNormal, poisson, type Random, weighted, zipf } from '../random.ts'
import type { Typology } from '../typologies.ts'

export interface Trip {
  readonly country: Country
  readonly day: number
  readonly nights: number
  /** Cash withdrawals a day. */
  readonly cashPerDay: number
  readonly cardsPerDay: number
  readonly truth?: Typology | undefined
}

const drawAbroadTrade = weighted<Trade>([
  [trades.restaurant, 30],
  [trades.takeaway, 18],
  [trades.grocer, 14],
  [trades.taxi, 12],
  [trades.department, 9],
  [trades.clothing, 8],
  [trades.pharmacy, 3],
  [trades.jewellery, 2],
  [trades.hobby, 2],
  [trades.transit, 6],
])

/** Holidays, visits to family, business trips, and winters spent abroad. */
export function goAbroad(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.1) return
  const { days } = scene.calendar
  const anyDay = () => integer(random, 0, Math.max(0, days - 3))
  if (chance(random, 0.2)) {
    take(life, random, {
      country: drawDestination(random),
      day: anyDay(),
      nights: integer(random, 4, 21),
      cashPerDay: 0.2,
      cardsPerDay: 1.3,
    })
  }
  const visits = person.supportsFamily ? 0.3 : 0.12
  if (person.origin !== undefined && chance(random, visits)) {
    take(life, random, {
      country: person.origin,
      day: anyDay(),
      nights: integer(random, 12, 50),
      cashPerDay: 0.3,
      cardsPerDay: 0.7,
    })
  }
  if (person.living === 'wage' && chance(random, 0.02)) {
    const country = drawDestination(random)
    for (let trip = integer(random, 2, 6); trip > 0; trip--) {
      take(life, random, {
        country,
        day: anyDay(),
        nights: integer(random, 2, 8),
        cashPerDay: 0.1,
        cardsPerDay: 2,
      })
    }
  }
  // Retired people who winter where it is warm and cheap: long, repeated, on cash.
  if (chance(random, (person.ageYears > 55 ? 0.006 : 0.002) * scene.lookAlikes)) {
    life.note('winters-abroad')
    const country = drawDestination(random)
    for (let stay = integer(random, 1, 3); stay > 0; stay--) {
      take(life, random, {
        country,
        day: anyDay(),
        nights: integer(random, 30, 90),
        cashPerDay: 0.25,
        cardsPerDay: 0.5,
      })
    }
  }
}

/** A ticket some weeks before, then cards and cash in the country. */
export function take(life: Life, random: Random, trip: Trip): void {
  const { person } = life
  const scale = Math.max(0.4, Math.min(1.2, person.activity))
  const seller: Trade = chance(random, 0.8) ? trades.airline : trades.travelAgency
  const price = trip.country.code === 'NZ' || trip.country.code === 'ID' ? 0.7 : 1.5
  life.pay({
    day: Math.max(0, trip.day - integer(random, 5, 80)),
    second: timeOfDay(random, 'phone', person.rhythm),
    direction: 'out',
    minor: logNormal(random, seller.medianMinor * price, 0.5),
    rail: 'card',
    party: merchantAt(seller, zipf(random, seller.merchants)),
    by: 'phone',
    code: seller.code,
    truth: trip.truth,
  })
  for (let night = 0; night < trip.nights; night++) {
    const day = trip.day + night
    for (let count = poisson(random, trip.cardsPerDay * scale); count > 0; count--)
      payThere(life, random, trip.country, day, drawAbroadTrade(random), trip.truth)
    if (chance(random, trip.cashPerDay * scale))
      payThere(life, random, trip.country, day, trades.cashMachine, trip.truth)
    if (night % 6 === 0 && chance(random, 0.6 * scale))
      payThere(life, random, trip.country, day, trades.hotel, trip.truth)
  }
}

export function payThere(
  life: Life,
  random: Random,
  country: Country,
  day: number,
  trade: Trade,
  truth?: Typology | undefined,
): void {
  const cash = trade.code === trades.cashMachine.code
  const minor = logNormal(random, cash ? 22_000 : trade.medianMinor * 0.8, trade.sigma)
  life.pay({
    day,
    second: timeOfDay(random, trade.hours, life.person.rhythm),
    direction: 'out',
    minor: cash ? Math.max(4_000, Math.round(minor / 1_000) * 1_000) : Math.max(200, minor),
    rail: cash ? 'cash' : 'card',
    party: merchantAt(trade, zipf(random, Math.ceil(trade.merchants / 3)), country.code),
    account: life.holdings.creditCard !== undefined && !cash ? life.holdings.creditCard : undefined,
    by: 'terminal',
    code: trade.code,
    in: country,
    charged: country,
    truth,
  })
}
