import { offsetMinutes } from './cities.ts'
import type { Customer } from './customers.ts'
import { timeOfDay } from './hours.ts'
import type { Scene } from './life.ts'
import { chance, exponential, integer, opaque, substream } from './random.ts'
import { deviceOf, sharedDevice } from './record.ts'

/** A visit to an institution's app. */
export interface Session {
  readonly institution: number
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
  readonly institution: number
  readonly customerId: string
  readonly type: 'email' | 'phone' | 'payid' | 'device' | 'document'
  readonly value: string
}

/**
 * Light on purpose: a handful of visits a year. Addresses are of the range for documentation (RFC 3849).
 *
 * @param ring the device of whoever runs the account for the customer, if somebody does
 */
export function sessionsOf(scene: Scene, customer: Customer, ring?: string): Session[] {
  const { seed, calendar } = scene
  const { person, institution, customerId } = customer
  const random = substream(seed, 'sessions', institution, person.index)
  const home = opaque(seed, 'network', person.household.first)
  const often = institution === person.bank ? 10 : 4
  const gap = 365 / (2 + often * Math.min(1, person.activity))
  const stem = customerId.replace('-C', '-S')
  // A family tablet: some of the visits of those who share one.
  const shares = person.household.adults + person.household.youths > 1 && chance(random, 0.3)
  const sessions: Session[] = []
  for (let at = exponential(random, gap); at < calendar.days; at += exponential(random, gap)) {
    if (at < customer.sinceDay) continue
    const epochDay = calendar.epochDay + Math.floor(at)
    const second = timeOfDay(random, 'phone', person.rhythm)
    const hidden = chance(random, person.usesVpn ? 0.35 : 0.01)
    const atHome = chance(random, 0.7)
    const network = atHome ? home : opaque(seed, 'roaming', person.index, sessions.length)
    sessions.push({
      institution,
      sessionId: `${stem}-${String(sessions.length).padStart(4, '0')}`,
      customerId,
      startedAt: Math.max(
        calendar.epochDay * 86_400,
        epochDay * 86_400 + second - offsetMinutes(person.city, epochDay, second) * 60,
      ),
      device:
        ring !== undefined && chance(random, 0.6)
          ? ring
          : shares && atHome && chance(random, 0.4)
            ? sharedDevice(person)
            : deviceOf(person),
      ip: hidden
        ? `2001:db8:ffff::${integer(random, 1, 60)}`
        : `2001:db8:${network.slice(0, 4)}:${network.slice(4, 8)}::1`,
      ipCountry: hidden ? ['US', 'SG', 'NL', 'GB'][integer(random, 0, 3)]! : 'AU',
      anonymiser: hidden ? 'vpn' : undefined,
    })
  }
  return sessions
}

/** What ties a customer to themselves elsewhere: the same address, number and paper at every institution that asks for it. */
export function identifiersOf(scene: Scene, { person, institution, customerId }: Customer): Identifier[] {
  const { seed } = scene
  const random = substream(seed, 'identifiers', person.index)
  const number = String(person.index).padStart(6, '0')
  const email = `synthetic.${opaque(seed, 'email', person.index)}@example.com`
  // Children are often reached through a parent's telephone.
  const reached = person.ageYears < 14 && person.household.adults > 0 ? person.household.first : person.index
  const values: (readonly [Identifier['type'], string])[] = [
    ['email', email],
    ['phone', `SYN-T-${opaque(seed, 'telephone', reached)}`],
    ['device', `SYN-D-${number}-1`],
  ]
  if (chance(random, 0.4)) values.push(['payid', email])
  if (person.living !== 'child' && chance(random, 0.6))
    values.push(['document', `SYN-DOC-${opaque(seed, 'document', person.index)}`])
  return values.map(([type, value]) => ({ institution, customerId, type, value }))
}
