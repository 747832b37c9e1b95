import type { Transaction } from '../connection.ts'
import { sql } from '../drizzle.ts'

/** One table as a backup has it. */
export interface Part {
  readonly table: string
  /** Those that are kept; what the database computes from them is not. */
  readonly columns: readonly Column[]
}

export interface Column {
  readonly name: string
  /** As PostgreSQL writes the type. */
  readonly type: string
  /** Whether a sequence numbers it. */
  readonly isIdentity: boolean
}

/** Every table but that of migrations, in an order in which each follows those that it refers to. */
export async function partsOf(transaction: Transaction): Promise<readonly Part[]> {
  const rows = await rowsOf<{ table: string; name: string; type: string; identity: string }>(
    transaction,
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attidentity AS identity
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations'
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
  )
  const references = await rowsOf<{ from: string; to: string }>(
    transaction,
    `SELECT f.relname AS from, t.relname AS to
     FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace`,
  )
  const parts = [...Map.groupBy(rows, row => row.table)].map(([table, columns]) => ({
    table,
    columns: columns.map(({ name, type, identity }) => ({ name, type, isIdentity: identity !== '' })),
  }))
  return inOrder(parts, references)
}

/** @throws Error when tables refer to each other, or one to itself: then rows, too, would need an order */
function inOrder(
  parts: readonly Part[],
  references: readonly { readonly from: string; readonly to: string }[],
): readonly Part[] {
  const ordered: Part[] = []
  let waiting = parts
  while (waiting.length > 0) {
    const names = new Set(waiting.map(part => part.table))
    const isFree = ({ table }: Part) => !references.some(({ from, to }) => from === table && names.has(to))
    const free = waiting.filter(isFree)
    if (free.length === 0) throw new Error(`these tables refer to each other: ${[...names].join(', ')}`)
    ordered.push(...free)
    waiting = waiting.filter(part => !free.includes(part))
  }
  return ordered
}

export async function rowsOf<Row>(
  database: Pick<Transaction, 'execute'>,
  text: string,
): Promise<readonly Row[]> {
  const { rows } = (await database.execute(sql.raw(text))) as unknown as { readonly rows: readonly Row[] }
  return rows
}

/** A name as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
