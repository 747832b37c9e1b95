import { payDays } from '../habits/income.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { trades } from '../merchants.ts'
import { localParty, type Party } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import type { Role } from '../roles.ts'
import { inConduct } from './manner.ts'
import { prices } from './material-purchaser.ts'

const outsideCard = (mark: number): Party => localParty(`SYN-K-${mark}`, `Synthetic Card ${mark}`, 'SYNCARDS')

/**
 * An organisation that sells such material under another trade's code: small card payments, singly and monthly, from very many
 * cards at home and abroad, refunds, and one or two payouts a month (G2 on the card schemes' rules; AUSTRAC's case of a game
 * creator: close to A$1m in three years from thousands of subscribers). Seen at the acquirer.
 */
export function sellMaterial(life: Life, random: Random, role: Role & { kind: 'material-merchant' }): void {
  const { scene, person, holdings } = life
  const { days } = scene.calendar
  const typology = 'material-merchant'
  const subscribers = integer(random, 150, 600)
  const takings = new Float64Array(days)
  const offset = person.index * 10_000
  const code = pick(random, [trades.software, trades.books, trades.hobby, trades.digitalGames]).code
  const receive = (day: number, number: number, minor: number, direction: 'in' | 'out'): void =>
    life.pay({
      ...inConduct(life, typology, {
        day,
        second: timeOfDay(random, 'night', person.rhythm),
        minor,
        rail: 'card',
      }),
      direction,
      party: outsideCard(offset + number),
      by: 'batch',
      code,
      account: holdings.main,
    })
  for (let number = 0; number < subscribers; number++) {
    // Most stay some months, a few the whole time.
    const start = integer(random, -120, days - 1)
    const until = start + Math.round(logNormal(random, 75, 0.9))
    const minor = pick(random, prices)
    for (let day = start; day < until && day < days; day += 30) {
      if (day < 0) continue
      receive(day, number, minor, 'in')
      takings[day]! += minor
      if (chance(random, 0.03)) receive(day + integer(random, 2, 20), number, minor, 'out')
    }
  }
  const launderer = role.launderer === undefined ? undefined : scene.population.person(role.launderer)
  let paidUntil = 0
  for (const day of payDays(life, random, 30)) {
    const taken = takings.subarray(paidUntil, day).reduce((sum, each) => sum + each, 0)
    paidUntil = day
    const second = timeOfDay(random, 'office', person.rhythm)
    const minor = Math.round(taken * between(random, 0.8, 0.93))
    const payout = { day, second, minor, rail: 'transfer', by: 'phone', truth: typology } as const
    const owner = localParty(`SYN-X-OWNER-${person.index}`, `Synthetic Owner ${person.index}`, 'SYNBANKTWO')
    if (launderer === undefined) life.pay({ ...payout, direction: 'out', party: owner })
    else life.payCustomer(launderer, { ...payout, partyTruth: 'proceeds-launderer' })
  }
}
