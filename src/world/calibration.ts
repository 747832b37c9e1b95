import { countryOf } from './abroad.ts'
import type { Lived } from './life.ts'
import type { Payment } from './payment.ts'
import type { Role } from './roles.ts'
import { nobody, type PlantedCounts } from './typologies.ts'
import { createWorld, liveOne, type World } from './world.ts'

/** One published figure and what a world makes of it. */
export interface Figure {
  readonly what: string
  /** As its source has it. */
  readonly published: string
  readonly source: string
  readonly generated: number
  readonly unit: 'share' | 'A$' | 'years' | 'days' | 'payments' | 'ratio'
  /** The band within which we call it kept; undefined where the world does not keep it. */
  readonly band: readonly [low: number, high: number] | undefined
}

/** Ages, amounts and times of those who pay at a distance, over the 67 months of the case against Westpac. */
export function payerFigures(): Figure[] {
  const world = worldOf(67, { 'live-distance-payer': 300, 'facilitator-payee': 120 })
  const payers = plantedIn(world, 'live-distance-payer', 'one-off-payer').map(({ index, role, lived }) => ({
    age: world.scene.population.person(index).ageYears,
    named: role.kind === 'live-distance-payer',
    payments: lived.payments.filter(each => payeesOf(role).has(each.party?.id ?? '')),
  }))
  const paid = payers.filter(each => each.payments.length > 0)
  const counts = paid.map(each => each.payments.length).sort((one, other) => one - other)
  const total = sum(counts)
  const amounts = paid.flatMap(each => each.payments.map(payment => payment.homeMinor / 100))
  const prolific = paid.filter(each => each.payments.length > 20)
  const some = paid.filter(each => each.payments.length >= 9)
  const largest = paid.toSorted((one, other) => other.payments.length - one.payments.length)[0]!.payments
  const part = (list: readonly Payment[], from: number) =>
    list.slice(Math.floor(list.length * from), Math.floor(list.length * (from + 1 / 3)))
  const growth = some.map(
    each => median(part(each.payments, 2 / 3).map(minor)) / median(part(each.payments, 0).map(minor)),
  )
  const quickening = some.map(
    each => mean(gaps(part(each.payments, 2 / 3))) / mean(gaps(part(each.payments, 0))),
  )
  const aic = 'AIC, Trends & issues 589'
  const westpac = 'AUSTRAC v Westpac, as reported'
  return [
    figure('median age of payers', 'mostly fifties and sixties, 27 to 82', aic, median(paid.filter(each => each.named).map(each => each.age)), 'years', [50, 66]),
    figure('payments by the quarter of payers with fewest', '3 %', aic, sum(counts.slice(0, Math.round(counts.length / 4))) / total, 'share', [0.015, 0.05]),
    figure('payments by the 3 % of payers with most', '50 %', aic, sum(counts.slice(-Math.round(counts.length * 0.03))) / total, 'share', [0.38, 0.62]),
    figure('payers with more than one payment', 'more than half', aic, counts.filter(each => each > 1).length / counts.length, 'share', [0.5, 0.95]),
    figure('later against earlier median amount of one payer', 'rises with the count', aic, median(growth), 'ratio', [1.02, 2]),
    figure('later against earlier gap of one payer', 'shortens with the count', aic, median(quickening), 'ratio', [0.3, 0.98]),
    figure('mean payment', 'A$486', aic, mean(amounts), 'A$', undefined),
    figure('payments of A$10 to A$500', 'the usual range', 'AUSTRAC 2025, as reported', share(amounts, each => each >= 10 && each <= 500), 'share', [0.93, 1]),
    figure('median payment', 'A$51', 'AIC, Trends & issues 639', median(amounts), 'A$', [38, 70]),
    figure('median payment of payers with more than 20', 'under A$55', 'AIC, Trends & issues 634', median(prolific.flatMap(each => each.payments.map(minor))) / 100, 'A$', [25, 55]),
    figure('median gap of payers with more than 20', 'under 20 days', 'AIC, Trends & issues 634', median(prolific.flatMap(each => gaps(each.payments))), 'days', [0.3, 20]),
    figure('payments of the busiest payer', '826 in three years (one man in Queensland)', 'AUSTRAC, case', largest.length, 'payments', [300, 900]),
    figure('mean payment of the busiest payer', 'about A$61', 'AUSTRAC, case', mean(largest.map(minor)) / 100, 'A$', [25, 90]),
    figure('payments a payer among the busiest 4.4 %', '255 (12 customers of about 270); the study above implies about 130', westpac, mean(counts.slice(-Math.round(counts.length * 0.044))), 'payments', [120, 330]),
    figure('mean payment of the busiest 4.4 %', 'A$163', westpac, mean(paid.toSorted((one, other) => other.payments.length - one.payments.length).slice(0, Math.round(paid.length * 0.044)).flatMap(each => each.payments.map(minor))) / 100, 'A$', undefined),
  ] // biome-ignore format: a table
}

