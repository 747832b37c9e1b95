import { type Profile, timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { chooseMerchant, drawEverydayTrade, type Trade, trades } from '../merchants.ts'
import { chance, logNormal, poisson, type Random } from '../random.ts'

const cardsPerDay = 0.175
const cashPerDay = 0.026

/** Everyday card payments and cash, more on Fridays and before Christmas, more for those with more. */
export function spend(life: Life, random: Random): void {
  const { person, scene, holdings } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.05) return
  const wealth = Math.min(2.2, Math.max(0.55, (person.incomeMinor / 6_000_000) ** 0.35))
  const likesCash = person.ageYears > 60 ? 2.4 : person.ageYears < 30 ? 0.4 : 1
  const credit = holdings.creditCard
  for (let day = 0; day < scene.calendar.days; day++) {
    const factor = scene.calendar.spending(day) * person.activity
    for (let count = poisson(random, cardsPerDay * factor); count > 0; count--) {
      const trade = drawEverydayTrade(random)
      buy(life, random, trade, day, credit !== undefined && chance(random, 0.45) ? credit : undefined, wealth)
    }
    if (chance(random, cashPerDay * likesCash * factor)) withdraw(life, random, day)
  }
}

export function buy(
  life: Life,
  random: Random,
  trade: Trade,
  day: number,
  account = life.holdings.main as typeof life.holdings.main | undefined,
  wealth = 1,
  hours: Profile = trade.hours,
): void {
  life.pay({
    day,
    second: timeOfDay(random, hours, life.person.rhythm),
    direction: 'out',
    minor: Math.max(150, Math.round(logNormal(random, trade.medianMinor * wealth, trade.sigma))),
    rail: 'card',
    party: chooseMerchant(life.scene.seed, random, life.person.index, trade),
    account,
    by: trade.online ? 'phone' : 'terminal',
    code: trade.code,
  })
}

function withdraw(life: Life, random: Random, day: number): void {
  const trade = trades.cashMachine
  life.pay({
    day,
    second: timeOfDay(random, 'shop', life.person.rhythm),
    direction: 'out',
    minor: Math.max(2_000, Math.round(logNormal(random, trade.medianMinor, trade.sigma) / 2_000) * 2_000),
    rail: 'cash',
    party: chooseMerchant(life.scene.seed, random, life.person.index, trade),
    by: 'terminal',
    code: trade.code,
  })
}
