import type { History } from '../../book/history.ts'
import { microsPerDay } from '../../domain/time.ts'
import type { GroupsOf } from './compare.ts'

const daysPerYear = 365.2425
const ageBands = [12, 17, 24, 39, 59] as const
const tenureBands = [1, 3, 10] as const

/** Age and time as a customer at the strongest payment, and the country of its other side; nothing where unknown. */
export function groupsIn(history: History): GroupsOf {
  const country = history.payments.counterparty_country
  return (card, row) => {
    const payment = card.vectors.payments[row]!
    const groups: Record<string, string> = {}
    const corridor = country?.kind === 'text' ? country.dictionary[country.codes[payment]!]! : ''
    if (corridor !== '') groups.corridor = corridor
    if (card.subject === 'counterparty') return groups
    const entity = card.vectors.entities[row]!
    const age = yearsBetween(history.customers.birth_date, entity, history.bookedAt[payment]!)
    const since = yearsBetween(history.customers.customer_since, entity, history.bookedAt[payment]!)
    if (!Number.isNaN(age)) groups.age = bandOf(Math.floor(age), ageBands)
    if (!Number.isNaN(since)) groups['customer since'] = bandOf(since, tenureBands)
    return groups
  }
}

function yearsBetween(column: History['customers'][string] | undefined, entity: number, at: number): number {
  if (column?.kind !== 'number') return Number.NaN
  return (at - column.values[entity]!) / microsPerDay / daysPerYear
}

function bandOf(years: number, ends: readonly number[]): string {
  const end = ends.find(each => years <= each)
  return end === undefined ? `over ${ends.at(-1)} years` : `up to ${end} years`
}
