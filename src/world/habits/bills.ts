import { timeOfDay } from '../hours.ts'
import type { Life } from '../life.ts'
import { merchantAt, type Trade, trades } from '../merchants.ts'
import { localParty } from '../party.ts'
import { between, chance, integer, logNormal, type Random, substream, zipf } from '../random.ts'
import { payDays } from './income.ts'

interface Bill {
  readonly name: string
  readonly companies: number
  readonly gap: number
  readonly medianMinor: number
  readonly had: number
  /** One of the household pays for all. */
  readonly shared: boolean
}

const bills: readonly Bill[] = [
  { name: 'Electricity', companies: 12, gap: 90, medianMinor: 36_000, had: 0.9, shared: true },
  { name: 'Water', companies: 8, gap: 90, medianMinor: 27_000, had: 0.6, shared: true },
  { name: 'Internet', companies: 10, gap: 30, medianMinor: 7_900, had: 0.8, shared: true },
  { name: 'Phone', companies: 9, gap: 30, medianMinor: 3_900, had: 0.9, shared: false },
  { name: 'Health Fund', companies: 14, gap: 30, medianMinor: 17_000, had: 0.45, shared: false },
  { name: 'Car Insurance', companies: 15, gap: 30, medianMinor: 9_500, had: 0.5, shared: true },
  { name: 'Council', companies: 40, gap: 90, medianMinor: 45_000, had: 0.4, shared: true },
  { name: 'Car Loan', companies: 12, gap: 30, medianMinor: 48_000, had: 0.2, shared: true },
]

const subscriptions: readonly (readonly [Trade, number])[] = [
  [trades.streaming, 0.55],
  [trades.streaming, 0.3],
  [trades.digitalGoods, 0.35],
  [trades.gym, 0.22],
  [trades.software, 0.12],
  [trades.insurance, 0.15],
]

/** Utilities by direct debit and subscriptions by card. */
export function keepBills(life: Life, random: Random): void {
  const { person, scene } = life
  if (person.living === 'child' || person.activity < 0.05) return
  const { household } = person
  const share = Math.min(1, person.activity)
  for (const [number, bill] of bills.entries()) {
    const decides = bill.shared ? substream(scene.seed, 'bill', household.first, number) : random
    const payer = household.first + (bill.shared ? integer(decides, 0, Math.max(0, household.adults - 1)) : 0)
    const pays = !bill.shared || payer === person.index
    const had = chance(decides, bill.had * share) && pays
    const company = zipf(decides, bill.companies)
    const median = logNormal(decides, bill.medianMinor, 0.35)
    if (!had) continue
    const party = localParty(`SYN-X-BILL-${number}-${company}`, `Synthetic ${bill.name} ${company + 1}`)
    for (const day of payDays(life, random, bill.gap)) {
      life.pay({
        day,
        second: timeOfDay(random, 'batch', person.rhythm),
        direction: 'out',
        minor: bill.gap === 90 ? median * between(random, 0.7, 1.4) : median,
        rail: 'direct_debit',
        party,
        by: 'batch',
        reference: bill.name.toLowerCase(),
      })
    }
  }
  for (const [trade, had] of subscriptions) {
    if (chance(random, had * share)) subscribe(life, random, trade)
  }
}

/** The same merchant and nearly always the same price once a month, until they tire of it. */
export function subscribe(life: Life, random: Random, trade: Trade, gap = 30): void {
  const { days } = life.scene.calendar
  const from = chance(random, 0.6) ? 0 : integer(random, 0, days)
  const until = chance(random, 0.7) ? days : from + integer(random, 20, 200)
  const minor = Math.max(299, Math.round(logNormal(random, trade.medianMinor, trade.sigma) / 100) * 100 - 1)
  const party = merchantAt(trade, zipf(random, trade.merchants))
  for (const day of payDays(life, random, gap)) {
    if (day < from || day > until) continue
    life.pay({
      day,
      second: timeOfDay(random, 'batch', life.person.rhythm),
      direction: 'out',
      minor,
      rail: 'card',
      party,
      by: 'batch',
      code: trade.code,
    })
  }
}
