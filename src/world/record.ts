import type { Country } from './abroad.ts'
import { offsetMinutes } from './cities.ts'
import type { Booked, Draft, Scene } from './life.ts'
import type { Subject, Wish } from './means.ts'
import type { Payment } from './payment.ts'
import type { Person } from './person.ts'
import { chance, type Random } from './random.ts'

/** The device of a person's own. */
export const deviceOf = (person: Person): string => `SYN-D-${String(person.index).padStart(6, '0')}-1`
/** The tablet that a household shares. */
export const sharedDevice = (person: Person): string => `SYN-D-H${person.household.first}`

export type Recorder = (
  draft: Draft,
  account: Booked,
  subjects: readonly Subject[],
  externalReference: string | undefined,
) => Wish | undefined

/** Makes records of drafts: local time to UTC, home money to foreign, and what the channel knows. */
export function createRecorder(scene: Scene, person: Person, noise: Random): Recorder {
  const { calendar, noise: scale } = scene
  const beginning = calendar.epochDay * 86_400
  const device = chance(noise, 0.04) ? sharedDevice(person) : deviceOf(person)
  return (draft, account, subjects, externalReference) => {
    if (draft.day < Math.max(0, account.openedDay) || draft.day >= calendar.days || draft.minor <= 0) return
    const epochDay = calendar.epochDay + draft.day
    const offset = draft.in?.offsetMinutes ?? offsetMinutes(person.city, epochDay, draft.second)
    const bookedAt = epochDay * 86_400 + draft.second - offset * 60
    if (bookedAt < beginning) return
    const minor = Math.round(draft.minor)
    const away = draft.charged
    return {
      insistent: subjects.length > 0,
      subjects,
      institution: account.institution,
      paymentId: '',
      bookedAt,
      accountId: account.accountId,
      direction: draft.direction,
      amountMinor: away === undefined ? minor : toForeign(minor, away, bookedAt),
      currency: away?.currency ?? 'AUD',
      homeMinor: minor,
      rail: draft.rail,
      status: draft.status ?? drawStatus(noise, draft, scale),
      party: draft.party,
      named: noise() >= 0.03 * scale,
      merchantCategoryCode: draft.code,
      reference: draft.reference === '' ? undefined : draft.reference,
      purpose: draft.purpose,
      device: draft.by === 'phone' && noise() >= 0.02 * scale ? (draft.device ?? device) : undefined,
      ipCountry: draft.by === 'phone' ? ipCountry(noise, person, draft, scale) : undefined,
      offsetMinutes: draft.by === 'batch' || noise() < 0.02 * scale ? undefined : offset,
      externalReference,
    }
  }
}

/** Small slow waves around the table's rate, and a card scheme's margin left out. */
function toForeign(minor: number, country: Country, bookedAt: number): number {
  const wave = 1 + 0.02 * Math.sin(bookedAt / 2_900_000 + country.offsetMinutes)
  return Math.max(1, Math.round(((minor * country.perAud * wave) / 100) * 10 ** country.decimals))
}

function drawStatus(noise: Random, draft: Draft, scale: number): Payment['status'] {
  const point = noise()
  if (point < 0.003 * scale) return 'reversed'
  return draft.direction === 'out' && point < 0.003 * scale + 0.008 ? 'attempted' : 'completed'
}

function ipCountry(noise: Random, person: Person, draft: Draft, scale: number): string | undefined {
  const point = noise()
  if (point < 0.04 * scale) return undefined
  if (person.usesVpn && point < 0.3) return ['US', 'SG', 'NL', 'GB'][Math.floor(point * 97) % 4]
  return draft.in?.code ?? 'AU'
}
