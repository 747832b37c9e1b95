import { type Country, countries, drawOrigin } from './abroad.ts'
import type { City } from './cities.ts'
import type { Rhythm } from './hours.ts'
import type { Household } from './households.ts'
import { parentAge } from './households.ts'
import { customerIdAt, type Institution } from './institutions.ts'
import { between, chance, integer, logNormal, normal, type Random, substream, weighted } from './random.ts'

export type Gender = 'woman' | 'man' | 'another'
export type Living = 'wage' | 'pension' | 'benefit' | 'freelance' | 'student' | 'child' | 'organisation'

/** A customer as nature made them; what they do with their money is up to their habits. */
export interface Person {
  readonly index: number
  /** The institution of their main account, by number. */
  readonly bank: number
  /** What that institution knows them by. */
  readonly customerId: string
  readonly household: Household
  readonly city: City
  /** Kept apart from all that an institution's tables hold, to judge fairness with; undefined for organisations. */
  readonly gender: Gender | undefined
  /** On the first day. */
  readonly ageYears: number
  /** Days before the first day that the last birthday was. */
  readonly birthdayDaysAgo: number
  readonly living: Living
  readonly occupation: string | undefined
  /** Minor units of AUD a year. */
  readonly incomeMinor: number
  /** How much of their payments pass through this bank: 1 is all of an average person's. */
  readonly activity: number
  /** Where they or their parents came from; undefined for the others. */
  readonly origin: Country | undefined
  /** Country codes the bank was told of. */
  readonly declaredTies: readonly string[]
  readonly supportsFamily: boolean
  /** Day on which they became a customer: negative for most. */
  readonly sinceDay: number
  readonly rhythm: Rhythm
  readonly spendsOnGames: boolean
  readonly usesVpn: boolean
}

const occupations = [
  'nurse', 'teacher', 'electrician', 'driver', 'clerk', 'cleaner', 'engineer', 'retail assistant', 'manager', 'cook',
  'accountant', 'carer', 'labourer', 'software developer', 'plumber', 'farm worker', 'miner', 'security officer',
  'hairdresser', 'mechanic', 'warehouse worker', 'public servant', 'chef', 'technician', 'consultant',
] // biome-ignore format: a list

const drawAdultAge = weighted<readonly [number, number]>([
  [[18, 24], 13],
  [[25, 34], 20],
  [[35, 44], 18],
  [[45, 54], 16],
  [[55, 64], 15],
  [[65, 74], 11],
  [[75, 90], 7],
])
const drawYouthAge = weighted([10, 11, 12, 13, 14, 15, 16, 17].map((age, at) => [age, 4 + 2 * at] as const))

const drawGender = weighted<Gender>([
  ['woman', 503],
  ['man', 492],
  ['another', 5],
])

export function describePerson(
  seed: number,
  household: Household,
  index: number,
  institutions: readonly Institution[],
): Person {
  const random = substream(seed, 'person', index)
  const place = index - household.first
  const youth = place >= household.adults
  const ageYears = youth ? drawYouthAge(random) : adultAge(seed, random, household, place)
  const origin = drawHouseholdOrigin(seed, household, random)
  const living = drawLiving(random, ageYears, household.organisation)
  const supportsFamily =
    origin !== undefined && !youth && !household.organisation && chance(random, origin.supports * 0.8)
  const settled = -Math.floor(between(random, 0.05, Math.max(1, Math.min(35, ageYears - 5))) * 365)
  const newcomer = chance(random, 0.05)
  const bank = chooseBank(seed, household, index, institutions)
  return {
    index,
    bank,
    customerId: customerIdAt(bank, index),
    household,
    city: household.city,
    gender: household.organisation ? undefined : drawGender(substream(seed, 'gender', index)),
    ageYears,
    birthdayDaysAgo: integer(random, 0, 364),
    living,
    occupation: ['wage', 'freelance'].includes(living)
      ? occupations[Math.floor(random() * occupations.length)]
      : living === 'organisation' || living === 'child' || chance(random, 0.5)
        ? undefined
        : { pension: 'retired', benefit: 'not working', student: 'student' }[living as 'student'],
    incomeMinor: drawIncome(random, living, ageYears),
    activity: drawActivity(random, youth, supportsFamily),
    origin,
    // Most people with family abroad say so when asked; a good part was never asked.
    declaredTies: declareTies(random, origin, supportsFamily),
    supportsFamily,
    sinceDay: newcomer ? integer(random, -60, 200) : settled,
    rhythm: {
      laterHours: youth || ageYears < 26 ? between(random, 0, 2.5) : normal(random) * 1.1,
      nightShare: chance(random, living === 'wage' ? 0.09 : 0.03) ? between(random, 0.25, 0.6) : 0,
    },
    spendsOnGames: chance(random, ageYears < 18 ? 0.45 : ageYears < 35 ? 0.16 : 0.03),
    usesVpn: chance(random, ageYears < 45 ? 0.09 : 0.04),
  }
}

