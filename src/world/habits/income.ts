import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { localParty, type Party } from '../party.ts'
import { between, chance, exponential, integer, opaque, pick, type Random, zipf } from '../random.ts'

const welfare = localParty('SYN-X-WELFARE', 'Synthetic Welfare Office')

/** Wages, pensions, benefits: what comes in and when. A second bank gets the money from the first by transfer. */
export function earn(life: Life, random: Random): void {
  const { person } = life
  if (person.living === 'organisation' || person.living === 'child') return
  if (person.activity < 0.6) return topUp(life, random)
  if (person.living === 'freelance') return invoice(life, random)
  const gap =
    person.living === 'wage' ? pick(random, [7, 14, 14, 14, 30]) : person.living === 'student' ? 7 : 14
  const weekday = pick(random, person.living === 'wage' ? [2, 3, 3, 4] : [0, 1, 2, 3])
  const net = person.incomeMinor * (person.living === 'wage' ? 0.78 : 1)
  const state = person.living === 'pension' || person.living === 'benefit'
  const payer = state ? welfare : employer(random)
  const steady = state || chance(random, 0.6) ? 0.01 : 0.15
  for (const day of payDays(life, random, gap, weekday)) {
    life.pay({
      day,
      second: timeOfDay(random, 'batch', person.rhythm),
      direction: 'in',
      minor: (net / (365 / gap)) * between(random, 1 - steady, 1 + steady),
      rail: 'transfer',
      party: payer,
      by: 'batch',
      reference: state ? 'payment' : 'salary',
      purpose: state ? 'BENE' : 'SALA',
    })
  }
}

/** Days on which a regular payment falls: a fixed weekday, or the same day of each month for gaps of 30 days. */
export function payDays(life: Life, random: Random, gap: number, weekday = integer(random, 0, 4)): number[] {
  const { calendar } = life.scene
  const days: number[] = []
  if (gap >= 28) {
    const dayOfMonth = integer(random, 1, 28)
    const everyMonths = Math.round(gap / 30)
    const phase = integer(random, 0, everyMonths - 1)
    for (let day = 0; day < calendar.days; day++) {
      if (calendar.dayOfMonth(day) === dayOfMonth && (calendar.month(day) + phase) % everyMonths === 0)
        days.push(day)
    }
    return days
  }
  const first = (weekday - calendar.weekday(0) + 7) % 7
  const phase = integer(random, 0, Math.round(gap / 7) - 1) * 7
  for (let day = first + phase; day < calendar.days; day += gap) days.push(day)
  return days
}

/** A few employ many, most employ a few. */
function employer(random: Random): Party {
  const rank = zipf(random, 4_000)
  return localParty(`SYN-X-EMP-${rank}`, `Synthetic Employer ${String(rank).padStart(4, '0')}`)
}

function topUp(life: Life, random: Random): void {
  const { person, scene } = life
  const own = localParty(
    `SYN-X-${opaque(scene.seed, 'own elsewhere', person.index)}`,
    `Synthetic Account ${person.customerId.slice(6)}`,
    'SYNBANKTWO',
  )
  const yearly = person.incomeMinor * 0.7 * person.activity
  const times = Math.max(2, 26 * person.activity)
  for (
    let at = exponential(random, 365 / times);
    at < scene.calendar.days;
    at += exponential(random, 365 / times)
  ) {
    life.pay({
      day: Math.floor(at),
      second: timeOfDay(random, 'phone', person.rhythm),
      direction: 'in',
      minor: Math.max(2_000, Math.round(((yearly / times) * between(random, 0.4, 1.7)) / 1_000) * 1_000),
      rail: chance(random, 0.6) ? 'instant' : 'transfer',
      party: own,
      by: 'batch',
      reference: pick(random, ['', '', 'from savings', 'transfer', 'top up']),
    })
  }
}

function invoice(life: Life, random: Random): void {
  const { person, scene } = life
  const clients = Array.from({ length: integer(random, 2, 9) }, () => zipf(random, 4_000))
  for (let at = exponential(random, 14); at < scene.calendar.days; at += exponential(random, 14)) {
    const client = pick(random, clients)
    life.pay({
      day: Math.floor(at),
      second: timeOfDay(random, 'office', person.rhythm),
      direction: 'in',
      minor: (person.incomeMinor / 26) * between(random, 0.3, 1.8),
      rail: 'transfer',
      party: localParty(`SYN-X-EMP-${client}`, `Synthetic Employer ${String(client).padStart(4, '0')}`),
      by: 'batch',
      reference: `invoice ${integer(random, 100, 999)}`,
    })
  }
}
