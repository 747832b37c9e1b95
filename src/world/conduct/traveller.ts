import { payThere, take } from '../habits/travel.ts'
import type { Life } from '../life.ts'
import { trades } from '../merchants.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import type { Role } from '../roles.ts'
import { payOnce, shrinkingGaps } from './live-distance.ts'
import { softened } from './manner.ts'

/**
 * Payments to individuals in a country without known ties, then a ticket there (AUSTRAC, on escalation), longer or
 * more frequent stays than others', heavy cash withdrawals, gifts such as jewellery (FINTRAC, Project Shadow alert 2025, as reported).
 */
export function travel(life: Life, random: Random, role: Role & { kind: 'traveller' }): void {
  const { days } = life.scene.calendar
  const truth = 'traveller'
  const trips = pick(random, [1, 2, 2, 3, 3])
  const first = Math.floor(days * between(random, 0.25, 0.55))
  const alsoPays = chance(random, 0.5)
  const payments = integer(random, 4, alsoPays ? 26 : 9)
  const median = logNormal(random, 11_000, 0.5)
  const from = Math.max(0, first - integer(random, 40, 150))
  const until = alsoPays ? days - 5 : first - 2
  for (const [at, after] of shrinkingGaps(random, payments, Math.max(1, until - from)).entries()) {
    const minor = Math.min(80_000, Math.max(1_500, logNormal(random, median, 0.5)))
    payOnce(life, random, from + Math.floor(after), role.payees[at] ?? pick(random, role.payees), minor, {
      atNight: softened(life, alsoPays ? 0.4 : 0.15),
      wordsOften: 0.6,
      attempted: chance(random, 0.03),
      truth,
    })
  }
  let day = first
  for (let trip = 0; trip < trips && day < days - 3; trip++) {
    const nights = integer(random, 12, trips === 1 ? 55 : 30)
    take(life, random, {
      country: role.country,
      day,
      nights,
      cashPerDay: softened(life, between(random, 0.5, 0.95), 0.5),
      cardsPerDay: between(random, 0.4, 1.1),
      truth,
    })
    for (let gift = integer(random, 0, 5); gift > 0; gift--) {
      payThere(
        life,
        random,
        role.country,
        day + integer(random, 0, nights - 1),
        pick(random, [trades.jewellery, trades.hobby, trades.clothing, trades.electronics]),
        truth,
      )
    }
    day += nights + integer(random, 25, 110)
  }
}
