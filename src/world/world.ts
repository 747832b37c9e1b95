import { LapwingError } from '../domain/errors.ts'
import { parseDate } from '../domain/time.ts'
import { type Account, openAccounts } from './accounts.ts'
import { createCalendar } from './calendar.ts'
import { type Outcome, outcomeOf } from './casework.ts'
import { act } from './conduct.ts'
import { type Customer, customersOf } from './customers.ts'
import { type Identifier, identifiersOf, type Session, sessionsOf } from './footprints.ts'
import { liveOrdinarily } from './habits.ts'
import { foundInstitutions, institutionsMost } from './institutions.ts'
import { type Lived, live, type Scene } from './life.ts'
import type { Payment } from './payment.ts'
import { plant } from './planting.ts'
import { createPopulation } from './population.ts'
import { substream } from './random.ts'
import { type Role, ringDevice } from './roles.ts'
import { shiftsOf } from './tactics.ts'
import { rememberLived, sortedTruth, type Truth, type TruthLine } from './truth.ts'
import { countsFor, handfulAmong, type PlantedCounts } from './typologies.ts'

export interface WorldOptions {
  readonly seed: number
  /** How many people and organisations there are; with one institution all of them are its customers. */
  readonly customers?: number
  readonly institutions?: number
  readonly months?: number
  /** First day, `YYYY-MM-DD`. */
  readonly start?: string
  /** Subjects by typology; those not named are as many as in the handful. */
  readonly planted?: Partial<PlantedCounts>
  /** Share of customers planted, from 0 to 0.1, instead of a handful of each typology. */
  readonly prevalence?: number | undefined
  /** From 0, as published, to 1, as near to ordinary life as planted conduct can be; 0.3 when not given. */
  readonly difficulty?: number
  /** Seed of a change of planted conduct part-way; 0, when not given, for none. */
  readonly tactics?: number
  /** Factor on the faults of records, from 0 to 10; 1 when not given. */
  readonly noise?: number
  /** Share of planted customers whom casework came to know, from 0 to 1; 0.15 when not given. */
  readonly outcomes?: number
  /** How common lawful habits are that look like what is planted, against our own estimate; 1 when not given. */
  readonly lookAlikes?: number
}

/** Invented institutions and people: who banks where and who of them does what. Payments come from `generate`. */
export interface World {
  readonly options: WorldOptions
  readonly scene: Scene
  readonly roles: ReadonlyMap<number, Role>
}

/** People with all that is known of them, everywhere; payments of one batch are in no order across people. */
export interface Batch {
  /** How many people have lived in it. */
  readonly people: number
  readonly customers: readonly Customer[]
  readonly accounts: readonly Account[]
  readonly payments: readonly Payment[]
  readonly sessions: readonly Session[]
  readonly identifiers: readonly Identifier[]
  readonly outcomes: readonly Outcome[]
  /** Habits of each customer that look like something planted, in the order of `customers`. */
  readonly lookAlikes: readonly (readonly string[])[]
}

/**
 * Peoples a world from its seed. Nothing in it knows how it will be looked at. It costs the same for any number of customers.
 *
 * @throws LapwingError `world-options` for sizes out of range, `world-too-small` when planted subjects find no place
 */
