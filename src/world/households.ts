import { type City, drawCity } from './cities.ts'
import { chance, integer, substream, weighted } from './random.ts'

/** People who live and pay together; those of them who are customers stand next to each other in the order. */
export interface Household {
  /** Index of the first member, which is also the household's number. */
  readonly first: number
  readonly adults: number
  readonly youths: number
  readonly organisation: boolean
  readonly city: City
  readonly dwelling: 'rented' | 'mortgaged' | 'owned'
}

type Shape = readonly [adults: number, youths: number, organisation: boolean]

/** Of whom a household's customers consist; further members may bank elsewhere. */
const drawShape = weighted<Shape>([
  [[1, 0, false], 560],
  [[2, 0, false], 215],
  [[2, 1, false], 40],
  [[2, 2, false], 25],
  [[1, 1, false], 45],
  [[1, 2, false], 15],
  [[0, 1, false], 25],
  [[1, 0, true], 45],
])

/** Tenure shares about as in the Survey of Income and Housing (Australian Bureau of Statistics). */
const drawDwelling = weighted<Household['dwelling']>([
  ['rented', 32],
  ['mortgaged', 36],
  ['owned', 32],
])

/** The households of the people from `start` up to `end`; the last may be cut short. */
export function composeHouseholds(seed: number, start: number, end: number): Household[] {
  const random = substream(seed, 'households', start)
  const households: Household[] = []
  for (let first = start; first < end; ) {
    const [adults, youths, organisation] = drawShape(random)
    const room = end - first
    const household: Household = {
      first,
      adults: Math.min(adults, room),
      youths: Math.min(youths, Math.max(0, room - adults)),
      organisation,
      city: drawCity(random),
      dwelling: drawDwelling(random),
    }
    households.push(household)
    first += household.adults + household.youths
  }
  return households
}

/** An age of a parent of a child of that age. */
export const parentAge = (random: () => number, childAge: number): number =>
  childAge + (chance(random, 0.8) ? integer(random, 24, 38) : integer(random, 19, 46))
