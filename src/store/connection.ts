import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

export type Database = PgDatabase<PgQueryResultHKT>

/** What every read and write of the store goes through: all of it is kept, or none. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** One open database, whichever it is. */
export interface Connection {
  readonly database: Database
  /** Whether transactions come one after the other, and not side by side. */
  readonly isSerial: boolean
  /** Where it is, for messages; never with a password. */
  readonly place: string
  /** Runs the statements of a script in one transaction. */
  script(text: string): Promise<void>
  close(): Promise<void>
}
