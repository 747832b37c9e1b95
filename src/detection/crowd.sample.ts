import type { History } from '../book/history.ts'
import { historyOf, type Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import { formatInstant, microsPerDay, parseInstant } from '../domain/time.ts'
import type { Measure, Plan } from '../typology/plan.ts'
import type { Alert } from './alert.ts'
import { type CalibrateOptions, calibrate } from './calibrate.ts'
import type { Calibration } from './calibration.ts'
import { type DetectOptions, detect } from './detect.ts'
import { openPool } from './pool.ts'

/** A crowd of ordinary customers and a plan to compare them by, for tests. */

/** A payment as a test tells it: `at` is days since the start of 2025, UTC. */
export interface Deed extends Partial<Omit<Row<'payments'>, 'booked_at' | 'account_id'>> {
  readonly customer_id: string
  readonly at: number
}

const start = parseInstant('2025-01-01T00:00:00Z')!

/** The instant so many days after the start of 2025, RFC 3339. */
export function dayAt(days: number): string {
  return formatInstant(start + Math.round(days * microsPerDay))
}

/** Rows of these payments; each customer is an adult with one account, unless `people` says otherwise. */
export function rowsOf(
  deeds: readonly Deed[],
  people: Readonly<Record<string, Partial<Row<'customers'>>>> = {},
): Rows {
  const ids = [...new Set(deeds.map(({ customer_id }) => customer_id))]
  return {
    customers: ids.map(customer_id => ({
      customer_id,
      kind: 'person',
      birth_date: '1980-01-01',
      residence_country: 'AU',
      customer_since: '2020-01-01',
      ...people[customer_id],
    })),
    accounts: ids.map(customer_id => ({
      account_id: `a-${customer_id}`,
      customer_id,
      product: 'transaction',
      opened_on: '2020-01-01',
    })),
    payments: deeds.map(({ customer_id, at, ...payment }, i) => ({
      payment_id: `x${String(i).padStart(6, '0')}`,
      booked_at: dayAt(at),
      account_id: `a-${customer_id}`,
      direction: 'out',
      amount: '10.00',
      currency: 'AUD',
      rail: 'transfer',
      status: 'completed',
      utc_offset_minutes: '0',
      ...payment,
    })),
  }
}

/**
 * So many customers who pay once on day 0 or 1: the more, the earlier in the day, so that none of them is unusual both in
 * amount and in hour.
 */
export function crowd(customers = 250): Deed[] {
  return Array.from({ length: customers }, (_, i) => {
    const hour = 20 - Math.floor((i * 12) / customers)
    return { customer_id: `c${i}`, at: (i % 2) + hour / 24, amount: `${10 + i}.00` }
  })
}

/** A payment larger than any of the crowd's, at an hour later than any of theirs. */
export function unusualDeed(customer_id: string, day: number): Deed {
  return { customer_id, at: day + 23 / 24, amount: '1000.00' }
}

/** A payment like the crowd's. */
export function ordinaryDeed(customer_id: string, day: number): Deed {
  return { customer_id, at: day + 10 / 24, amount: '20.00' }
}

const everything = { kind: 'constant', holds: true } as const

/** A measure of the payment alone. */
export function ofPayment(id: string, of: string, unit: string): Measure {
  const key = ['customer']
  return { id, operation: 'max', key, where: everything, windowMicros: 1, of, whose: undefined, unit }
}

/** Two indicators of two families, each about one payment: how much, and how late in the day. */
export function planOf(changes: Partial<Plan> = {}): Plan {
  const indicator = { per: undefined, unusual: 'high', weight: 1, sources: ['source'] } as const
  return {
    card: 'large-and-late',
    cardVersion: 1,
    title: 'Large and late',
    typology: 'test',
    pack: 'test',
    packVersion: '1.0.0',
    subject: 'customer',
    role: 'suspected payer',
    clock: 'suspicion',
    gate: everything,
    peers: [],
    essential: [],
    quietDays: 10,
    measures: [ofPayment('amount', 'amount_home', 'AUD'), ofPayment('hour', 'local_hour', 'hours')],
    indicators: [
      { ...indicator, id: 'large', says: '{value} {unit}', family: 'amount', measure: 0, unit: 'AUD' },
      { ...indicator, id: 'late', says: 'at hour {value}', family: 'time of day', measure: 1, unit: 'hours' },
    ],
    protective: [],
    unbound: [],
    ...changes,
  }
}

export interface Found {
  readonly alerts: readonly Alert[]
  readonly calibration: Calibration
  readonly history: History
}

/** Detects in these rows; calibrates on them first, by default with a budget that every candidate fits in. */
export async function look(
  rows: Rows,
  plans: readonly Plan[],
  options: {
    readonly calibration?: Calibration
    readonly calibrate?: Partial<CalibrateOptions>
    readonly raisedIn?: DetectOptions['raisedIn']
  } = {},
): Promise<Found> {
  const history = historyOf(rows, 'AUD')
  const pool = openPool(history, plans, 1)
  const calibration =
    options.calibration ?? (await calibrate(pool, { budget: 1_000_000, ...options.calibrate }))
  const alerts = await detect(pool, calibration, {
    ...(options.raisedIn === undefined ? {} : { raisedIn: options.raisedIn }),
    paymentIds: async asked => asked.map(payment => rows.payments[history.places[payment]!]!.payment_id),
  })
  return { alerts, calibration, history }
}
