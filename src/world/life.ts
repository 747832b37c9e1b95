import type { Country } from './abroad.ts'
import {
  type Account,
  type Holdings,
  holdingsList,
  mainAccountId,
  type Service,
  serviceAccount,
} from './accounts.ts'
import type { Calendar } from './calendar.ts'
import { customerIdAt, type Institution, paymentStemAt } from './institutions.ts'
import { type Subject, type Wish, withinMeans } from './means.ts'
import { jointAccount, tarnish } from './noise.ts'
import type { Party } from './party.ts'
import { localParty } from './party.ts'
import type { Payment } from './payment.ts'
import type { Person } from './person.ts'
import type { Population } from './population.ts'
import { between, substream } from './random.ts'
import { createRecorder } from './record.ts'
import type { Shift } from './tactics.ts'
import type { Typology } from './typologies.ts'

/** What everybody in a world shares. */
export interface Scene {
  readonly seed: number
  readonly calendar: Calendar
  readonly institutions: readonly Institution[]
  readonly population: Population
  /** Factor on the shares of people with lawful habits that look like what is planted. */
  readonly lookAlikes: number
  /** From 0, as published, to 1, as near to ordinary life as planted conduct can be. */
  readonly difficulty: number
  /** Factor on the faults of records. */
  readonly noise: number
  /** Part of planted customers whom casework came to know. */
  readonly outcomes: number
  /** How planted conduct changes part-way; undefined when it does not. */
  readonly shifts: ReadonlyMap<Typology, Shift> | undefined
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
  /** The device, when it is not the person's usual one. */
  readonly device?: string | undefined
  /** What the payment belongs to, when the person who lives is planted. */
  readonly truth?: Typology | undefined
  /** What it belongs to for the other side: a payee that is planted, or another person. */
  readonly partyTruth?: Typology | undefined
}

/** A payment to or from another person, whose account it names by itself. */
export type Between = Omit<Draft, 'direction' | 'party'>

/** One person's years: what habits act upon. */
export interface Life {
  readonly scene: Scene
  readonly person: Person
  readonly holdings: Holdings
  pay(draft: Draft): void
  /** To another person of this world: both sides are booked. */
  payCustomer(other: Person, draft: Between): void
  /** From another person of this world: both sides are booked. */
  receiveFrom(other: Person, draft: Between): void
  /** Between two accounts of their own: both sides are booked. */
  moveOwn(from: Account, to: Account, draft: Between): void
  /** Their account with a specialist, which paying from fills from the main one; undefined for who uses none. */
  service(service: Service, day: number): Account | undefined
  /** That this person has a habit which looks like something planted. */
  note(lookAlike: string): void
}

/** What was lived, in order of time. */
export interface Lived {
  readonly accounts: readonly Account[]
  readonly payments: readonly Payment[]
  readonly truth: readonly {
    readonly institution: number
    readonly subject: Subject
    readonly bookedAt: number
  }[]
  readonly lookAlikes: readonly string[]
}

