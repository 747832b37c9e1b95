import { createHash } from 'node:crypto'
import type { Transaction } from '../connection.ts'
import { sql } from '../drizzle.ts'
import type { Manifest, PartHeading, PartTold } from './dump.ts'
import { type Part, partsOf, quoted, rowsOf } from './parts.ts'
import { damaged } from './sealed.ts'

const [rowsAtOnce, lengthAtOnce] = [500, 4_000_000] as const

/**
 * Fills an empty store with the lines that follow the heading of a backup, within one transaction, and holds them against the
 * manifest at their end.
 *
 * @throws LapwingError `backup-damaged`
 */
export async function load(
  transaction: Transaction,
  lines: AsyncIterable<string>,
  place: string,
): Promise<Manifest> {
  const parts = await partsOf(transaction)
  // Rules for people's changes, such as that an approval is asked for before it is decided; this is none. All within the
  // transaction: what is not committed was never off.
  for (const { table } of parts)
    await rowsOf(transaction, `ALTER TABLE ${quoted(table)} DISABLE TRIGGER USER`)
  const { manifest, told } = await loadParts(transaction, parts, lines, place)
  for (const [i, part] of manifest.manifest.entries()) {
    const { table, rows, sha256 } = told[i] ?? {}
    if (table !== part.table || rows !== part.rows || sha256 !== part.sha256) {
      throw damaged(place, `the table ${part.table} is not as its manifest says`)
    }
  }
  if (told.length !== manifest.manifest.length) throw damaged(place, 'it has a table that its manifest lacks')
  for (const part of parts) await countOn(transaction, part)
  for (const { table } of parts) await rowsOf(transaction, `ALTER TABLE ${quoted(table)} ENABLE TRIGGER USER`)
  return manifest
}

async function loadParts(
  transaction: Transaction,
  parts: readonly Part[],
  lines: AsyncIterable<string>,
  place: string,
): Promise<{ readonly manifest: Manifest; readonly told: readonly PartTold[] }> {
  const told: PartTold[] = []
  let current: { readonly part: Part; readonly hash: ReturnType<typeof createHash>; rows: number } | undefined
  let waiting: string[] = []
  let length = 0
  let manifest: Manifest | undefined
  const write = async () => {
    if (current !== undefined && waiting.length > 0) await insert(transaction, current.part, waiting)
    waiting = []
    length = 0
  }
  const endPart = async () => {
    await write()
    if (current === undefined) return
    told.push({ table: current.part.table, rows: current.rows, sha256: current.hash.digest('hex') })
    current = undefined
  }
  for await (const line of lines) {
    if (manifest !== undefined) throw damaged(place, 'something follows its manifest')
    if (line.startsWith('[')) {
      if (current === undefined) throw damaged(place, 'a row stands before its table')
      current.hash.update(`${line}\n`)
      current.rows++
      waiting.push(line)
      length += line.length
      if (waiting.length >= rowsAtOnce || length >= lengthAtOnce) await write()
      continue
    }
    await endPart()
    const said = parsed(line, place)
    if ('manifest' in said) manifest = said
    else {
      current = { part: partNamed(parts, said, place), hash: createHash('sha256'), rows: 0 }
      current.hash.update(`${line}\n`)
    }
  }
  if (manifest === undefined) throw damaged(place, 'it has no manifest: it is cut off')
  return { manifest, told }
}

function parsed(line: string, place: string): Manifest | PartHeading {
  try {
    return JSON.parse(line) as Manifest | PartHeading
  } catch {
    throw damaged(place, 'one of its lines is no JSON')
  }
}

/** The store's own table, with its columns in the order of the backup. */
function partNamed(parts: readonly Part[], { table, columns }: PartHeading, place: string): Part {
  const own = parts.find(part => part.table === table)
  const found = columns.map(name => own?.columns.find(column => column.name === name))
  if (own === undefined || found.includes(undefined) || own.columns.length !== columns.length) {
    throw damaged(place, `the table ${table} is none that its migrations make`)
  }
  return { table, columns: found as Part['columns'] }
}

async function insert(
  transaction: Transaction,
  { table, columns }: Part,
  rows: readonly string[],
): Promise<void> {
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const values = columns.map(({ type }, i) => `(row->>${i})::${type}`).join(', ')
  await transaction.execute(
    sql`${sql.raw(`INSERT INTO ${quoted(table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM json_array_elements(`)}${`[${rows.join(',')}]`}::json) AS rows(row)`,
  )
}

/** Numbers that the database gives go on after those that were given. */
async function countOn(transaction: Transaction, { table, columns }: Part): Promise<void> {
  for (const { name } of columns.filter(column => column.isIdentity)) {
    await rowsOf(
      transaction,
      `SELECT setval(pg_get_serial_sequence('${quoted(table)}', '${name}'), max(${quoted(name)})) FROM ${quoted(table)} HAVING max(${quoted(name)}) IS NOT NULL`,
    )
  }
}
