import { countryOf, personAbroad } from '../abroad.ts'
import { buyCrypto } from '../habits/crypto.ts'
import { irregularDays, sendAbroad } from '../habits/family-support.ts'
import { roundly } from '../habits/transfers.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { outsider } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import { type Role, ringDevice } from '../roles.ts'
import { inConduct, partiesAt, softened } from './manner.ts'

/**
 * An account that collects from distressed young payers and sends on, abroad or to an exchange, within hours or a day, mostly for
 * others (AFP and AUSTRAC, Operation Huntsman: about 100 people ran more than 500 accounts; some were victims who could not pay). Two
 * destinations make up half of located demands (Thorn and NCMEC 2024). Victims of this world pay in from their own lives; those of
 * banks outside come here, each in a burst of a few payments.
 */
export function collectForExtorters(
  life: Life,
  random: Random,
  role: Role & { kind: 'sextortion-mule' },
): void {
  const { person, scene } = life
  const typology = 'sextortion-mule'
  const { days } = scene.calendar
  const from = integer(random, 10, Math.floor(days * 0.5))
  const until = Math.min(days - 2, from + integer(random, 60, 240))
  const boss = personAbroad(
    scene.seed,
    countryOf(pick(random, ['NG', 'NG', 'NG', 'CI', 'CI', 'PH', 'IN'])),
    ['boss', role.ring],
    pick(random, ['wallet', 'bank', 'cash_pickup'] as const),
  )
  const byExchange = chance(random, 0.4)
  const dwell = between(random, 0.5, 6) + 48 * scene.difficulty * random()
  let victim = 0
  let held = 0
  for (const after of irregularDays(random, until - from, between(random, 3, 12))) {
    const day = from + after
    for (let more = partiesAt(life, typology, day, 1); more > 0; more--) {
      const party = outsider(scene.seed, 'extorted', person.index, victim++)
      let at = day * 86_400 + between(random, 15, 23.9) * 3_600
      for (let count = integer(random, 1, 5); count > 0; count--) {
        const minor = roundly(random, Math.max(1_500, logNormal(random, 9_000, 0.8)))
        const draft = {
          day: Math.floor(at / 86_400),
          second: Math.floor(at % 86_400),
          minor,
          rail: 'instant',
        } as const
        const done = inConduct(life, typology, draft)
        life.pay({
          ...done,
          direction: 'in',
          party,
          by: 'batch',
          reference: pick(random, ['', '', 'gift', 'payment', 'sorry']),
        })
        held += done.minor
        at += between(random, 300, 9_000)
      }
    }
    if (held < 15_000 && !chance(random, 0.3)) continue
    const kept = chance(random, 0.5) ? between(random, 0.05, 0.15) : 0
    const minor = held * (1 - kept)
    const later = day + Math.floor((20 + dwell) / 24)
    const second = timeOfDay(random, chance(random, softened(life, 0.6)) ? 'night' : 'phone', person.rhythm)
    const how = { device: ringDevice(role), truth: typology } as const
    const launderer = role.launderer === undefined ? undefined : scene.population.person(role.launderer)
    if (launderer !== undefined) {
      const onward = { day: later, second, minor: Math.round(minor), rail: 'instant', by: 'phone' } as const
      life.payCustomer(launderer, { ...onward, ...how, partyTruth: 'proceeds-launderer' })
    } else if (byExchange) buyCrypto(life, later, second, Math.round(minor), how)
    else sendAbroad(life, random, later, boss, minor, false, { ...how, second, reference: '' })
    held = 0
  }
}
