import type { Book } from './book.ts'
import type { CustomerRecord } from './evidence.ts'
import { homeCurrencyOf } from './homeCurrency.ts'
import { amountHome } from './payment-fields.ts'
import { rowsOf } from './query.ts'
import { decimalText, instantText } from './schema.ts'
import {
  type Corridor,
  corridorsOf,
  type DrawnPayment,
  latestPayments,
  ofSubject,
} from './subjectPayments.ts'

export interface SubjectName {
  readonly kind: 'customer' | 'counterparty'
  readonly id: string
}

/** Completed payments of one month in one direction. */
export interface MonthOfPayments {
  /** `2029-11`, in UTC. */
  readonly month: string
  readonly direction: 'in' | 'out'
  readonly payments: number
  /** Decimal text in the home currency, of those of which it is known. */
  readonly amount_home: string
}

/** Whom somebody dealt with, both ways together. */
export interface OtherSide {
  readonly kind: 'customer' | 'counterparty'
  readonly id: string
  readonly name: string | null
  readonly payments: number
  readonly amount_home: string
  readonly last_at: string
}

/** Who a customer or a counterparty is, and what went in and out, over all that the book has. */
export interface SubjectRecord {
  readonly home_currency: string
  /** Of a counterparty null, and of a customer whose record was never supplied. */
  readonly customer: CustomerRecord | null
  /** Names that payments give a counterparty, the most frequent first. */
  readonly names: readonly string[]
  readonly accounts: readonly {
    readonly account_id: string
    readonly product: string
    readonly opened_on: string | null
    readonly closed_on: string | null
  }[]
  /** With how many customers have each. */
  readonly identifiers: readonly {
    readonly type: string
    readonly value: string
    readonly customers: number
  }[]
  /** Customers who dealt with it; of a customer, others who dealt with its accounts. */
  readonly customers: number
  readonly first_at: string | null
  readonly last_at: string | null
  readonly total: number
  readonly months: readonly MonthOfPayments[]
  readonly corridors: readonly Corridor[]
  readonly others: readonly OtherSide[]
  /** Newest first. */
  readonly latest: readonly DrawnPayment[]
}

/** So many others and latest payments at most. */
const othersMax = 20
const latestMax = 50

/** Absent when the book has no payment and no record of it. */
export async function subjectRecord(book: Book, subject: SubjectName): Promise<SubjectRecord | undefined> {
  const connection = await book.connect()
  try {
    const home_currency = await homeCurrencyOf(connection, await book.setting('home_currency'))
    const home = amountHome(home_currency)
    const within = `FROM payments p WHERE ${ofSubject[subject.kind]}`
    const customer = subject.kind === 'customer' ? ((await book.customer(subject.id)) ?? null) : null
    const ask = <Row>(sql: string) => rowsOf<Row>(connection, sql, [subject.id])
    const accounts = await ask<SubjectRecord['accounts'][number]>(
      `SELECT account_id, product, opened_on::VARCHAR AS opened_on, closed_on::VARCHAR AS closed_on
       FROM accounts WHERE ${subject.kind === 'customer' ? 'customer_id' : 'account_id'} = $1 ORDER BY opened_on, account_id`,
    )
    const [span] = await ask<Pick<SubjectRecord, 'total' | 'first_at' | 'last_at'>>(
      `SELECT count(*)::INTEGER AS total, ${instantText('min(p.booked_at)')} AS first_at,
         ${instantText('max(p.booked_at)')} AS last_at ${within}`,
    )
    const { total } = span!
    if (customer === null && total === 0 && accounts.length === 0) return undefined
    const whole = { ...subject, home_currency, from: 0, until: 9e15 }
    return {
      home_currency,
      customer,
      accounts,
      ...span!,
      corridors: await corridorsOf(connection, whole),
      latest: await latestPayments(connection, whole, latestMax),
      names: (
        await ask<{ name: string }>(
          `SELECT p.counterparty_name AS name ${within} AND p.counterparty_name IS NOT NULL
           AND '${subject.kind}' = 'counterparty' GROUP BY ALL ORDER BY count(*) DESC, name LIMIT 10`,
        )
      ).map(({ name }) => name),
      identifiers: await ask(
        `SELECT i.type, i.value, count(DISTINCT o.customer_id)::INTEGER AS customers
         FROM identifiers i JOIN identifiers o ON o.type = i.type AND o.value = i.value
         WHERE i.customer_id = $1 AND '${subject.kind}' = 'customer' GROUP BY ALL ORDER BY i.type, i.value LIMIT 100`,
      ),
      customers: (
        await ask<{ customers: number }>(
          subject.kind === 'counterparty'
            ? `SELECT count(DISTINCT a.customer_id)::INTEGER AS customers FROM payments p
               JOIN accounts a ON a.account_id = p.account_id WHERE ${ofSubject.counterparty}`
            : `SELECT count(DISTINCT o.customer_id)::INTEGER AS customers FROM payments p
               JOIN accounts o ON o.account_id = p.counterparty_id
               WHERE ${ofSubject.customer} AND o.customer_id <> $1`,
        )
      )[0]!.customers,
      months: await ask(
        `SELECT strftime(p.booked_at, '%Y-%m') AS month, p.direction, count(*)::INTEGER AS payments,
           ${decimalText(`coalesce(sum(${home}), 0)::DECIMAL(38,4)`)} AS amount_home
         ${within} AND p.status = 'completed' GROUP BY ALL ORDER BY month, p.direction`,
      ),
      others: await ask(othersSql(subject, home)),
    }
  } finally {
    connection.closeSync()
  }
}

/** Of a customer, whom its accounts dealt with; of a counterparty, the customers who dealt with it. */
function othersSql({ kind }: SubjectName, home: string): string {
  const other =
    kind === 'counterparty'
      ? { kind: `'customer'`, id: 'a.customer_id', name: 'NULL', on: 'a.account_id = p.account_id' }
      : {
          kind: `CASE WHEN a.customer_id IS NULL THEN 'counterparty' ELSE 'customer' END`,
          id: 'coalesce(a.customer_id, p.counterparty_id)',
          name: 'arg_max(p.counterparty_name, p.booked_at) FILTER (a.customer_id IS NULL)',
          on: 'a.account_id = p.counterparty_id',
        }
  return `SELECT ${other.kind} AS kind, ${other.id} AS id, ${other.name} AS name, count(*)::INTEGER AS payments,
      ${decimalText(`coalesce(sum(${home}), 0)::DECIMAL(38,4)`)} AS amount_home, ${instantText('max(p.booked_at)')} AS last_at
    FROM payments p LEFT JOIN accounts a ON ${other.on}
    WHERE ${ofSubject[kind]} AND p.status = 'completed' AND ${other.id} IS NOT NULL
      AND (${other.id} <> $1 OR '${kind}' = 'counterparty')
    GROUP BY ${other.kind}, ${other.id} ORDER BY coalesce(sum(${home}), 0) DESC, id LIMIT ${othersMax}`
}
