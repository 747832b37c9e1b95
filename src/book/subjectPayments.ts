import type { DuckDBConnection } from '@duckdb/node-api'
import type { Book } from './book.ts'
import { amountHome } from './payment-fields.ts'
import { rowsOf } from './query.ts'
import { decimalText, instantText } from './schema.ts'

/** Whose payments: a customer's own, or all that any customer had with a counterparty. */
export interface SubjectPeriod {
  readonly kind: 'customer' | 'counterparty'
  readonly id: string
  /** Booking times in microseconds since 1970 UTC: from, up to but without until. */
  readonly from: number
  readonly until: number
  readonly home_currency: string
}

/** A payment to draw. Texts are null where unknown. */
export interface DrawnPayment {
  readonly payment_id: string
  /** RFC 3339, UTC. */
  readonly booked_at: string
  readonly customer_id: string | null
  readonly direction: 'in' | 'out'
  readonly status: 'completed' | 'attempted' | 'reversed'
  readonly rail: string
  /** Decimal text in the currency beside it. */
  readonly amount: string
  readonly currency: string
  /** Decimal text in the home currency. */
  readonly amount_home: string | null
  readonly counterparty_id: string | null
  readonly counterparty_name: string | null
  readonly counterparty_country: string | null
  /** Of the wall clock at the payer, 0 to 23. */
  readonly local_hour: number | null
}

/** What went to and came from one country in a period. */
export interface Corridor {
  /** ISO 3166-1 alpha-2; null where the other side's country is not known. */
  readonly country: string | null
  readonly direction: 'in' | 'out'
  /** Completed payments, and their sum as decimal text in the home currency. */
  readonly payments: number
  readonly amount_home: string
  /** Of them, those whose amount in the home currency is not known and not in the sum. */
  readonly without_amount_home: number
  /** Attempted or reversed ones, which are in neither. */
  readonly not_completed: number
}

export interface PaymentsPage {
  /** Of the whole period. */
  readonly total: number
  /** In the order of `(booked_at, payment_id)`; one more than `limit` where there are more. */
  readonly payments: readonly (DrawnPayment & { readonly booked_micros: number })[]
  readonly corridors: readonly Corridor[]
}

/** SQL: whether `payments p` is one of the subject whose id is `$1`. */
export const ofSubject = {
  customer: 'p.account_id IN (SELECT account_id FROM accounts WHERE customer_id = $1)',
  counterparty: 'p.counterparty_id = $1',
} as const

/** A page of a subject's payments after `after`, with what the whole period holds. */
export async function subjectPayments(
  book: Book,
  period: SubjectPeriod,
  page: {
    readonly after: { readonly value: number; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<PaymentsPage> {
  const { kind, id, from, until, home_currency } = period
  const connection = await book.connect()
  try {
    const corridors = await corridorsOf(connection, period)
    const payments = await rowsOf<PaymentsPage['payments'][number]>(
      connection,
      `SELECT ${drawnColumns(home_currency)}, epoch_us(p.booked_at)::DOUBLE AS booked_micros
      FROM (SELECT p.* ${withinPeriod(kind)} AND (epoch_us(p.booked_at)::DOUBLE, p.payment_id) > ($4, $5)
        ORDER BY p.booked_at, p.payment_id LIMIT $6) p
      LEFT JOIN accounts a ON a.account_id = p.account_id ORDER BY p.booked_at, p.payment_id`,
      [id, from, until, page.after?.value ?? -1e18, page.after?.id ?? '', page.limit + 1],
    )
    const total = corridors.reduce((sum, each) => sum + each.payments + each.not_completed, 0)
    return { total, payments, corridors }
  } finally {
    connection.closeSync()
  }
}

/** What went to and came from each country, the most first. */
export function corridorsOf(
  connection: DuckDBConnection,
  { kind, id, from, until, home_currency }: SubjectPeriod,
): Promise<readonly Corridor[]> {
  const home = amountHome(home_currency)
  return rowsOf(
    connection,
    `SELECT p.counterparty_country AS country, p.direction,
      (count(*) FILTER (p.status = 'completed'))::INTEGER AS payments,
      ${decimalText(`coalesce(sum(${home}) FILTER (p.status = 'completed'), 0)::DECIMAL(38,4)`)} AS amount_home,
      (count(*) FILTER (p.status = 'completed' AND ${home} IS NULL))::INTEGER AS without_amount_home,
      (count(*) FILTER (p.status <> 'completed'))::INTEGER AS not_completed
    ${withinPeriod(kind)} GROUP BY ALL ORDER BY sum(${home}) DESC NULLS LAST, country, direction`,
    [id, from, until],
  )
}

/** A subject's latest payments, newest first. */
export function latestPayments(
  connection: DuckDBConnection,
  { kind, id, home_currency }: Pick<SubjectPeriod, 'kind' | 'id' | 'home_currency'>,
  limit: number,
): Promise<readonly DrawnPayment[]> {
  return rowsOf(
    connection,
    `SELECT ${drawnColumns(home_currency)}
    FROM (SELECT p.* FROM payments p WHERE ${ofSubject[kind]} ORDER BY p.booked_at DESC, p.payment_id DESC LIMIT $2) p
    LEFT JOIN accounts a ON a.account_id = p.account_id ORDER BY p.booked_at DESC, p.payment_id DESC`,
    [id, limit],
  )
}

/** SQL of what a `DrawnPayment` has, of `payments p` and its account `a`. */
function drawnColumns(homeCurrency: string): string {
  return `p.payment_id, ${instantText('p.booked_at')} AS booked_at, a.customer_id, p.direction, p.status, p.rail,
    ${decimalText('p.amount')} AS amount, p.currency, ${decimalText(amountHome(homeCurrency))} AS amount_home,
    p.counterparty_id, p.counterparty_name, p.counterparty_country,
    hour(p.booked_at + to_minutes(p.utc_offset_minutes::BIGINT))::INTEGER AS local_hour`
}

/** SQL of where the payments of a period come from: `$1` is the subject, `$2` and `$3` are its bounds. */
function withinPeriod(kind: SubjectPeriod['kind']): string {
  return `FROM payments p WHERE ${ofSubject[kind]}
    AND epoch_us(p.booked_at)::DOUBLE >= $2 AND epoch_us(p.booked_at)::DOUBLE < $3`
}