/** Sums and corridors as the Philippine unit sees them. */
export function receiverFigures(): Figure[] {
  const world = worldOf(12, {
    'live-distance-payer': 120,
    'facilitator-payee': 40,
    'facilitator-receiver': 60,
  })
  const pesos = plantedIn(world, 'live-distance-payer', 'one-off-payer')
    .flatMap(({ role, lived }) => lived.payments.filter(each => payeesOf(role).has(each.party?.id ?? '')))
    .filter(each => each.party?.country === 'PH')
    .map(each => (each.homeMinor / 100) * countryOf('PH').perAud)
  const received = plantedIn(world, 'facilitator-receiver')
    .flatMap(({ lived }) => lived.payments)
    .filter(each => each.direction === 'in' && each.party?.id.startsWith('SYN-R-'))
  const from = (code: string) => share(received, each => each.party?.country === code)
  const sums = received.map(each => (each.homeMinor / 100) * countryOf('PH').perAud)
  const amlc = 'AMLC, as reported'
  const band = (list: readonly number[]) => share(list, each => each >= 1_000 && each <= 10_000)
  return [
    figure('sums received of P1,000 to P10,000', '81 %', amlc, band(sums), 'share', [0.72, 0.9]),
    figure('sums paid to the Philippines of P1,000 to P10,000', '81 %', amlc, band(pesos), 'share', [0.6, 0.9]),
    figure('sums received of P1,000 to P3,000', '45 % in 2020', amlc, share(sums, each => each >= 1_000 && each < 3_000), 'share', [0.3, 0.55]),
    figure('sums received from the United States', '50 %', amlc, from('US'), 'share', [0.4, 0.6]),
    figure('sums received from the United Kingdom', '7 % to second in rank', amlc, from('GB'), 'share', [0.06, 0.22]),
  ] // biome-ignore format: a table
}

/** Whether children who are extorted pay, and whether they are extorted again. */
export function extortionFigures(): Figure[] {
  const world = worldOf(12, { 'sextortion-victim': 250, 'sextortion-mule': 12 })
  const paid = plantedIn(world, 'sextortion-victim').map(({ lived }) => lived.truth)
  const approached = [...world.roles.values()].filter(role => role.kind === 'sextortion-approached').length
  const twice = share(
    paid,
    each => Math.max(0, ...each.slice(1).map((one, at) => one.bookedAt - each[at]!.bookedAt)) > 8 * 86_400,
  )
  const school = share(
    paid,
    each =>
      each.length > 0 &&
      world.scene.calendar.isSchoolHoliday(
        Math.floor(each[0]!.bookedAt / 86_400) - world.scene.calendar.epochDay,
      ),
  )
  const thorn = 'Thorn and NCMEC 2024'
  return [
    figure('approached children who pay', '38 % of reports that say', thorn, paid.length / (paid.length + approached), 'share', [0.33, 0.43]),
    figure('of those who pay, extorted again', '27 %', thorn, twice, 'share', [0.2, 0.33]),
    figure('first demands in school holidays', 'a spike in and after them (they are 25 % of days)', 'AFP 2025', school, 'share', [0.35, 0.8]),
  ] // biome-ignore format: a table
}

