import { countryOf, personAbroad } from '../abroad.ts'
import { findParent, outsideParent } from '../habits/youth.ts'
import type { Life } from '../life.ts'
import { merchantAt, trades } from '../merchants.ts'
import { localParty, type Party } from '../party.ts'
import { between, chance, integer, logNormal, opaque, pick, type Random, weighted, zipf } from '../random.ts'

/** Where demands come from when it is known (Thorn and NCMEC, Trends in financial sextortion 2024). */
const drawCountry = weighted([['NG', 30], ['CI', 17], ['PH', 8], ['US', 10], ['GB', 5], ['IN', 4]]) // biome-ignore format: short
const drawWay = weighted<'mule' | 'abroad' | 'gift card'>([
  ['mule', 55],
  ['abroad', 27],
  ['gift card', 18],
])

/**
 * A child is extorted: some payments within hours or a few days to somebody never paid before, up to what the child
 * has, then silence (FATF 2025 and FinCEN FIN-2025-NTC2, as summarised). Of those who pay, 27 % are extorted again
 * (Thorn and NCMEC 2024). More often in school holidays (AFP, January 2025).
 */
export function payExtorter(life: Life, random: Random): void {
  const { calendar } = life.scene
  const latest = calendar.days - 6
  let day = integer(random, Math.min(40, Math.floor(latest / 3)), latest)
  for (let tries = 0; tries < 2 && !calendar.isSchoolHoliday(day); tries++)
    day = integer(random, Math.min(40, Math.floor(latest / 3)), latest)
  extort(life, random, day, 0)
  if (chance(random, 0.27)) extort(life, random, day + integer(random, 9, 60), 1)
}

function extort(life: Life, random: Random, day: number, time: number): void {
  const { person } = life
  const truth = [{ kind: 'customer', id: person.customerId, typology: 'sextortion-victim' }] as const
  const way = drawWay(random)
  const payees = Array.from({ length: chance(random, 0.75) ? 1 : 2 }, (_, number) =>
    demander(life, random, way, time * 2 + number),
  )
  // What is demanded in all: mostly some hundred dollars (FBI 2024: US$609 a report; FATF 2025: generally not above
  // EUR 1,500, as summarised). What the child does not have is refused.
  let left = Math.min(250_000, Math.max(10_000, logNormal(random, 70_000, 0.7)))
  let at = day * 86_400 + between(random, 15, 25.5) * 3_600
  if (chance(random, 0.3)) left += askParent(life, random, at - between(random, 600, 7_200))
  let minor = Math.max(2_000, left * between(random, 0.08, 0.3))
  for (let count = integer(random, 4, 10); count > 0 && left >= 1_000; count--) {
    const rounded = Math.min(left, Math.max(1_000, Math.round(minor / 1_000) * 1_000))
    const refused = chance(random, 0.08)
    const payee = pick(random, payees)
    const card = way === 'gift card'
    const sum = card ? pick(random, [2_000, 5_000, 5_000, 10_000]) : rounded
    life.pay({
      day: Math.floor(at / 86_400),
      second: Math.floor(at % 86_400),
      direction: 'out',
      minor: sum,
      rail: card
        ? 'gift_card'
        : way === 'mule'
          ? 'instant'
          : payee.payout === 'wallet'
            ? 'wallet'
            : 'remittance',
      party: payee,
      by: 'phone',
      code: card ? trades.giftCards.code : undefined,
      reference: card ? '' : pick(random, ['', '', '', 'gift', 'payment', 'game', 'sorry']),
      status: refused ? 'attempted' : 'completed',
      truth,
    })
    if (!refused) left -= sum
    minor *= between(random, 0.8, 1.7)
    // Minutes mostly, sometimes the next day.
    at += chance(random, 0.75) ? between(random, 240, 7_200) : between(random, 8, 26) * 3_600
  }
}

/** An account at another bank that collects for others, a person abroad, or a shop's gift cards. */
function demander(life: Life, random: Random, way: 'mule' | 'abroad' | 'gift card', number: number): Party {
  const { seed } = life.scene
  if (way === 'gift card') return merchantAt(trades.giftCards, zipf(random, trades.giftCards.merchants))
  if (way === 'abroad')
    return personAbroad(
      seed,
      countryOf(drawCountry(random)),
      ['demander', life.person.index, number],
      pick(random, ['wallet', 'cash_pickup', 'bank']),
    )
  // One collecting account serves several victims (AFP and AUSTRAC, Operation Huntsman).
  const mark = chance(random, 0.5)
    ? opaque(seed, 'collector', integer(random, 0, 2))
    : opaque(seed, 'collector', life.person.index, number)
  return localParty(
    `SYN-X-${mark}`,
    `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
    pick(random, ['SYNBANKTWO', 'SYNBANKTHREE', 'SYNBANKFOUR']),
  )
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
