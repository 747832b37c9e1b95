import { type Profile, timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, type Trade, trades } from '../merchants.ts'
import { between, chance, exponential, integer, logNormal, type Random, zipf } from '../random.ts'
import { subscribe } from './bills.ts'

/** Lawful pleasures that look odd to a crude rule: games at night, gift cards, bets, adult content, private networks. */
export function enjoy(life: Life, random: Random): void {
  const { person } = life
  if (person.living === 'organisation' || person.activity < 0.05) return
  const child = person.living === 'child'
  if (person.spendsOnGames) {
    life.note('gamer')
    spree(life, random, trades.digitalGames, between(random, 6, child ? 40 : 90), 'night')
  }
  if (chance(random, child ? 0.2 : 0.16)) buyGiftCards(life, random, between(random, 1, 5))
  if (person.spendsOnGames && chance(random, 0.3)) buyGiftCards(life, random, between(random, 6, 30))
  if (child) return
  if (person.usesVpn) subscribe(life, random, trades.vpn, chance(random, 0.8) ? 30 : 360)
  if (chance(random, 0.1)) subscribe(life, random, trades.fileHosting)
  if (chance(random, 0.04)) subscribe(life, random, trades.creators)
  if (chance(random, 0.012)) spree(life, random, trades.creators, between(random, 4, 40), 'evening')
  if (chance(random, 0.01)) spree(life, random, trades.liveChat, between(random, 3, 40), 'night')
  if (chance(random, 0.035)) {
    life.note('adult-subscriber')
    subscribe(life, random, trades.adult)
  }
  if (chance(random, 0.02)) spree(life, random, trades.adult, between(random, 3, 60), 'night')
  if (chance(random, person.ageYears < 45 ? 0.05 : 0.02)) subscribe(life, random, trades.dating)
  if (chance(random, 0.05)) spree(life, random, trades.betting, between(random, 8, 130), 'evening')
}

/** Purchases that come in clusters: an evening with none, then an evening with several. */
function spree(life: Life, random: Random, trade: Trade, yearly: number, hours: Profile): void {
  const { days } = life.scene.calendar
  const gap = (365 / yearly) * 2.5
  const scale = logNormal(random, 1, 0.5)
  for (let at = exponential(random, gap); at < days; at += exponential(random, gap)) {
    let second = timeOfDay(random, hours, life.person.rhythm)
    const party = merchantAt(trade, zipf(random, trade.merchants))
    for (let count = integer(random, 1, 4); count > 0; count--) {
      const minor = Math.max(99, Math.round(logNormal(random, trade.medianMinor * scale, trade.sigma)))
      life.pay({
        day: Math.floor(at),
        second,
        direction: 'out',
        minor,
        rail: 'card',
        party,
        by: 'phone',
        code: trade.code,
      })
      second = Math.min(86_399, second + integer(random, 40, 2_400))
    }
  }
}

/** Birthdays, Christmas, and credit for games. */
export function buyGiftCards(life: Life, random: Random, yearly: number): void {
  const { calendar } = life.scene
  const gap = 365 / yearly
  const trade = trades.giftCards
  for (let at = exponential(random, gap); at < calendar.days; at += exponential(random, gap)) {
    const day =
      chance(random, 0.25) && calendar.days > 340 ? calendar.days - integer(random, 8, 30) : Math.floor(at)
    life.pay({
      day,
      second: timeOfDay(random, 'phone', life.person.rhythm),
      direction: 'out',
      minor: [2_000, 3_000, 5_000, 5_000, 10_000, 15_000][
        integer(random, 0, life.person.living === 'child' ? 3 : 5)
      ]!,
      rail: 'gift_card',
      party: merchantAt(trade, zipf(random, trade.merchants)),
      by: chance(random, 0.5) ? 'phone' : 'terminal',
      code: trade.code,
    })
  }
}
