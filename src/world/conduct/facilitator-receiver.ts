import { countryOf } from '../abroad.ts'
import { irregularDays } from '../habits/family-support.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { chooseMerchant, trades } from '../merchants.ts'
import { localParty } from '../party.ts'
import { between, chance, integer, logNormal, opaque, pick, type Random } from '../random.ts'

const senders = ['US', 'GB', 'NZ', 'SG', 'JP', 'IT', 'KR', 'GR', 'ZA', 'MY'].map(countryOf)

/**
 * An own customer who receives many small sums from unrelated people in several countries and takes them out quickly
 * (AMLC, Philippines, studies of online child exploitation reports 2020 and 2023, as reported; Egmont 2020 bulletin).
 */
export function receiveAndCashOut(life: Life, random: Random): void {
  const { person, scene } = life
  const truth = [{ kind: 'customer', id: person.customerId, typology: 'facilitator' }] as const
  const homes = Array.from({ length: integer(random, 2, 5) }, () => pick(random, senders))
  const people = integer(random, 9, 40)
  const days = scene.calendar.days
  const span = Math.floor(days * between(random, 0.3, 0.8))
  const first = integer(random, 0, days - span - 1)
  const median = logNormal(random, 6_500, 0.3)
  const wallet = opaque(scene.seed, 'cash out', person.index)
  for (const after of irregularDays(random, span, between(random, 2, 7))) {
    const day = first + after
    const number = Math.floor(random() ** 1.5 * people)
    const mark = opaque(scene.seed, 'sender', person.index, number)
    const home = homes[number % homes.length]!
    const minor = Math.max(1_200, logNormal(random, median, 0.6))
    life.pay({
      day,
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'in',
      minor,
      rail: pick(random, ['remittance', 'remittance', 'wallet', 'transfer'] as const),
      party: {
        id: `SYN-R-${mark}`,
        name: `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
        country: home.code,
        institution: `SYNBANK${home.code}`,
        payout: undefined,
      },
      charged: home,
      by: 'batch',
      reference: pick(random, ['', '', 'thanks', 'gift', 'help', 'for you', 'support']),
      truth,
    })
    if (chance(random, 0.2)) continue
    const out = { day: day + integer(random, 0, 2), direction: 'out', by: 'terminal', truth } as const
    if (chance(random, 0.65)) {
      const second = timeOfDay(random, 'shop', person.rhythm)
      const notes = Math.max(2_000, Math.round((minor * between(random, 0.6, 1.1)) / 2_000) * 2_000)
      life.pay({
        ...out,
        second,
        minor: notes,
        rail: 'cash',
        party: chooseMerchant(scene.seed, random, person.index, trades.cashMachine),
        code: trades.cashMachine.code,
      })
    } else {
      const second = timeOfDay(random, 'phone', person.rhythm)
      life.pay({
        ...out,
        by: 'phone',
        second,
        minor: minor * between(random, 0.5, 0.98),
        rail: 'wallet',
        party: localParty(
          `SYN-X-${wallet}`,
          `Synthetic Wallet ${wallet.slice(0, 6).toUpperCase()}`,
          'SYNWALLETAU',
        ),
      })
    }
  }
}
