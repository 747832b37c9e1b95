import { createHash } from 'node:crypto'
import type { Transaction } from '../connection.ts'
import { desc } from '../drizzle.ts'
import { appliedMigrations, type Migration } from '../migrations.ts'
import { auditLinks } from '../tables/audit.ts'
import { type Part, partsOf, quoted, rowsOf } from './parts.ts'

/** The first line: what this is, and how the tables were made. */
export interface Heading {
  readonly lapwing: 'backup'
  /** Microseconds since 1970 UTC. */
  readonly made_at: number
  readonly migrations: readonly Pick<Migration, 'version' | 'name' | 'hash'>[]
}

/** The line before the rows of a table, each of which is a JSON list of texts and nulls in the order of the columns. */
export interface PartHeading {
  readonly table: string
  readonly columns: readonly string[]
}

/** The last line: what must have been read before it. */
export interface Manifest {
  readonly manifest: readonly PartTold[]
  /** Of the audit chain; null while it is empty. */
  readonly head: { readonly sequence: number; readonly hash: string } | null
}

export interface PartTold {
  readonly table: string
  readonly rows: number
  /** Of the lines of the part with their ends, hexadecimal. */
  readonly sha256: string
}

const rowsAtOnce = 500

/** The whole store as lines, from one consistent view. The database writes the rows, so every type is written exactly. */
export async function* dump(transaction: Transaction, madeAt: number): AsyncGenerator<string, Manifest> {
  for (const setting of [
    'datestyle = ISO',
    'timezone = UTC',
    'bytea_output = hex',
    'extra_float_digits = 1',
  ]) {
    await rowsOf(transaction, `SET LOCAL ${setting}`)
  }
  const heading: Heading = {
    lapwing: 'backup',
    made_at: madeAt,
    migrations: await appliedMigrations(transaction),
  }
  yield `${JSON.stringify(heading)}\n`
  const told: PartTold[] = []
  for (const part of await partsOf(transaction)) told.push(yield* dumpPart(transaction, part))
  const [head] = await transaction
    .select({ sequence: auditLinks.sequence, hash: auditLinks.hash })
    .from(auditLinks)
    .orderBy(desc(auditLinks.sequence))
    .limit(1)
  const manifest: Manifest = { manifest: told, head: head ?? null }
  yield `${JSON.stringify(manifest)}\n`
  return manifest
}

async function* dumpPart(transaction: Transaction, part: Part): AsyncGenerator<string, PartTold> {
  const { table, columns } = part
  const hash = createHash('sha256')
  const heading: PartHeading = { table, columns: columns.map(column => column.name) }
  const first = `${JSON.stringify(heading)}\n`
  hash.update(first)
  yield first
  const texts = columns.map(({ name }) => `${quoted(name)}::text`).join(', ')
  await rowsOf(
    transaction,
    `DECLARE part NO SCROLL CURSOR FOR SELECT json_build_array(${texts})::text AS row FROM ${quoted(table)}`,
  )
  // A file of a case may have megabytes.
  const atOnce = columns.some(({ type }) => type === 'bytea') ? 1 : rowsAtOnce
  let count = 0
  for (;;) {
    const rows = await rowsOf<{ row: string }>(transaction, `FETCH ${atOnce} FROM part`)
    if (rows.length === 0) break
    count += rows.length
    const text = rows.map(({ row }) => `${row}\n`).join('')
    hash.update(text)
    yield text
  }
  await rowsOf(transaction, 'CLOSE part')
  return { table, rows: count, sha256: hash.digest('hex') }
}
