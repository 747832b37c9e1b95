import { countryOf, personAbroad } from '../abroad.ts'
import { subscribe } from '../habits/bills.ts'
import { drawReason, sendAbroad } from '../habits/family-support.ts'
import { payDays } from '../habits/income.ts'
import { roundly } from '../habits/transfers.ts'
import { take } from '../habits/travel.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { trades } from '../merchants.ts'
import { between, chance, exponential, integer, logNormal, normal, pick, type Random } from '../random.ts'
import type { Payee, Role } from '../roles.ts'
import type { Typology } from '../typologies.ts'
import { inConduct, partiesAt, shiftAt, softened } from './manner.ts'

/**
 * Small payments abroad that recur and grow. Published shape: most payments between A$10 and A$500 (AUSTRAC, guide on
 * combating the sexual exploitation of children); median A$51 (AIC, Trends & issues 639); under A$55 at gaps under 20
 * days among the most prolific (634); body about A$49 to 390, rising medians and shrinking gaps as payments go on (589),
 * with few far larger ones, since the mean of 589 lies above its body; often round sums, often late at night, under ordinary
 * words (FATF 2025, as summarised).
 */
export function payAtADistance(
  life: Life,
  random: Random,
  role: Role & { kind: 'live-distance-payer' },
): void {
  const { scene } = life
  const { days } = scene.calendar
  // More than 20 payments is what the institute calls high-volume.
  const prolific = role.payments > 20
  const median = prolific
    ? logNormal(random, 4_100, 0.12)
    : chance(random, 0.5)
      ? logNormal(random, 5_100, 0.25)
      : logNormal(random, 12_500, 0.4)
  const growth = prolific ? between(random, 0, 0.3) : between(random, 0.1, 1)
  const spread = prolific ? 0.32 : 0.55
  // Those who pay most have years for it, and shorter gaps the more they pay.
  const whole = prolific
    ? Math.min(18 * role.payments, between(random, 1.2, 5) * 365)
    : between(random, 7, 45) * role.payments
  const span = Math.min(days * 0.92, whole)
  const count = Math.max(2, Math.round((role.payments * span) / whole))
  const first = integer(random, 0, Math.max(0, Math.floor(days - span - 1)))
  const atNight = softened(life, between(random, 0.3, 0.65))
  const wordsOften = between(random, 0.2, 0.8)
  let last = first

  for (const [at, after] of shrinkingGaps(random, count, span).entries()) {
    const day = first + Math.floor(after)
    const payees = payeesAt(life, random, role.payees, day)
    const payee = at < payees.length ? payees[at]! : chance(random, 0.5) ? payees[0]! : pick(random, payees)
    const large = chance(random, prolific ? 0.004 : 0.03) ? between(random, 3, 12) : 1
    const minor = median * (1 + (growth * at) / count) * logNormal(random, 1, spread) * large
    payOnce(life, random, day, payee, Math.min(500_000, Math.max(1_000, minor)), {
      atNight,
      wordsOften,
      attempted: chance(random, 0.06),
      truth: 'live-distance-payer',
    })
    last = day
  }
  // Accompanying spend, and the escalation to a journey (AUSTRAC, indicators page).
  if (chance(random, softened(life, 0.25))) subscribe(life, random, trades.vpn)
  if (chance(random, 0.2) && last + 20 < days) {
    const country = countryOf(role.payees[0]!.party.country!)
    take(life, random, {
      country,
      day: last + integer(random, 8, 19),
      nights: integer(random, 6, 16),
      cashPerDay: 0.4,
      cardsPerDay: 0.8,
    })
  }
  if (chance(random, scene.difficulty)) alsoSupportSomeone(life, random, role.payees[0]!)
}

/** The usual payees until tactics change: then fewer, or some never paid before. */
function payeesAt(life: Life, random: Random, payees: readonly Payee[], day: number): readonly Payee[] {
  const typology = 'live-distance-payer'
  if (shiftAt(life, typology, day) === undefined) return payees
  const count = partiesAt(life, typology, day, payees.length)
  const country = countryOf(payees[0]!.party.country!)
  return Array.from({ length: count }, (_, at) =>
    at < payees.length && chance(random, 0.5)
      ? payees[at]!
      : { party: personAbroad(life.scene.seed, country, ['new', life.person.index, at]), truth: undefined },
  )
}

/** Under cover of an ordinary life: a family in the same country that is sent money every month. */
function alsoSupportSomeone(life: Life, random: Random, like: Payee): void {
  const payee = personAbroad(life.scene.seed, countryOf(like.party.country!), ['cover', life.person.index])
  const minor = logNormal(random, 22_000, 0.4)
  for (const day of payDays(life, random, 30))
    sendAbroad(life, random, day, payee, minor, true, { reference: drawReason(random) })
}

/** Somebody who pays such a payee once or twice and is otherwise like anybody; the truth does not name them. */
export function payOnceOrTwice(life: Life, random: Random, role: Role & { kind: 'one-off-payer' }): void {
  const { days } = life.scene.calendar
  const day = integer(random, 3, days - 8)
  const minor = Math.min(40_000, logNormal(random, 6_500, 0.6))
  const manner = { atNight: 0.3, wordsOften: 0.5, attempted: false, truth: undefined }
  payOnce(life, random, day, role.payee, minor, manner)
  if (chance(random, 0.3)) payOnce(life, random, day + integer(random, 1, 6), role.payee, minor, manner)
}

interface Manner {
  readonly atNight: number
  readonly wordsOften: number
  readonly attempted: boolean
  readonly truth: Typology | undefined
}

export function payOnce(
  life: Life,
  random: Random,
  day: number,
  payee: Payee,
  minor: number,
  manner: Manner,
): void {
  const night = chance(random, manner.atNight)
  const second = night
    ? Math.floor((22.5 * 3_600 + normal(random) * 5_400 + between(random, 0, 3) * 3_600 + 86_400) % 86_400)
    : timeOfDay(random, 'phone', life.person.rhythm)
  const reference = chance(random, manner.wordsOften) ? drawReason(random) : ''
  const status = manner.attempted ? ('attempted' as const) : undefined
  const sum = { day, second, minor: roundly(random, minor), rail: 'remittance' } as const
  const done = manner.truth === undefined ? { ...sum, truth: undefined } : inConduct(life, manner.truth, sum)
  const how = { second: done.second, reference, status, truth: done.truth, partyTruth: payee.truth }
  sendAbroad(life, random, day, payee.party, done.minor, false, {
    ...how,
    ...(done.rail === sum.rail ? {} : { rail: done.rail }),
  })
}

/** Days after the first payment, ascending: bursts at random, and gaps that get shorter. */
export function shrinkingGaps(random: Random, count: number, span: number): number[] {
  const steepness = between(random, 0.2, 1.4)
  const gaps = Array.from({ length: count }, (_, at) =>
    at === 0 ? 0 : exponential(random, 1) * Math.exp((-steepness * at) / count),
  )
  const total = gaps.reduce((sum, gap) => sum + gap, 0) || 1
  let after = 0
  return gaps.map(gap => {
    after += (gap / total) * span
    return after
  })
}
