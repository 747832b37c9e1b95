import { irregularDays } from '../habits/family-support.ts'
import { payDays } from '../habits/income.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, type Trade, trades } from '../merchants.ts'
import type { Party } from '../party.ts'
import { between, chance, integer, pick, type Random, weighted, zipf } from '../random.ts'
import type { Role } from '../roles.ts'
import { inConduct, softened } from './manner.ts'

/** Prices of a day to a near-permanent access: about US$5 to US$41 (Chainalysis 2024, as reported), here in AUD. */
export const prices = [790, 1_490, 1_990, 2_990, 3_990, 4_990, 6_490] as const

/** Where recorded material and access to it are sold, by the categories that FINTRAC 2020, FinCEN 2021 and the IWF 2025 name. */
const drawShop = weighted<Trade>([
  [trades.fileHosting, 34],
  [trades.liveChat, 18],
  [trades.adult, 16],
  [trades.creators, 14],
  [trades.digitalGoods, 10],
  [trades.digitalGames, 8],
])

/**
 * Somebody who buys recorded material: small single and recurring payments by card or wallet to places that host files, chats and
 * "premium" access, prepaid and gift cards after which nothing is bought (FinCEN 2025, FATF 2025, as summarised), a private network.
 */
export function buyMaterial(life: Life, random: Random, role: Role & { kind: 'material-purchaser' }): void {
  const { person, scene } = life
  const { days } = scene.calendar
  const typology = 'material-purchaser'
  const from = integer(random, 0, Math.floor(days * 0.3))
  const shops = Array.from({ length: integer(random, 3, 7) }, () => drawShop(random))
  const sold = role.merchants.map(index => scene.population.person(index))
  const night = softened(life, 0.55)
  const second = () => timeOfDay(random, chance(random, night) ? 'night' : 'phone', person.rhythm)
  const buy = (day: number, trade: Trade, party: Party, minor: number): void =>
    life.pay({
      ...inConduct(life, typology, { day, second: second(), minor, rail: 'card' }),
      direction: 'out',
      party,
      by: 'phone',
      code: trade.code,
    })

  for (const after of irregularDays(random, days - from, between(random, 4, 16))) {
    const trade = pick(random, shops)
    const foreign = chance(random, 0.5) ? pick(random, ['US', 'NL', 'RO', 'UA'] as const) : 'AU'
    buy(from + after, trade, merchantAt(trade, zipf(random, trade.merchants), foreign), pick(random, prices))
  }
  for (let subscription = integer(random, 1, 3); subscription > 0; subscription--) {
    const trade = pick(random, shops)
    const party = merchantAt(trade, zipf(random, trade.merchants))
    const minor = pick(random, prices)
    const until = from + integer(random, 60, days)
    for (const day of payDays(life, random, 30)) if (day >= from && day < until) buy(day, trade, party, minor)
  }
  // The world's own merchants of material, seen at both ends.
  for (const merchant of sold) {
    const start = integer(random, from, days - 1)
    for (let day = start; day < days; day += 30) {
      const payment = { day, second: second(), minor: pick(random, prices), rail: 'card' } as const
      life.payCustomer(merchant, {
        ...inConduct(life, typology, payment, false),
        by: 'phone',
        code: trades.software.code,
        partyTruth: 'material-merchant',
      })
    }
  }
  if (chance(random, 0.6)) buyPrepaid(life, random, from)
  if (chance(random, softened(life, 0.5))) {
    const party = merchantAt(trades.vpn, zipf(random, trades.vpn.merchants))
    for (const day of payDays(life, random, 30)) {
      if (day < from) continue
      const payment = {
        day,
        second: timeOfDay(random, 'batch', person.rhythm),
        minor: 1_299,
        rail: 'card',
      } as const
      life.pay({ ...payment, direction: 'out', party, by: 'batch', code: trades.vpn.code })
    }
  }
}

function buyPrepaid(life: Life, random: Random, from: number): void {
  const { days } = life.scene.calendar
  const trade = trades.giftCards
  for (const after of irregularDays(random, days - from, between(random, 12, 45))) {
    life.pay({
      ...inConduct(
        life,
        'material-purchaser',
        {
          day: from + after,
          second: timeOfDay(random, 'shop', life.person.rhythm),
          minor: pick(random, [2_000, 5_000, 5_000, 10_000]),
          rail: 'gift_card',
        },
        false,
      ),
      direction: 'out',
      party: merchantAt(trade, zipf(random, trade.merchants)),
      by: 'terminal',
      code: trade.code,
    })
  }
}