/** Calls the habits and gives back their payments, with the small faults that real records have. */
export function live(scene: Scene, person: Person, holdings: Holdings, habits: (life: Life) => void): Lived {
  const { seed, institutions } = scene
  const noise = substream(seed, 'noise', person.index)
  const wishes: Wish[] = []
  const services = new Map<Service, Account | undefined>()
  const lookAlikes = new Set<string>()
  const record = createRecorder(scene, person, noise)
  const joint = jointAccount(scene, person)
  const secondShare = holdings.second === undefined ? 0 : between(noise, 0.1, 0.5)

  const book = (draft: Draft, account: Booked, owner: Subject | undefined, reference?: string) => {
    const subjects = owner === undefined ? [] : [owner]
    if (draft.partyTruth !== undefined && draft.party !== undefined)
      subjects.push({ kind: 'counterparty', id: draft.party.id, typology: draft.partyTruth })
    const wish = record(draft, account, subjects, reference)
    if (wish !== undefined) wishes.push(wish)
  }
  const ownSubject = (account: Booked, typology: Typology | undefined): Subject | undefined =>
    typology && { kind: 'customer', id: account.customerId, typology }

  /** Both sides; `theirs` is what the receiving side's owner is planted for. */
  const transfer = (
    draft: Between,
    from: Booked,
    to: Booked,
    payer: Typology | undefined,
    receiver: Typology | undefined,
  ) => {
    const reference = `SYN-E-${person.index}-${wishes.length}`
    const { partyTruth: _, truth: __, ...rest } = draft
    const shared = { ...rest, status: 'completed' as const }
    const day = Math.max(from.openedDay, to.openedDay)
    // Someone who receives as a facilitator is, seen from the payer's side, a payee of that kind.
    const seen = receiver === 'facilitator-receiver' ? ('facilitator-payee' as const) : undefined
    const [payee, source] = [partyOf(to, institutions), partyOf(from, institutions)]
    book(
      { ...shared, direction: 'out', party: payee, partyTruth: seen },
      { ...from, openedDay: day },
      ownSubject(from, payer),
      reference,
    )
    book(
      { ...shared, direction: 'in', party: source, by: 'batch' },
      { ...to, openedDay: day },
      ownSubject(to, receiver),
      reference,
    )
  }

  const defaultAccount = (draft: Draft): Booked => {
    if (draft.truth !== undefined || draft.direction === 'in' || draft.rail === 'direct_debit')
      return holdings.main
    if (holdings.second !== undefined && noise() < secondShare) return holdings.second
    if (joint !== undefined && draft.by === 'terminal' && noise() < 0.5) return joint
    return holdings.main
  }

  habits({
    scene,
    person,
    holdings,
    pay(draft) {
      const account = draft.account ?? defaultAccount(draft)
      const elsewhere = account.institution !== holdings.main.institution
      if (draft.direction === 'out' && elsewhere && isService(account)) {
        const second = Math.max(0, Math.floor(draft.second - between(noise, 40, 1_500)))
        const { day, minor, by, truth } = draft
        const funding = { day, second, minor, by, rail: 'instant' } as const
        transfer(funding, holdings.main, account, truth, truth)
      }
      book(draft, account, ownSubject(account, draft.truth))
    },
    payCustomer(other, draft) {
      transfer(draft, draft.account ?? holdings.main, mainOf(other), draft.truth, draft.partyTruth)
    },
    receiveFrom(other, draft) {
      transfer(draft, mainOf(other), draft.account ?? holdings.main, draft.partyTruth, draft.truth)
    },
    moveOwn(from, to, draft) {
      transfer(draft, from, to, draft.truth, draft.truth)
    },
    service(service, day) {
      // What is paid from there comes from the main account.
      if (day < holdings.main.openedDay) return undefined
      if (!services.has(service)) {
        const opened = serviceAccount(seed, person, institutions, service)
        services.set(service, opened && { ...opened, openedDay: day })
      }
      const account = services.get(service)
      // Habits come one after the other, not day after day: the first day of use is known when all is lived.
      if (account !== undefined && day < account.openedDay)
        services.set(service, { ...account, openedDay: day })
      return account === undefined ? undefined : { ...account, openedDay: Math.min(day, account.openedDay) }
    },
    note: lookAlike => lookAlikes.add(lookAlike),
  })

  wishes.sort((one, other) => one.bookedAt - other.bookedAt)
  const accounts = [...holdingsList(holdings), ...[...services.values()].filter(each => each !== undefined)]
  const own = new Set(accounts.map(account => account.accountId))
  const lived =
    person.living === 'child' ? withinMeans(wishes, own, substream(seed, 'means', person.index)) : wishes
  const records = tarnish(lived, scene.noise, noise)
  const stems = institutions.map(({ number }) => paymentStemAt(number, person.index))
  for (const [at, record] of records.entries())
    record.paymentId = `${stems[record.institution]}-${String(at).padStart(5, '0')}`
  const truth = records.flatMap(({ institution, subjects, bookedAt }) =>
    subjects.map(subject => ({ institution, subject, bookedAt })),
  )
  return { accounts, payments: records, truth, lookAlikes: [...lookAlikes] }
}

/** As much of an account as booking on it needs. */
export type Booked = Pick<Account, 'accountId' | 'customerId' | 'institution' | 'openedDay'>

const mainOf = (person: Person): Booked => ({
  accountId: mainAccountId(person),
  customerId: customerIdAt(person.bank, person.index),
  institution: person.bank,
  openedDay: person.sinceDay,
})

const isService = (account: Booked): boolean =>
  'product' in account && ['remittance', 'wallet', 'crypto'].includes((account as Account).product)

/** An account as the other side of a payment names it. */
function partyOf(account: Booked, institutions: readonly Institution[]): Party {
  return localParty(
    account.accountId,
    `Synthetic Account ${account.accountId.slice(6)}`,
    institutions[account.institution]!.code,
  )
}
