import { LapwingError } from '../domain/errors.ts'
import { columnsOf, type TableName, tableNames } from '../domain/tables.ts'
import { nearestWord } from '../typology/nearest.ts'

/** Canonical column name by name in the file. Names match whatever their case and outer spaces. */
export type ColumnMatch = ReadonlyMap<string, string>

/**
 * Finds the canonical column of each column in a file.
 *
 * Fails with `unknown-column` (a misspelt optional column would otherwise be lost in silence), `missing-column` or
 * `repeated-column`.
 */
export function matchColumns(table: TableName, names: readonly string[], file: string): ColumnMatch {
  const columns = columnsOf(table)
  const canonical = new Set(columns.map(column => column.name))
  const match = new Map<string, string>()
  const unknown: string[] = []
  for (const name of names) {
    const plain = name.trim().toLowerCase()
    if (canonical.has(plain)) match.set(name, plain)
    else unknown.push(name)
  }
  if (unknown.length > 0) {
    throw new LapwingError('unknown-column', `${table} have no column ${unknown.map(quoted).join(', ')}`, {
      place: file,
      remedy: unknown.map(name => suggestion(name, canonical)).join('; '),
    })
  }
  requireDistinct(
    names.map(name => name.trim().toLowerCase()),
    file,
  )
  const present = new Set(match.values())
  const missing = columns.filter(({ name, required }) => required && !present.has(name))
  if (missing.length > 0) {
    throw new LapwingError(
      'missing-column',
      `${table} need the column ${missing.map(column => column.name).join(', ')}`,
      { place: file, remedy: 'add it to the file, or describe the file with --profile' },
    )
  }
  return match
}

/** Fails with `repeated-column` when a name stands twice, or `unknown-column` when one is empty. */
export function requireDistinct(names: readonly string[], file: string): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (name.trim() === '') {
      throw new LapwingError('unknown-column', 'a column has no name', {
        place: file,
        remedy: 'name every column in the first line',
      })
    }
    if (seen.has(name.toLowerCase())) {
      throw new LapwingError('repeated-column', `the column ${quoted(name)} stands twice`, {
        place: file,
        remedy: 'keep one of them, or rename one',
      })
    }
    seen.add(name.toLowerCase())
  }
}

/**
 * The table that a file holds, by its columns: all required ones, and nothing unknown; else by its name, so that the
 * error about its columns speaks of the right table. Fails with `unknown-table`.
 */
export function recogniseTable(names: readonly string[], file: string): TableName {
  const plain = new Set(names.map(name => name.trim().toLowerCase()))
  const whole = tableNames.filter(table => {
    const columns = columnsOf(table)
    const known = new Set(columns.map(column => column.name))
    return (
      columns.every(({ name, required }) => !required || plain.has(name)) &&
      [...plain].every(name => known.has(name))
    )
  })
  if (whole.length === 1) return whole[0]!
  const named = tableNames.filter(table => baseName(file).toLowerCase().includes(table))
  if (named.length === 1) return named[0]!
  throw new LapwingError('unknown-table', 'its columns are not those of any table', {
    place: file,
    remedy: `name the table (${tableNames.map(table => `--${table}`).join(', ')}), or describe the file with --profile`,
  })
}

export function suggestion(name: string, known: Iterable<string>): string {
  const nearest = nearestWord(name.trim(), known)
  return nearest === undefined
    ? `remove ${quoted(name)}, or describe the file with --profile`
    : `did you mean ${nearest} instead of ${quoted(name)}?`
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

/** Names in messages are cut: a file that is no table can have a whole page in its first line. */
function quoted(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}...` : name)
}
