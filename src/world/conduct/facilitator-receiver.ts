import { countryOf } from '../abroad.ts'
import { irregularDays } from '../habits/family-support.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { chooseMerchant, trades } from '../merchants.ts'
import { localParty } from '../party.ts'
import { between, chance, integer, logNormal, opaque, pick, type Random, weighted } from '../random.ts'
import { inConduct, partiesAt, softened } from './manner.ts'

/**
 * Where senders are, by volume: the United States half, the United Kingdom next (AMLC, threat assessment 2026, as reported), then the
 * corridors that AMLC's study of 2023 lists in this order, as reported.
 */
const drawSenderCountry = weighted(
  ([['US', 50], ['GB', 14], ['CA', 8], ['SA', 6], ['DE', 6], ['JP', 5], ['SG', 4], ['FR', 4], ['NL', 3]] as const).map(
    ([code, weight]) => [countryOf(code), weight],
  ),
) // biome-ignore format: short

/**
 * An own customer who receives many small sums from unrelated people in several countries and takes them out quickly
 * (AMLC, Philippines, studies of online child exploitation reports 2020 and 2023, as reported; Egmont 2020 bulletin). Four in
 * five of the sums that AMLC saw lay between P1,000 and P10,000, about A$28 to A$280.
 */
export function receiveAndCashOut(life: Life, random: Random): void {
  const { person, scene } = life
  const typology = 'facilitator-receiver'
  const senders = integer(random, 9, 40)
  const days = scene.calendar.days
  const span = Math.floor(days * between(random, 0.3, 0.8))
  const first = integer(random, 0, days - span - 1)
  const median = logNormal(random, 8_500, 0.25)
  const wallet = opaque(scene.seed, 'cash out', person.index)
  for (const after of irregularDays(random, span, between(random, 2, 7))) {
    const day = first + after
    const number = Math.floor(random() ** 1.5 * partiesAt(life, typology, day, senders))
    const mark = opaque(scene.seed, 'sender', person.index, number)
    const home = drawSenderCountry(() => Number.parseInt(mark.slice(0, 6), 16) / 0x1_000_000)
    const minor = Math.max(1_200, logNormal(random, median, 0.8))
    life.pay({
      ...inConduct(life, typology, {
        day,
        second: timeOfDay(random, 'phone', person.rhythm),
        minor,
        rail: pick(random, ['remittance', 'remittance', 'wallet', 'transfer'] as const),
      }),
      direction: 'in',
      party: {
        id: `SYN-R-${mark}`,
        name: `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
        country: home.code,
        institution: `SYNBANK${home.code}`,
        payout: undefined,
      },
      charged: home,
      by: 'batch',
      reference: pick(random, ['', '', 'thanks', 'gift', 'help', 'for you', 'support', 'medical', 'school']),
    })
    if (chance(random, 1 - softened(life, 0.8, 0.5))) continue
    const out = { day: day + integer(random, 0, 2), direction: 'out', truth: typology } as const
    if (chance(random, 0.65)) {
      life.pay({
        ...out,
        second: timeOfDay(random, 'shop', person.rhythm),
        minor: Math.max(2_000, Math.round((minor * between(random, 0.6, 1.1)) / 2_000) * 2_000),
        rail: 'cash',
        party: chooseMerchant(scene.seed, random, person.index, trades.cashMachine),
        by: 'terminal',
        code: trades.cashMachine.code,
      })
    } else {
      life.pay({
        ...out,
        second: timeOfDay(random, 'phone', person.rhythm),
        minor: minor * between(random, 0.5, 0.98),
        rail: 'wallet',
        party: localParty(
          `SYN-X-${wallet}`,
          `Synthetic Wallet ${wallet.slice(0, 6).toUpperCase()}`,
          'SYNWALLETAU',
        ),
        by: 'phone',
      })
    }
  }
}
