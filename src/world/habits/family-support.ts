import { type Country, personAbroad } from '../abroad.ts'
import { giving } from '../festivals.ts'
import { timeOfDay } from '../hours.ts'
import type { Draft, Life } from '../life.ts'
import type { Party } from '../party.ts'
import { between, chance, exponential, integer, logNormal, pick, type Random, weighted } from '../random.ts'
import { payDays } from './income.ts'

/**
 * What senders write. Daily expenses (27 %) and medical costs (26 %) are the commonest reasons that Filipino-Australian senders
 * give (WorldRemit survey 2022), so the ordinary class is full of them.
 */
export const drawReason = weighted([
  ['', 34], ['medical', 13], ['hospital', 4], ['food', 7], ['bills', 5], ['allowance', 5], ['family support', 8],
  ['family', 4], ['school fees', 5], ['tuition', 2], ['uniform', 1], ['rent', 2], ['gift', 3], ['birthday', 2],
  ['house', 1], ['for mum', 1], ['love', 1], ['help', 1], ['transfer', 1],
]) // biome-ignore format: a list

const drawRelatives = weighted([[1, 42], [2, 30], [3, 19], [4, 9]]) // biome-ignore format: short
const drawGap = weighted([[7, 18], [14, 30], [30, 38], [0, 14]]) // biome-ignore format: short

/** Families supported abroad: regular or not, one relative or several, small weekly sums or a monthly one. */
export function supportFamily(life: Life, random: Random): void {
  const { person, scene } = life
  if (!person.supportsFamily || person.origin === undefined) return
  life.note('family-support')
  const relatives = Array.from({ length: drawRelatives(random) }, (_, number) =>
    relative(life, random, person.origin!, number),
  )
  const gap = drawGap(random)
  const median = Math.min(
    260_000,
    Math.max(1_500, logNormal(random, gap === 7 ? 7_000 : gap === 14 ? 17_000 : 30_000, 0.75)),
  )
  const round = chance(random, 0.7)
  const days =
    gap === 0
      ? irregularDays(random, scene.calendar.days, between(random, 20, 75))
      : payDays(life, random, gap)
  for (const day of days) {
    if (chance(random, 0.06)) continue
    const festival = giving(scene.calendar, person.origin, day)
    const payee = chance(random, 0.7) ? relatives[0]! : pick(random, relatives)
    sendAbroad(life, random, day, payee, median * festival * logNormal(random, 1, 0.3), round)
    // Somebody is ill, or school begins: another payment within days.
    if (chance(random, 0.07)) {
      sendAbroad(
        life,
        random,
        day + integer(random, 0, 4),
        pick(random, relatives),
        median * between(random, 0.4, 2.5),
        round,
      )
    }
  }
}

/** Members of one household pay the same relatives; now and then a payee is known to a wider circle. */
function relative(life: Life, random: Random, country: Country, number: number): Party {
  const { person, scene } = life
  const circle = chance(random, 0.1)
    ? ['circle', integer(random, 0, Math.ceil(scene.population.size / 250))]
    : ['family', person.household.first, number]
  return personAbroad(scene.seed, country, circle)
}

export function irregularDays(random: Random, days: number, meanGap: number): number[] {
  const result: number[] = []
  for (let at = exponential(random, meanGap); at < days; at += exponential(random, meanGap))
    result.push(Math.floor(at))
  return result
}

/** One payment to a person abroad, by the rail that fits how they are paid out. */
export function sendAbroad(
  life: Life,
  random: Random,
  day: number,
  payee: Party,
  minor: number,
  round: boolean,
  how: Pick<
    Partial<Draft>,
    'reference' | 'second' | 'status' | 'rail' | 'device' | 'truth' | 'partyTruth'
  > = {},
): void {
  const step = minor < 10_000 ? 500 : minor < 60_000 ? 1_000 : 5_000
  const rail =
    how.rail ??
    (payee.payout === 'wallet'
      ? pick(random, ['wallet', 'remittance'] as const)
      : payee.payout === 'bank' && chance(random, 0.4)
        ? 'transfer'
        : 'remittance')
  life.pay({
    day,
    second: how.second ?? timeOfDay(random, 'phone', life.person.rhythm),
    direction: 'out',
    minor: round ? Math.max(step, Math.round(minor / step) * step) : Math.max(500, minor),
    rail,
    party: payee,
    account: accountFor(life, rail, day),
    by: 'phone',
    reference: how.reference ?? drawReason(random),
    purpose: chance(random, 0.4) ? 'FAMI' : undefined,
    status: how.status,
    truth: how.truth,
    partyTruth: how.partyTruth,
    device: how.device,
  })
}

/** The specialist whose rail it is, for who uses one. */
function accountFor(life: Life, rail: Draft['rail'], day: number): Draft['account'] {
  if (rail === 'wallet') return life.service('wallet', day) ?? life.holdings.remittance
  if (rail === 'remittance') return life.service('remittance', day) ?? life.holdings.remittance
  return undefined
}
