import { buyCrypto, payAddress } from '../habits/crypto.ts'
import { irregularDays } from '../habits/family-support.ts'
import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { chainAddress, outsider } from '../party.ts'
import { between, chance, integer, logNormal, pick, type Random } from '../random.ts'
import { inConduct, partiesAt, softened } from './manner.ts'

/**
 * Somebody who turns the takings of sellers into money or back: very many small sums in, without a business that would explain them, and
 * nearly all of it out again soon, to an exchange or to addresses. FinCEN's trend analysis of 2024 has a peer-to-peer exchanger with more than
 * US$5,000 in about 150 payments, US$33 each.
 */
export function launderProceeds(life: Life, random: Random): void {
  const { person, scene } = life
  const typology = 'proceeds-launderer'
  const { days } = scene.calendar
  const from = integer(random, 0, Math.floor(days * 0.4))
  const until = Math.min(days - 3, from + integer(random, 120, days))
  const payers = integer(random, 60, 260)
  const median = logNormal(random, 5_200, 0.15)
  const hold = between(random, 1, 4) + 10 * scene.difficulty * random()
  const address = chainAddress(scene.seed, 'proceeds', person.index)
  let held = 0
  let next = from + hold
  for (const after of irregularDays(random, until - from, between(random, 0.5, 1.6))) {
    const day = from + after
    const number = integer(random, 0, partiesAt(life, typology, day, payers) - 1)
    const minor = Math.max(500, Math.round((median * logNormal(random, 1, 0.4)) / 100) * 100)
    const second = timeOfDay(random, chance(random, softened(life, 0.5)) ? 'night' : 'phone', person.rhythm)
    const rail = pick(random, ['instant', 'transfer', 'wallet'] as const)
    const done = inConduct(life, typology, { day, second, minor, rail })
    life.pay({
      ...done,
      direction: 'in',
      party: outsider(scene.seed, 'proceeds payer', person.index, number),
      by: 'batch',
      reference: pick(random, ['', '', '', 'btc', 'order', 'thanks', 'invoice']),
    })
    held += done.minor
    if (day < next) continue
    const out = Math.round(held * between(random, 0.9, 0.98))
    const at = timeOfDay(random, 'phone', person.rhythm)
    if (chance(random, 0.5)) payAddress(life, day + 1, at, out, address, { truth: typology })
    else buyCrypto(life, day + 1, at, out, { truth: typology })
    held = 0
    next = day + hold
  }
}
