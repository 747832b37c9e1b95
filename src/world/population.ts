import { composeHouseholds, type Household } from './households.ts'
import type { Institution } from './institutions.ts'
import { describePerson, type Person } from './person.ts'

/** Everybody who lives in a world, by index; nobody is described before somebody asks. */
export interface Population {
  readonly size: number
  /** @param index from 0 to `size - 1` */
  person(index: number): Person
}

/** People of one street, whose households are composed together. */
const streetSize = 50
/** Streets kept in memory: of the people of 100,000 nobody is described twice, and no world needs more than some 40 MB. */
const streetsKept = 2_000

interface Street {
  readonly households: readonly Household[]
  readonly people: (Person | undefined)[]
}

/** A population that follows from its seed, a street at a time, so that its size costs no memory. */
export function createPopulation(
  seed: number,
  size: number,
  institutions: readonly Institution[],
): Population {
  const streets = new Map<number, Street>()
  const street = (number: number): Street => {
    const known = streets.get(number)
    if (known !== undefined) return known
    if (streets.size >= streetsKept) streets.clear()
    const start = number * streetSize
    const households = composeHouseholds(seed, start, Math.min(size, start + streetSize)).flatMap(each =>
      Array.from({ length: each.adults + each.youths }, () => each),
    )
    const made: Street = { households, people: [] }
    streets.set(number, made)
    return made
  }
  return {
    size,
    person(index) {
      const { households, people } = street(Math.floor(index / streetSize))
      const place = index % streetSize
      people[place] ??= describePerson(seed, households[place]!, index, institutions)
      return people[place]
    },
  }
}
