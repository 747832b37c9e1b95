import { LapwingError } from '../domain/errors.ts'
import { parseDate } from '../domain/time.ts'
import { type Account, holdingsList, openAccounts } from './accounts.ts'
import { createCalendar } from './calendar.ts'
import { act } from './conduct.ts'
import { type Identifier, identifiersOf, type Session, sessionsOf } from './footprints.ts'
import { liveOrdinarily } from './habits.ts'
import { composeHouseholds } from './households.ts'
import { live, type Scene, type TruthSubject } from './life.ts'
import type { Payment } from './payment.ts'
import { describePerson, type Person } from './person.ts'
import { defaultPlanted, type PlantedCounts, plant, type Role } from './planting.ts'

export interface WorldOptions {
  readonly seed: number
  readonly customers?: number
  readonly months?: number
  /** First day, `YYYY-MM-DD`. */
  readonly start?: string
  readonly planted?: Partial<PlantedCounts>
  /** How common lawful habits are that look like what is planted, against our own estimate; 1 when not given. */
  readonly lookAlikes?: number
}

/** An invented institution: who its customers are and who of them does what. Payments come from `generate`. */
export interface World {
  readonly scene: Scene
  readonly roles: ReadonlyMap<number, Role>
}

/** Customers with all that is known of them; payments of one batch are in no order across customers. */
export interface Batch {
  readonly people: readonly Person[]
  readonly accounts: readonly Account[]
  readonly payments: readonly Payment[]
  readonly sessions: readonly Session[]
  readonly identifiers: readonly Identifier[]
}

/** One line of the truth: first and last payment of the conduct, in seconds since 1970 UTC. */
export interface TruthLine extends TruthSubject {
  readonly firstAt: number
  readonly lastAt: number
}

/**
 * Peoples a world from its seed. Nothing in it knows how it will be looked at.
 *
 * @throws LapwingError `world-options` for sizes out of range, `world-too-small` when planted subjects find no place
 */
export function createWorld(options: WorldOptions): World {
  const { seed, customers = 20_000, months = 12, start = '2025-01-01' } = options
  const whole = (value: number, low: number, high: number) =>
    Number.isSafeInteger(value) && value >= low && value <= high
  if (!whole(seed, 0, Number.MAX_SAFE_INTEGER)) throw badOption('seed', 'a whole number from 0')
  if (!whole(customers, 1, 999_999)) throw badOption('customers', 'a whole number from 1 to 999999')
  if (!whole(months, 1, 120)) throw badOption('months', 'a whole number from 1 to 120')
  if (parseDate(start) === undefined) throw badOption('start', 'a date such as 2025-01-01')
  const calendar = createCalendar(start, months)
  const people = composeHouseholds(seed, customers).flatMap(household =>
    Array.from({ length: household.adults + household.youths }, (_, place) =>
      describePerson(seed, household, household.first + place),
    ),
  )
  const roles = plant(seed, people, calendar, { ...defaultPlanted, ...options.planted })
  return { scene: { seed, calendar, people, lookAlikes: options.lookAlikes ?? 1 }, roles }
}

/**
 * Lives every customer's time, so many customers at once; the rows do not depend on that number. Returns the truth,
 * which is complete only when everybody has lived.
 */
export function* generate(world: World, customersPerBatch = 8): Generator<Batch, TruthLine[]> {
  const { scene, roles } = world
  const truth = new Map<string, TruthLine>()
  for (let first = 0; first < scene.people.length; first += customersPerBatch) {
    const people = scene.people.slice(first, first + customersPerBatch)
    const accounts: Account[] = []
    const payments: Payment[] = []
    for (const person of people) {
      const holdings = openAccounts(scene.seed, person)
      const lived = live(scene, person, holdings, life => {
        liveOrdinarily(life)
        const role = roles.get(person.index)
        if (role !== undefined) act(life, role)
      })
      accounts.push(...holdingsList(holdings))
      for (const payment of lived.payments) payments.push(payment)
      for (const { subject, bookedAt } of lived.truth) remember(truth, subject, bookedAt)
    }
    const sessions = people.flatMap(person => sessionsOf(scene, person))
    const identifiers = people.flatMap(person => identifiersOf(scene, person))
    yield { people, accounts, payments, sessions, identifiers }
  }
  const order = (line: TruthLine) => `${line.typology} ${line.kind} ${line.id}`
  return [...truth.values()].sort((one, other) => (order(one) < order(other) ? -1 : 1))
}

function remember(truth: Map<string, TruthLine>, subject: TruthSubject, bookedAt: number): void {
  const key = `${subject.kind} ${subject.id} ${subject.typology}`
  const known = truth.get(key)
  truth.set(key, {
    ...subject,
    firstAt: Math.min(known?.firstAt ?? bookedAt, bookedAt),
    lastAt: Math.max(known?.lastAt ?? bookedAt, bookedAt),
  })
}

const badOption = (place: string, right: string): LapwingError =>
  new LapwingError('world-options', `should be ${right}`, { place })