function adultAge(seed: number, random: Random, household: Household, place: number): number {
  const [low, high] = drawAdultAge(random)
  const own = integer(random, low, high)
  if (household.organisation || household.adults + household.youths === 1) return own
  // Partners, and parents of the same child, are of an age: both start from one draw of the household.
  const shared = substream(seed, 'household age', household.first)
  const base = household.youths > 0 ? parentAge(shared, 14) : integer(shared, 24, 82)
  return Math.max(18, Math.round(base + normal(random) * (place === 0 ? 0.5 : 3)))
}

/** Two in three bank where the rest of the household does. */
function chooseBank(
  seed: number,
  household: Household,
  index: number,
  institutions: readonly Institution[],
): number {
  if (institutions.length === 1) return 0
  const own = substream(seed, 'bank', index)
  const random = chance(own, 0.66) ? substream(seed, 'household bank', household.first) : own
  return drawBank(institutions, random).number
}

/** A bank by its share. */
export function drawBank(institutions: readonly Institution[], random: Random): Institution {
  const banks = institutions.filter(each => each.kind === 'bank')
  return weighted(banks.map(each => [each, each.share] as const))(random)
}

const drawSurely = weighted(countries.map(country => [country, country.diaspora]))

/** About a third of people have roots abroad; households mostly share them. */
function drawHouseholdOrigin(seed: number, household: Household, random: Random): Country | undefined {
  const shared = substream(seed, 'household origin', household.first)
  const root = chance(shared, 0.34) ? drawOrigin(shared) : undefined
  return chance(random, 0.88) ? root : chance(random, 0.34) ? drawSurely(random) : undefined
}

function declareTies(random: Random, origin: Country | undefined, supports: boolean): string[] {
  const told = origin !== undefined && chance(random, supports ? 0.66 : 0.4) ? [origin.code] : []
  if (chance(random, 0.03)) {
    const other = drawSurely(random).code
    if (!told.includes(other)) told.push(other)
  }
  return told
}

function drawLiving(random: Random, age: number, organisation: boolean): Living {
  if (organisation) return 'organisation'
  if (age < 18) return 'child'
  const point = random()
  if (age >= 67) return point < 0.85 ? 'pension' : 'wage'
  if (age < 25) return point < 0.4 ? 'student' : point < 0.9 ? 'wage' : 'benefit'
  return point < 0.8 ? 'wage' : point < 0.89 ? 'benefit' : point < 0.96 ? 'freelance' : 'student'
}

/** Medians about as in Employee earnings (Australian Bureau of Statistics) and pension rates (Services Australia). */
function drawIncome(random: Random, living: Living, age: number): number {
  switch (living) {
    case 'wage':
      return Math.round(logNormal(random, age < 25 ? 3_800_000 : 6_600_000, 0.42))
    case 'freelance':
      return Math.round(logNormal(random, 5_200_000, 0.6))
    case 'pension':
      return chance(random, 0.65) ? 2_980_000 : Math.round(logNormal(random, 4_300_000, 0.4))
    case 'benefit':
      return Math.round(between(random, 2_000_000, 3_400_000))
    case 'student':
      return Math.round(logNormal(random, 1_900_000, 0.4))
    case 'organisation':
      return Math.round(logNormal(random, 22_000_000, 0.9))
    case 'child':
      return Math.round(logNormal(random, 52_000 + Math.max(0, age - 13) * 60_000, 0.7))
  }
}

/** Many hold an account with this bank beside their main one; some come for the remittance product alone. */
function drawActivity(random: Random, youth: boolean, supportsFamily: boolean): number {
  if (youth) return between(random, 0.4, 1.3)
  if (supportsFamily && chance(random, 0.3)) return between(random, 0.01, 0.04)
  return chance(random, 0.26) ? between(random, 0.7, 1.3) : between(random, 0.06, 0.5)
}