export function createWorld(options: WorldOptions): World {
  const { seed, customers = 20_000, months = 12, start = '2025-01-01' } = options
  const { difficulty = 0.3, tactics = 0, noise = 1, outcomes = 0.15, lookAlikes = 1, prevalence } = options
  const count = options.institutions ?? 1
  demandWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER)
  demandWhole('customers', customers, 1, 999_999)
  demandWhole('months', months, 1, 120)
  demandWhole('institutions', count, 1, institutionsMost)
  demandWhole('tactics', tactics, 0, Number.MAX_SAFE_INTEGER)
  demandBetween('difficulty', difficulty, 0, 1)
  demandBetween('noise', noise, 0, 10)
  demandBetween('outcomes', outcomes, 0, 1)
  demandBetween('lookAlikes', lookAlikes, 0, 20)
  if (prevalence !== undefined) demandBetween('prevalence', prevalence, 0, 0.1)
  if (parseDate(start) === undefined) throw badOption('start', 'a date such as 2025-01-01')
  const calendar = createCalendar(start, months)
  const institutions = foundInstitutions(count)
  const population = createPopulation(seed, customers, institutions)
  const counts =
    prevalence === undefined
      ? handfulAmong(customers)
      : countsFor(prevalence, customers, substream(seed, 'prevalence'))
  return {
    options,
    scene: {
      seed,
      calendar,
      institutions,
      population,
      lookAlikes,
      difficulty,
      noise,
      outcomes,
      shifts: tactics === 0 ? undefined : shiftsOf(seed, tactics, calendar.days),
    },
    roles: plant(seed, population, { ...counts, ...options.planted }, difficulty),
  }
}

/**
 * Lives every person's time, so many people at once; the rows do not depend on that number. Returns the truth, which is
 * complete only when everybody has lived.
 */
export function* generate(world: World, peoplePerBatch = 8): Generator<Batch, TruthLine[]> {
  const { size } = world.scene.population
  const truth: Truth = new Map()
  for (let first = 0; first < size; first += peoplePerBatch) {
    yield liveTogether(world, first, Math.min(size, first + peoplePerBatch), truth)
  }
  return sortedTruth(truth)
}

/** The people from `first` up to `end`, and what they add to the truth. */
export function liveTogether(world: World, first: number, end: number, truth: Truth): Batch {
  const { scene } = world
  const customers: Customer[] = []
  const accounts: Account[] = []
  const payments: Payment[] = []
  const lookAlikes: (readonly string[])[] = []
  const outcomes: Outcome[] = []
  for (let index = first; index < end; index++) {
    const lived = liveOne(world, index)
    for (const account of lived.accounts) accounts.push(account)
    for (const payment of lived.payments) payments.push(payment)
    rememberLived(truth, lived)
    for (const customer of customersOf(scene.seed, scene.population.person(index), lived.accounts)) {
      customers.push(customer)
      lookAlikes.push(lived.lookAlikes)
      const planted = plantedAt(lived, customer)
      const outcome = outcomeOf(scene, customer, planted, lived.lookAlikes.length)
      if (outcome !== undefined) outcomes.push(outcome)
    }
  }
  return {
    people: end - first,
    customers,
    accounts,
    payments,
    sessions: customers.flatMap(customer => sessionsOf(scene, customer, deviceOfRing(world, customer))),
    identifiers: customers.flatMap(customer => identifiersOf(scene, customer)),
    outcomes,
    lookAlikes,
  }
}

/**
 * One person's time: what everybody does, and what they are planted for.
 *
 * @param ordinary what everybody does; something else only for who wants to see the planted conduct alone
 */
export function liveOne({ scene, roles }: World, index: number, ordinary = liveOrdinarily): Lived {
  const person = scene.population.person(index)
  return live(scene, person, openAccounts(scene.seed, person, scene.institutions), life => {
    ordinary(life)
    const role = roles.get(index)
    if (role !== undefined) act(life, role)
  })
}

function deviceOfRing({ roles }: World, { person }: Customer): string | undefined {
  const role = roles.get(person.index)
  return role?.kind === 'sextortion-mule' ? ringDevice(role) : undefined
}

function plantedAt(lived: Lived, { institution, customerId }: Customer) {
  const first = lived.truth.find(each => each.institution === institution && each.subject.id === customerId)
  return first && { typology: first.subject.typology, firstAt: first.bookedAt }
}

function demandWhole(place: string, value: number, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high)
    throw badOption(
      place,
      high === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${low}`
        : `a whole number from ${low} to ${high}`,
    )
}

function demandBetween(place: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) throw badOption(place, `a number from ${low} to ${high}`)
}

const badOption = (place: string, right: string): LapwingError =>
  new LapwingError('world-options', `should be ${right}`, { place })
