import { type Column, columnsOf, type TableName, tableNames } from '../domain/tables.ts'

/**
 * Raised whenever a stored table changes its shape; a book written by a newer program is not opened, and one by an older
 * program is brought up to date.
 */
export const schemaVersion = 2

/** What each version added to the one before. */
const additions: Readonly<Record<number, readonly string[]>> = {
  2: [
    `CREATE TABLE known_files (fingerprint VARCHAR NOT NULL, part SMALLINT NOT NULL, table_name VARCHAR NOT NULL,
      rows BIGINT NOT NULL)`,
  ],
}

/** The DuckDB type a column of the book is stored in. */
export function storedType(column: Column): string {
  switch (column.kind) {
    case 'instant':
      return 'TIMESTAMP'
    case 'date':
      return 'DATE'
    case 'decimal':
      return 'DECIMAL(18,4)'
    case 'minutes':
      return 'SMALLINT'
    case 'texts':
    case 'countries':
      return 'VARCHAR[]'
    default:
      return 'VARCHAR'
  }
}

/**
 * An SQL expression that writes a stored column as its canonical text, the form in which files carry it: RFC 3339
 * instants, decimals with no more zeros than needed to reach two places, lists separated by semicolons.
 */
export function canonicalText(column: Column, stored: string): string {
  switch (column.kind) {
    case 'instant':
      return instantText(stored)
    case 'decimal':
      return decimalText(stored)
    case 'texts':
    case 'countries':
      return `array_to_string(${stored}, ';')`
    default:
      return `${stored}::VARCHAR`
  }
}

/** The canonical text of a timestamp in SQL. */
export function instantText(sql: string): string {
  return `regexp_replace(strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.?0{1,6}$', '') || 'Z'`
}

/** The canonical text of a decimal with four places in SQL. */
export function decimalText(sql: string): string {
  return `regexp_replace((${sql})::VARCHAR, '0{1,2}$', '')`
}

/** Statements that create every table of an empty book. Keys are kept unique by intake, not by an index. */
export function schemaStatements(): readonly string[] {
  return [
    'CREATE TABLE settings (name VARCHAR NOT NULL, value VARCHAR NOT NULL)',
    ...tableNames.map(createStatement),
    ...Object.values(additions).flat(),
    `INSERT INTO settings VALUES ('schema_version', '${schemaVersion}')`,
  ]
}

/** Statements that bring a book of an earlier version up to date. */
export function updateStatements(from: number): readonly string[] {
  const versions = Object.keys(additions).map(Number)
  return [
    ...versions.filter(version => version > from).flatMap(version => additions[version]!),
    `UPDATE settings SET value = '${schemaVersion}' WHERE name = 'schema_version'`,
  ]
}

function createStatement(table: TableName): string {
  const columns = columnsOf(table).map(
    column => `"${column.name}" ${storedType(column)}${column.required ? ' NOT NULL' : ''}`,
  )
  return `CREATE TABLE ${table} (${columns.join(', ')})`
}
