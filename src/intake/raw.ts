import type { DuckDBConnection } from '@duckdb/node-api'
import type { Spool } from './spool.ts'

/** A file as text: the columns it has, and one row of text a record, before anything is known of what they mean. */
export interface Raw {
  /** Names as in the file. */
  readonly columns: readonly string[]
  /** SQL of a relation with these columns, `lapwing_row` (from 1 in file order) and `lapwing_place`. */
  readonly relation: string
}

/** What a reader needs besides the file. */
export interface Desk {
  readonly connection: DuckDBConnection
  /** Runs a long statement, and tells how far it is. */
  run(sql: string): Promise<void>
  /** The work to come lies between these parts of the whole. */
  stage(from: number, to: number): void
  /** Told by a reader how much of the file (0 to 1) and how many rows have been read. */
  reading(fraction: number, rows: number): void
  /** Creates a temporary file, which is removed with the others when the file is done. */
  spool(name: string): Spool
  /** Problems with records, by row; see `problemColumns`. */
  readonly problems: Spool
}

/** A problem with an empty field is about the whole record: then nothing else is checked about the row. */
const problemColumns = ['row', 'place', 'field', 'value', 'wrong', 'right']

/**
 * The relation over a temporary table whose columns are c0, c1 ... in file order: DuckDB keeps the order of a file when
 * it creates a table from it, so that the row's place in the table is its place in the file.
 */
export function tableRelation(table: string, columns: readonly string[], place: string): string {
  const named = columns.map((column, index) => `, c${index} AS ${identifier(column)}`).join('')
  return `(SELECT *, ${place} AS lapwing_place FROM (SELECT rowid + 1 AS lapwing_row${named} FROM ${table}))`
}

/** Reads spooled records `row, place, ...columns` into a temporary table. */
export async function readSpool(
  desk: Desk,
  spool: Spool,
  table: string,
  columns: readonly string[],
): Promise<Raw> {
  spool.close()
  const names = ['lapwing_row', 'lapwing_place', ...columns.map((_, index) => `c${index}`)]
  const source = readCsvSql(spool.path, names, {
    delimiter: ',',
    header: false,
    parallel: false,
    lineEnd: '\n',
  })
  await desk.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM ${source}`)
  const named = columns.map((column, index) => `, c${index} AS ${identifier(column)}`).join('')
  return {
    columns,
    relation: `(SELECT lapwing_row::BIGINT AS lapwing_row, lapwing_place${named} FROM ${table})`,
  }
}

/** Makes the table `problems` of what the readers could not make sense of. */
export async function loadProblems(desk: Desk): Promise<void> {
  desk.problems.close()
  const options = { delimiter: ',', header: false, parallel: false, lineEnd: '\n' } as const
  const source = readCsvSql(desk.problems.path, problemColumns, options)
  await desk.run(`CREATE OR REPLACE TEMP TABLE problems AS
    SELECT row::BIGINT AS row, place, field, value, wrong, "right" FROM ${source}`)
}

/** Reads a CSV file, known to be regular, into a temporary table; every column text. */
export function readCsvSql(
  path: string,
  columns: readonly string[],
  options: {
    readonly delimiter: string
    readonly header: boolean
    readonly parallel: boolean
    /** Left to itself, DuckDB takes the first one it sees, be it within quotation marks. */
    readonly lineEnd: '\n' | '\r\n'
  },
): string {
  const spec = columns.map(column => `${literal(column)}: 'VARCHAR'`).join(', ')
  return `read_csv(${literal(path)}, columns = {${spec}}, auto_detect = false, header = ${options.header},
    delim = ${literal(options.delimiter)}, quote = '"', escape = '"', nullstr = '', new_line = '${options.lineEnd === '\n' ? '\\n' : '\\r\\n'}', compression = 'none',
    max_line_size = 8388608, parallel = ${options.parallel})`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
