import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { localParty } from '../party.ts'
import { between, integer, logNormal, opaque, pick, type Random, substream, zipf } from '../random.ts'
import { payDays } from './income.ts'

const lender = localParty('SYN-X-LENDER', 'Synthetic Home Loans')

/** Rent or mortgage, paid by one of the household; the other sends a share. */
export function house(life: Life, random: Random): void {
  const { person, scene } = life
  const { household } = person
  if (person.living === 'child' || person.living === 'organisation' || person.activity < 0.6) return
  const shared = substream(scene.seed, 'housing', household.first)
  const payer = household.first + (household.adults > 1 ? integer(shared, 0, household.adults - 1) : 0)
  const weekly = logNormal(shared, household.adults > 1 ? 52_000 : 36_000, 0.35)
  if (household.dwelling === 'owned') return
  if (person.index !== payer) return shareCosts(life, random, payer, weekly * 4)
  const rented = household.dwelling === 'rented'
  const gap = rented ? pick(random, [7, 14, 14, 30]) : 30
  const letting = zipf(random, 900)
  const private_ = opaque(scene.seed, 'landlord', household.first)
  const payee = !rented
    ? lender
    : random() < 0.6
      ? localParty(`SYN-X-LET-${letting}`, `Synthetic Letting ${String(letting).padStart(4, '0')}`)
      : localParty(`SYN-X-${private_}`, `Synthetic Landlord ${private_.slice(0, 4).toUpperCase()}`)
  const minor = Math.round(((weekly / 7) * gap) / 100) * 100
  for (const day of payDays(life, random, gap)) {
    life.pay({
      day,
      second: timeOfDay(random, rented ? 'phone' : 'batch', person.rhythm),
      direction: 'out',
      minor,
      rail: rented ? 'transfer' : 'direct_debit',
      party: payee,
      by: rented ? 'phone' : 'batch',
      reference: rented ? 'rent' : 'home loan',
    })
  }
}

function shareCosts(life: Life, random: Random, payer: number, monthlyMinor: number): void {
  const other = life.scene.population.person(payer)
  const minor = Math.round((monthlyMinor * between(random, 0.3, 0.6)) / 1_000) * 1_000
  const reference = pick(random, ['rent', 'mortgage', 'house', 'bills', ''])
  for (const day of payDays(life, random, pick(random, [14, 30, 30]))) {
    const second = timeOfDay(random, 'phone', life.person.rhythm)
    life.payCustomer(other, { day, second, minor, rail: 'instant', by: 'phone', reference })
  }
}
