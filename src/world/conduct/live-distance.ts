import { countryOf } from '../abroad.ts'
import { subscribe } from '../habits/bills.ts'
import { sendAbroad } from '../habits/family-support.ts'
import { roundly } from '../habits/transfers.ts'
import { take } from '../habits/travel.ts'
import type { Life, TruthSubject } from '../life.ts'
import { trades } from '../merchants.ts'
import type { Payee, Role } from '../planting.ts'
import { between, chance, exponential, integer, logNormal, normal, pick, type Random } from '../random.ts'

/**
 * Small payments abroad that recur and grow. Published shape: most payments between A$10 and A$500 (AUSTRAC, guide on
 * combating the sexual exploitation of children); median A$51 (AIC, Trends & issues 639); under A$55 at gaps under 20
 * days among the most prolific (634); body about A$49 to 390, rising medians and shrinking gaps as payments go on (589);
 * often round sums, often late at night, under ordinary words (FATF 2025, as summarised).
 */
export function payAtADistance(
  life: Life,
  random: Random,
  role: Role & { kind: 'live-distance-payer' },
): void {
  const { person, scene } = life
  const { days } = scene.calendar
  const prolific = role.payments >= (100 * days) / 365
  const median = prolific
    ? logNormal(random, 3_900, 0.12)
    : chance(random, 0.4)
      ? logNormal(random, 5_100, 0.25)
      : logNormal(random, 13_500, 0.45)
  const growth = prolific ? between(random, 0, 0.3) : between(random, 0.1, 1)
  const spread = prolific ? 0.32 : 0.55
  const gap = between(random, 7, 32)
  const span = prolific ? days * between(random, 0.8, 0.95) : Math.min(days * 0.9, gap * role.payments)
  const first = integer(random, 0, Math.max(0, Math.floor(days - span - 1)))
  const atNight = between(random, 0.3, 0.65)
  const wordsOften = between(random, 0.2, 0.8)
  const favourite = role.payees[0]!
  let last = first

  for (const [at, after] of shrinkingGaps(random, role.payments, span).entries()) {
    const day = first + Math.floor(after)
    const payee =
      at < role.payees.length ? role.payees[at]! : chance(random, 0.5) ? favourite : pick(random, role.payees)
    const minor = median * (1 + (growth * at) / role.payments) * logNormal(random, 1, spread)
    const attempted = chance(random, 0.06)
    payOnce(life, random, day, payee, Math.min(90_000, Math.max(1_000, minor)), {
      atNight,
      wordsOften,
      attempted,
      truth: [{ kind: 'customer', id: person.customerId, typology: 'live-distance-payer' }],
    })
    last = day
  }
  // What a few do beside it.
  if (chance(random, 0.25)) subscribe(life, random, trades.vpn)
  if (chance(random, 0.2) && last + 20 < days) {
    const country = countryOf(favourite.party.country)
    take(life, random, {
      country,
      day: last + integer(random, 8, 19),
      nights: integer(random, 6, 16),
      cashPerDay: 0.4,
      cardsPerDay: 0.8,
    })
  }
}

/** Somebody who pays such a payee once or twice and is otherwise like anybody; the truth does not name them. */
export function payOnceOrTwice(life: Life, random: Random, role: Role & { kind: 'one-off-payer' }): void {
  const { days } = life.scene.calendar
  const day = integer(random, 3, days - 8)
  const minor = Math.min(40_000, logNormal(random, 6_500, 0.6))
  const manner = { atNight: 0.3, wordsOften: 0.5, attempted: false, truth: [] }
  payOnce(life, random, day, role.payee, minor, manner)
  if (chance(random, 0.3)) payOnce(life, random, day + integer(random, 1, 6), role.payee, minor, manner)
}

interface Manner {
  readonly atNight: number
  readonly wordsOften: number
  readonly attempted: boolean
  readonly truth: readonly TruthSubject[]
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
  sendAbroad(life, random, day, payee.party, roundly(random, minor), false, {
    ...(chance(random, manner.wordsOften) ? {} : { reference: '' }),
    ...(night
      ? {
          second: Math.floor(
            (22.5 * 3_600 + normal(random) * 5_400 + between(random, 0, 3) * 3_600 + 86_400) % 86_400,
          ),
        }
      : {}),
    status: manner.attempted ? 'attempted' : undefined,
    truth: payee.truth === undefined ? manner.truth : [...manner.truth, payee.truth],
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
