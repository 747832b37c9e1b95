import { irregularDays } from '../habits/family-support.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, trades } from '../merchants.ts'
import { outsider } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random, zipf } from '../random.ts'
import type { Role } from '../roles.ts'
import { inConduct, partiesAt, softened } from './manner.ts'

/**
 * The Fintel Alliance's typology of November 2025 is known by its headline only: payments of adults for material that minors made
 * themselves. Its indicators are not public; the shape here is our own hypothesis, small whole sums by instant transfer to several
 * youths. Thorn 2025: of the minors who took part, 58 % were given money, others goods or gaming currency.
 */
const sums = [1_000, 2_000, 2_000, 2_500, 3_000, 4_000, 5_000, 5_000, 7_500, 10_000] as const
const words = ['', '', '', '', 'thanks', 'gift', 'lunch', 'game', 'x', 'for you'] as const

const drawSecond = (life: Life, random: Random): number =>
  timeOfDay(random, chance(random, softened(life, 0.6)) ? 'night' : 'afterSchool', life.person.rhythm)

/** An adult who pays several youths, some with banks outside. */
export function buyFromMinors(
  life: Life,
  random: Random,
  role: Role & { kind: 'self-generated-buyer' },
): void {
  const { person, scene } = life
  const typology = 'self-generated-buyer'
  const { days } = scene.calendar
  const from = integer(random, 0, Math.floor(days * 0.4))
  const until = Math.min(days, from + integer(random, 90, days))
  const known = role.victims.map(index => scene.population.person(index))
  const outside = integer(random, known.length === 0 ? 3 : 1, 6)
  for (const after of irregularDays(random, until - from, between(random, 4, 15))) {
    const day = from + after
    const number = integer(random, 0, partiesAt(life, typology, day, known.length + outside) - 1)
    const payment = {
      ...inConduct(life, typology, {
        day,
        second: drawSecond(life, random),
        minor: pick(random, sums),
        rail: 'instant',
      }),
      by: 'phone',
      reference: pick(random, words),
    } as const
    const minor = known[number]
    if (minor !== undefined) life.payCustomer(minor, { ...payment, partyTruth: 'self-generated-victim' })
    else
      life.pay({ ...payment, direction: 'out', party: outsider(scene.seed, 'youth', person.index, number) })
    if (chance(random, 0.12)) giveCard(life, random, day)
  }
}

function giveCard(life: Life, random: Random, day: number): void {
  const trade = trades.giftCards
  const card = {
    day,
    second: drawSecond(life, random),
    minor: pick(random, [2_000, 5_000]),
    rail: 'gift_card',
  } as const
  life.pay({
    ...inConduct(life, 'self-generated-buyer', card, false),
    direction: 'out',
    party: merchantAt(trade, zipf(random, trade.merchants)),
    by: 'phone',
    code: trade.code,
  })
}

/** A minor whom several unrelated adults pay; those of this world pay from their own lives. */
export function bePaidByAdults(life: Life, random: Random): void {
  const { person, scene } = life
  const typology = 'self-generated-victim'
  const { days } = scene.calendar
  const from = integer(random, 0, Math.floor(days * 0.5))
  const until = Math.min(days, from + integer(random, 60, 260))
  const adults = integer(random, 3, 12)
  const median = logNormal(random, 3_500, 0.3)
  for (const after of irregularDays(random, until - from, between(random, 3, 14))) {
    const day = from + after
    // One or two come back often, the others once or twice.
    const number = Math.floor(random() ** 1.6 * partiesAt(life, typology, day, adults))
    const minor = Math.max(500, Math.round((median * logNormal(random, 1, 0.5)) / 500) * 500)
    life.pay({
      ...inConduct(life, typology, { day, second: drawSecond(life, random), minor, rail: 'instant' }),
      direction: 'in',
      party: outsider(scene.seed, 'paying adult', number % 3 === 0 ? -1 : person.index, number),
      by: 'batch',
      reference: pick(random, words),
    })
  }
}
