import { timeOfDay } from '../hours.ts'
import type { Draft, Life } from '../life.ts'
import { trades } from '../merchants.ts'
import { chainAddress, localParty, type Party } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import { irregularDays } from './family-support.ts'
import { payDays } from './income.ts'
import { roundly } from './transfers.ts'

/**
 * People who save and speculate in crypto assets: regular purchases, now and then a withdrawal to an address of their own, some small
 * payments for games, tips and services. Shares by age are our own estimate.
 */
export function invest(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.1) return
  if (!chance(random, (person.ageYears < 45 ? 0.07 : 0.02) * scene.lookAlikes)) return
  life.note('crypto-investor')
  const { days } = scene.calendar
  const median = logNormal(random, 9_000, 1)
  const regular = chance(random, 0.5)
  for (const day of regular
    ? payDays(life, random, pick(random, [7, 14, 30]))
    : irregularDays(random, days, between(random, 6, 60)))
    buyCrypto(
      life,
      day,
      timeOfDay(random, 'phone', person.rhythm),
      roundly(random, median * logNormal(random, 1, regular ? 0.1 : 0.8)),
    )
  const own = chainAddress(scene.seed, 'own', person.index)
  if (chance(random, 0.35)) {
    for (const day of irregularDays(random, days, between(random, 40, 150)))
      payAddress(life, day, timeOfDay(random, 'phone', person.rhythm), median * between(random, 1, 8), own)
  }
  if (!chance(random, 0.2)) return
  const places = integer(random, 1, 6)
  for (const day of irregularDays(random, days, between(random, 5, 40))) {
    const address = chainAddress(
      scene.seed,
      'service',
      Math.floor(random() ** 2 * 400),
      integer(random, 0, places),
    )
    payAddress(life, day, timeOfDay(random, 'night', person.rhythm), logNormal(random, 2_800, 0.7), address)
  }
}

/** From the own bank account to the own account with an exchange, or to an exchange that is not of this world. */
export function buyCrypto(
  life: Life,
  day: number,
  second: number,
  minor: number,
  how: Pick<Partial<Draft>, 'truth' | 'status' | 'device'> = {},
): void {
  const account = life.service('crypto', day)
  if (account !== undefined) {
    life.moveOwn(life.holdings.main, account, { day, second, minor, rail: 'instant', by: 'phone', ...how })
    return
  }
  // Some exchanges are paid by card (ISO 18245: quasi-cash), some by transfer.
  const number = life.person.index % 7
  const card = number < 3
  life.pay({
    day,
    second,
    direction: 'out',
    minor,
    rail: card ? 'card' : number < 5 ? 'instant' : 'transfer',
    party: localParty(`SYN-X-EXCHANGE-${number}`, `Synthetic Exchange ${number}`, `SYNEXCHANGE${number}`),
    by: 'phone',
    code: card ? trades.cryptoExchange.code : undefined,
    ...how,
  })
}

/** To an address, from the own account with an exchange; when that is outside this world, only the purchase is seen. */
export function payAddress(
  life: Life,
  day: number,
  second: number,
  minor: number,
  address: Party,
  how: Pick<Partial<Draft>, 'truth' | 'status'> = {},
): void {
  const account = life.service('crypto', day)
  if (account === undefined) return buyCrypto(life, day, second, minor, how)
  life.pay({
    day,
    second,
    direction: 'out',
    minor,
    rail: 'crypto',
    party: address,
    account,
    by: 'phone',
    ...how,
  })
}
