import type { Country } from './abroad.ts'
import { type Account, type Holdings, holdingsList, mainAccountId } from './accounts.ts'
import type { Calendar } from './calendar.ts'
import { offsetMinutes } from './cities.ts'
import { type Wish, withinMeans } from './means.ts'
import type { Party } from './party.ts'
import { localParty } from './party.ts'
import type { Payment } from './payment.ts'
import type { Person } from './person.ts'
import { chance, type Random, substream } from './random.ts'

/** What everybody in a world shares. */
export interface Scene {
  readonly seed: number
  readonly calendar: Calendar
  readonly people: readonly Person[]
  /** Factor on the shares of people with lawful habits that look like what is planted. */
  readonly lookAlikes: number
}

/** A payment as a habit makes it: where the person is and what they do. */
export interface Draft {
  readonly day: number
  /** Local second of the day. */
  readonly second: number
  readonly direction: 'in' | 'out'
  /** Minor units of AUD. */
  readonly minor: number
  readonly rail: Payment['rail']
  readonly party?: Party | undefined
  /** Own account; the main one when not given. */
  readonly account?: Account | undefined
  /** `phone` knows the device, `terminal` the place, `batch` neither. */
  readonly by: 'phone' | 'terminal' | 'batch'
  readonly code?: string | undefined
  readonly reference?: string | undefined
  readonly purpose?: string | undefined
  /** Where the person is, when not at home. */
  readonly in?: Country | undefined
  /** Charged in that country's currency. */
  readonly charged?: Country | undefined
  readonly status?: Payment['status'] | undefined
  readonly externalReference?: string | undefined
  /** Subjects of the truth that this payment belongs to. */
  readonly truth?: readonly TruthSubject[] | undefined
}

export interface TruthSubject {
  readonly kind: 'customer' | 'counterparty'
  readonly id: string
  readonly typology: string
}

/** One customer's year: what habits act upon. */
export interface Life {
  readonly scene: Scene
  readonly person: Person
  readonly holdings: Holdings
  pay(draft: Draft): void
  /** To another customer of this bank: both sides are booked. */
  payCustomer(other: Person, draft: Omit<Draft, 'direction' | 'party'>): void
  /** From another customer of this bank: both sides are booked. */
  receiveFrom(other: Person, draft: Omit<Draft, 'direction' | 'party'>): void
}

/** What was lived, in order of time. */
export interface Lived {
  readonly payments: Payment[]
  readonly truth: readonly { readonly subject: TruthSubject; readonly bookedAt: number }[]
}

/** Calls the habits and gives back their payments, with the small faults that real records have. */
export function live(scene: Scene, person: Person, holdings: Holdings, habits: (life: Life) => void): Lived {
  const { seed, calendar } = scene
  const noise = substream(seed, 'noise', person.index)
  const wishes: Wish[] = []
  const truth: { subject: TruthSubject; bookedAt: number }[] = []
  const ownDevice = `SYN-D-${person.customerId.slice(6)}-1`
  // A family tablet is several people's device.
  const device = chance(noise, 0.04) ? `SYN-D-H${person.household.index}` : ownDevice

  const book = (draft: Draft, accountId: string, openedDay: number) => {
    if (draft.day < Math.max(0, openedDay) || draft.day >= calendar.days || draft.minor <= 0) return
    const epochDay = calendar.epochDay + draft.day
    const offset = draft.in?.offsetMinutes ?? offsetMinutes(person.city, epochDay, draft.second)
    const bookedAt = epochDay * 86_400 + draft.second - offset * 60
    if (bookedAt < calendar.epochDay * 86_400) return
    for (const subject of draft.truth ?? []) truth.push({ subject, bookedAt })
    const minor = Math.round(draft.minor)
    const away = draft.charged
    wishes.push({
      insistent: draft.truth !== undefined && draft.truth.length > 0,
      paymentId: '',
      bookedAt,
      accountId,
      direction: draft.direction,
      amountMinor: away === undefined ? minor : toForeign(minor, away, bookedAt),
      currency: away?.currency ?? 'AUD',
      homeMinor: minor,
      rail: draft.rail,
      status: draft.status ?? drawStatus(noise, draft),
      party: draft.party,
      named: noise() > 0.03,
      merchantCategoryCode: draft.code,
      reference: draft.reference === '' ? undefined : draft.reference,
      purpose: draft.purpose,
      device: draft.by === 'phone' && noise() > 0.02 ? device : undefined,
      ipCountry: draft.by === 'phone' ? ipCountry(noise, person, draft) : undefined,
      offsetMinutes: draft.by === 'batch' || noise() < 0.02 ? undefined : offset,
      externalReference: draft.externalReference,
    })
  }

  const between = (
    draft: Omit<Draft, 'direction' | 'party'>,
    from: string,
    to: string,
    openedDay: number,
  ) => {
    const externalReference = `SYN-E-${person.customerId.slice(6)}-${wishes.length}`
    const { truth: subjects, ...shared } = { ...draft, externalReference, status: 'completed' as const }
    book({ ...shared, truth: subjects, direction: 'out', party: accountParty(to) }, from, openedDay)
    book({ ...shared, direction: 'in', party: accountParty(from), by: 'batch' }, to, openedDay)
  }

  habits({
    scene,
    person,
    holdings,
    pay(draft) {
      const account = draft.account ?? holdings.main
      book(draft, account.accountId, account.openedDay)
    },
    payCustomer(other, draft) {
      const from = draft.account ?? holdings.main
      between(draft, from.accountId, mainAccountId(other), Math.max(from.openedDay, other.sinceDay))
    },
    receiveFrom(other, draft) {
      const { main } = holdings
      between(draft, mainAccountId(other), main.accountId, Math.max(main.openedDay, other.sinceDay))
    },
  })

  wishes.sort((one, other) => one.bookedAt - other.bookedAt)
  const own = new Set(holdingsList(holdings).map(account => account.accountId))
  const lived =
    person.living === 'child' ? withinMeans(wishes, own, substream(seed, 'means', person.index)) : wishes
  const stem = person.customerId.replace('-C-', '-P-')
  const payments = lived.map(({ insistent: _, ...payment }, at) => {
    return { ...payment, paymentId: `${stem}-${String(at).padStart(5, '0')}` }
  })
  return { payments, truth }
}

const accountParties = new Map<string, Party>()

function accountParty(accountId: string): Party {
  let party = accountParties.get(accountId)
  if (party === undefined) {
    party = localParty(accountId, `Synthetic Account ${accountId.slice(6, 12)}`, 'SYNBANKOWN')
    accountParties.set(accountId, party)
  }
  return party
}

/** Small slow waves around the table's rate, and a card scheme's margin left out. */
function toForeign(minor: number, country: Country, bookedAt: number): number {
  const wave = 1 + 0.02 * Math.sin(bookedAt / 2_900_000 + country.offsetMinutes)
  return Math.max(1, Math.round(((minor * country.perAud * wave) / 100) * 10 ** country.decimals))
}

function drawStatus(noise: Random, draft: Draft): Payment['status'] {
  const point = noise()
  if (point < 0.003) return 'reversed'
  return draft.direction === 'out' && point < 0.011 ? 'attempted' : 'completed'
}

function ipCountry(noise: Random, person: Person, draft: Draft): string | undefined {
  const point = noise()
  if (point < 0.04) return undefined
  if (person.usesVpn && point < 0.3) return ['US', 'SG', 'NL', 'GB'][Math.floor(point * 97) % 4]
  return draft.in?.code ?? 'AU'
}
