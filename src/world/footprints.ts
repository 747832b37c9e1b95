import { offsetMinutes } from './cities.ts'
import { timeOfDay } from './hours.ts'
import type { Scene } from './life.ts'
import type { Person } from './person.ts'
import { chance, exponential, integer, opaque, substream } from './random.ts'

/** A visit to the bank's app. */
export interface Session {
  readonly sessionId: string
  readonly customerId: string
  /** Seconds since 1970 UTC. */
  readonly startedAt: number
  readonly device: string
  readonly ip: string
  readonly ipCountry: string
  readonly anonymiser: 'vpn' | undefined
}

export interface Identifier {
  readonly customerId: string
  readonly type: 'email' | 'phone' | 'payid' | 'device'
  readonly value: string
}

/** Light on purpose: a handful of visits a year. Addresses are of the range for documentation (RFC 3849). */
export function sessionsOf(scene: Scene, person: Person): Session[] {
  const { seed, calendar } = scene
  const random = substream(seed, 'sessions', person.index)
  const number = person.customerId.slice(6)
  const home = opaque(seed, 'network', person.household.index)
  const gap = 365 / (2 + 10 * Math.min(1, person.activity))
  const sessions: Session[] = []
  for (let at = exponential(random, gap); at < calendar.days; at += exponential(random, gap)) {
    if (at < person.sinceDay) continue
    const epochDay = calendar.epochDay + Math.floor(at)
    const second = timeOfDay(random, 'phone', person.rhythm)
    const hidden = chance(random, person.usesVpn ? 0.35 : 0.01)
    const network = chance(random, 0.7) ? home : opaque(seed, 'roaming', person.index, sessions.length)
    sessions.push({
      sessionId: `SYN-S-${number}-${String(sessions.length).padStart(4, '0')}`,
      customerId: person.customerId,
      startedAt: Math.max(
        calendar.epochDay * 86_400,
        epochDay * 86_400 + second - offsetMinutes(person.city, epochDay, second) * 60,
      ),
      device: `SYN-D-${number}-1`,
      ip: hidden
        ? `2001:db8:ffff::${integer(random, 1, 60)}`
        : `2001:db8:${network.slice(0, 4)}:${network.slice(4, 8)}::1`,
      ipCountry: hidden ? ['US', 'SG', 'NL', 'GB'][integer(random, 0, 3)]! : 'AU',
      anonymiser: hidden ? 'vpn' : undefined,
    })
  }
  return sessions
}

export function identifiersOf(scene: Scene, person: Person): Identifier[] {
  const random = substream(scene.seed, 'identifiers', person.index)
  const { customerId } = person
  const number = customerId.slice(6)
  const email = `synthetic.${number}@example.com`
  const values: Identifier[] = [
    { customerId, type: 'email', value: email },
    // Children are often reached through a parent's telephone.
    {
      customerId,
      type: 'phone',
      value: `SYN-T-${person.ageYears < 14 && person.household.adults > 0 ? String(person.household.first).padStart(6, '0') : number}`,
    },
    { customerId, type: 'device', value: `SYN-D-${number}-1` },
  ]
  if (chance(random, 0.4)) values.push({ customerId, type: 'payid', value: email })
  return values
}
