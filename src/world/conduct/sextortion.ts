import { countryOf, personAbroad } from '../abroad.ts'
import { findParent, outsideParent } from '../habits/youth.ts'
import type { Life } from '../life.ts'
import { merchantAt, trades } from '../merchants.ts'
import { outsider, type Party } from '../party.ts'
import type { Person } from '../person.ts'
import { between, chance, integer, logNormal, pick, type Random, weighted, zipf } from '../random.ts'
import type { Role } from '../roles.ts'
import { inConduct } from './manner.ts'

/** Where demands come from when it is known (Thorn and NCMEC, Trends in financial sextortion 2024). */
const drawCountry = weighted([['NG', 30], ['CI', 17], ['PH', 8], ['US', 10], ['GB', 5], ['IN', 4]]) // biome-ignore format: short
type Way = 'mule' | 'abroad' | 'gift card'
const drawWay = weighted<Way>([
  ['mule', 55],
  ['abroad', 27],
  ['gift card', 18],
])

/** Of those who pay, 27 % are extorted again (Thorn and NCMEC 2024). */
export const extortedAgain = 0.27

/**
 * A child is extorted: some payments within hours or a few days to somebody never paid before, up to what the child
 * has, then silence (FATF 2025 and FinCEN FIN-2025-NTC2, as summarised). More often in school holidays (AFP, January 2025).
 */
export function payExtorter(life: Life, random: Random, role: Role & { kind: 'sextortion-victim' }): void {
  const day = dayOfDemand(life, random)
  extort(life, random, day, 0, role.mules)
  if (chance(random, extortedAgain)) extort(life, random, day + integer(random, 9, 60), 1, role.mules)
}

/** The other 62 %: pressed in the same way, they ask for money or nothing, and pay nobody. */
export function refuseExtorter(life: Life, random: Random): void {
  const at = dayOfDemand(life, random) * 86_400 + between(random, 15, 23) * 3_600
  if (chance(random, 0.2)) askParent(life, random, at)
}

function dayOfDemand(life: Life, random: Random): number {
  const { calendar } = life.scene
  const latest = calendar.days - 6
  const draw = () => integer(random, Math.min(40, Math.floor(latest / 3)), latest)
  let day = draw()
  for (let tries = 0; tries < 2 && !calendar.isSchoolHoliday(day); tries++) day = draw()
  return day
}

function extort(life: Life, random: Random, day: number, time: number, mules: readonly number[]): void {
  const { difficulty } = life.scene
  const way = drawWay(random)
  const payees = Array.from({ length: chance(random, 0.75) ? 1 : 2 }, (_, number) =>
    demander(life, random, way, time * 2 + number, mules),
  )
  // What is demanded in all: mostly some hundred dollars (FBI 2024: US$609 a report; FATF 2025: generally not above
  // EUR 1,500, as summarised). What the child does not have is refused.
  let left = Math.min(250_000, Math.max(10_000, logNormal(random, 70_000, 0.7)))
  let at = day * 86_400 + between(random, 15, 25.5) * 3_600
  if (chance(random, 0.3)) left += askParent(life, random, at - between(random, 600, 7_200))
  let minor = Math.max(2_000, left * between(random, 0.08, 0.3))
  const most = Math.round(integer(random, 4, 10) * (1 - 0.5 * difficulty))
  for (let count = most; count > 0 && left >= 1_000; count--) {
    const rounded = Math.min(left, Math.max(1_000, Math.round(minor / 1_000) * 1_000))
    const refused = chance(random, 0.08)
    const payee = pick(random, payees)
    const card = way === 'gift card'
    const sum = card ? pick(random, [2_000, 5_000, 5_000, 10_000]) : rounded
    const abroad = 'party' in payee && payee.party.payout === 'wallet' ? 'wallet' : 'remittance'
    const payment = {
      ...inConduct(
        life,
        'sextortion-victim',
        {
          day: Math.floor(at / 86_400),
          second: Math.floor(at % 86_400),
          minor: sum,
          rail: card ? 'gift_card' : way === 'mule' ? 'instant' : abroad,
        },
        !card,
      ),
      by: 'phone',
      code: card ? trades.giftCards.code : undefined,
      reference: card ? '' : pick(random, ['', '', '', 'gift', 'payment', 'game', 'sorry']),
      status: refused ? 'attempted' : 'completed',
    } as const
    if ('party' in payee) life.pay({ ...payment, direction: 'out', party: payee.party })
    else if (!refused) life.payCustomer(payee.person, { ...payment, partyTruth: 'sextortion-mule' })
    if (!refused) left -= sum
    minor *= between(random, 0.8, 1.7)
    // Minutes mostly, sometimes the next day.
    at += chance(random, 0.75 * (1 - 0.6 * difficulty))
      ? between(random, 240, 7_200)
      : between(random, 8, 26) * 3_600
  }
}

type Demander = { readonly party: Party } | { readonly person: Person }

/** An account that collects for others, here or at a bank outside, a person abroad, or a shop's gift cards. */
function demander(life: Life, random: Random, way: Way, number: number, mules: readonly number[]): Demander {
  const { seed, population } = life.scene
  if (way === 'gift card')
    return { party: merchantAt(trades.giftCards, zipf(random, trades.giftCards.merchants)) }
  if (way === 'abroad') {
    const country = countryOf(drawCountry(random))
    const payout = pick(random, ['wallet', 'cash_pickup', 'bank'] as const)
    return { party: personAbroad(seed, country, ['demander', life.person.index, number], payout) }
  }
  // One collecting account serves several victims (AFP and AUSTRAC, Operation Huntsman).
  if (mules.length > 0 && chance(random, 0.6)) return { person: population.person(pick(random, mules)) }
  return {
    party: chance(random, 0.5)
      ? outsider(seed, 'collector', integer(random, 0, 2))
      : outsider(seed, 'collector', life.person.index, number),
  }
}

function askParent(life: Life, random: Random, at: number): number {
  const minor = integer(random, 4, 20) * 1_000
  const draft = {
    day: Math.floor(at / 86_400),
    second: Math.floor(at % 86_400),
    minor,
    rail: 'instant',
    by: 'batch',
    reference: pick(random, ['', 'for shoes', 'lunch', 'as asked']),
  } as const
  const parent = findParent(life)
  if (parent === undefined)
    life.pay({ ...draft, direction: 'in', party: outsideParent(life.scene.seed, life.person) })
  else life.receiveFrom(parent, draft)
  return minor
}
