import type { Row } from '../../domain/tables.ts'
import { parseDate } from '../../domain/time.ts'
import { calendarNumber } from '../ages.ts'
import { openSessions } from './sessions.ts'
import { openSharing } from './sharing.ts'

/** What is known of customers, their accounts and identifiers by now: rows of the book, and those that came since. */
export interface Facts {
  /** A later row of the same id takes the earlier one's place, for the payments that come after it. */
  add(rows: FactRows): void
  account(id: string): KnownAccount | undefined
  /** How many others share an identifier with a customer; NaN as long as no identifier is known of anybody. */
  sharersOf(customer: string): number
  /** The customer's latest session of the day up to an instant. */
  sessionBefore(customer: string, at: number): Row<'sessions'> | undefined
}

export interface KnownAccount {
  readonly row: Row<'accounts'>
  /** Microseconds since 1970 UTC. */
  readonly openedOn: number
  /** Absent until the customer is known; found once, because every payment asks for both. */
  customer: KnownCustomer | undefined
}

export interface FactRows {
  readonly customers?: readonly Row<'customers'>[]
  readonly accounts?: readonly Row<'accounts'>[]
  readonly identifiers?: readonly Row<'identifiers'>[]
  readonly sessions?: readonly Row<'sessions'>[]
}

/** A customer with what fields ask of the row at every payment read once. */
export interface KnownCustomer {
  readonly row: Row<'customers'>
  /** The day of birth as a number such as 20070314; NaN where unknown. */
  readonly birth: number
  /** Microseconds since 1970 UTC. */
  readonly since: number
  /** Countries the customer told the institution of; undefined where none was told. */
  readonly ties: ReadonlySet<string> | undefined
}

export function openFacts(): Facts {
  const accounts = new Map<string, KnownAccount>()
  const customers = new Map<string, KnownCustomer>()
  const sessions = openSessions()
  const sharing = openSharing(id => customers.has(id))
  return {
    add(rows) {
      for (const row of rows.customers ?? []) {
        const known = customers.get(row.customer_id)
        if (known === undefined) customers.set(row.customer_id, read(row))
        else Object.assign(known, read(row))
      }
      for (const row of rows.accounts ?? []) {
        accounts.set(row.account_id, { row, openedOn: parseDate(row.opened_on)!, customer: undefined })
      }
      sharing.add(rows.identifiers ?? [])
      sessions.add(rows.sessions ?? [])
    },
    sharersOf: sharing.othersOf,
    sessionBefore: sessions.before,
    account(id) {
      const account = accounts.get(id)
      if (account !== undefined) account.customer ??= customers.get(account.row.customer_id)
      return account
    },
  }
}

function read(row: Row<'customers'>): KnownCustomer {
  const day = (text: string | undefined) => (text === undefined ? undefined : parseDate(text)) ?? Number.NaN
  const ties = row.overseas_ties ?? []
  return {
    row,
    birth: calendarNumber(day(row.birth_date)),
    since: day(row.customer_since),
    ties: ties.length === 0 ? undefined : new Set(ties),
  }
}