/** What lawful senders do, on whose background everything else stands. */
export function ordinaryFigures(): Figure[] {
  const world = createWorld({ seed: 2, customers: 10_000, planted: nobody, prevalence: 0 })
  const { population, calendar } = world.scene
  const people = Array.from({ length: population.size }, (_, index) => population.person(index))
  const from = (code: string) => people.filter(each => each.origin?.code === code)
  const senders = people.filter(each => each.supportsFamily)
  const sent = senders.map(each =>
    liveOne(world, each.index).payments.filter(isFamilySupport(each.origin!.code)),
  )
  const worded = sent
    .flat()
    .map(each => each.reference ?? '')
    .filter(each => each !== '')
  const filipino = senders.flatMap((each, at) =>
    each.origin?.code === 'PH' && sent[at]!.length > 5 ? [sent[at]!] : [],
  )
  const months = calendar.days / 30.4
  const worldRemit = 'WorldRemit survey 2022, as reported'
  return [
    figure('customers with roots in the Philippines', '1.1 % born there, 1.6 % by ancestry', 'Census 2021, as reported', from('PH').length / people.length, 'share', [0.008, 0.028]),
    figure('references of family support about illness', '26 % of reasons given', worldRemit, share(worded, each => ['medical', 'hospital'].includes(each)), 'share', [0.2, 0.32]),
    figure('references of family support about daily expenses', '27 % of reasons given', worldRemit, share(worded, each => ['food', 'bills', 'allowance'].includes(each)), 'share', [0.2, 0.34]),
    figure('payments to the Philippines paid out to a wallet', '70 % of senders use one', worldRemit, share(filipino.flat(), each => each.party?.payout === 'wallet'), 'share', [0.55, 0.85]),
    figure('sent to the Philippines a month by a sender', 'US$446 (about A$700)', 'press 2019', mean(filipino.map(each => sum(each.map(minor)) / 100 / months)), 'A$', [350, 1_100]),
  ] // biome-ignore format: a table
}

/** Everything together, in the order of the reference page. */
export const calibrationFigures = (): Figure[] => [
  ...payerFigures(),
  ...receiverFigures(),
  ...extortionFigures(),
  ...ordinaryFigures(),
]

const figure = (
  what: string,
  published: string,
  source: string,
  generated: number,
  unit: Figure['unit'],
  band: Figure['band'],
): Figure => ({ what, published, source, generated, unit, band })

/** Large, so that so many planted find their place; only they are lived. */
const worldOf = (months: number, planted: Partial<PlantedCounts>): World =>
  createWorld({
    seed: 1,
    customers: 120_000,
    months,
    start: '2019-01-01',
    planted: { ...nobody, ...planted },
  })

/** Adults' conduct does not depend on the rest of their lives; what children can pay does. */
function plantedIn(world: World, ...kinds: readonly Role['kind'][]) {
  return [...world.roles]
    .filter(([, role]) => kinds.includes(role.kind))
    .map(([index, role]): { index: number; role: Role; lived: Lived } => ({
      index,
      role,
      lived: role.kind === 'sextortion-victim' ? liveOne(world, index) : liveOne(world, index, () => {}),
    }))
}

function payeesOf(role: Role): ReadonlySet<string> {
  if (role.kind === 'one-off-payer') return new Set([role.payee.party.id])
  return new Set(role.kind === 'live-distance-payer' ? role.payees.map(each => each.party.id) : [])
}

const isFamilySupport = (code: string) => (payment: Payment) =>
  payment.direction === 'out' && payment.party?.country === code && payment.party.payout !== undefined

const minor = (payment: Payment): number => payment.homeMinor
const gaps = (list: readonly Payment[]): number[] =>
  list.slice(1).map((payment, at) => (payment.bookedAt - list[at]!.bookedAt) / 86_400)
const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
const mean = (list: readonly number[]): number => sum(list) / list.length
const median = (list: readonly number[]): number =>
  list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)]!
const share = <T>(list: readonly T[], fits: (each: T) => boolean): number =>
  list.filter(fits).length / list.length
