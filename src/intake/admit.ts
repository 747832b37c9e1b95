import type { DuckDBConnection } from '@duckdb/node-api'
import { columnsOf, type TableName, tableKeys } from '../domain/tables.ts'
import { type ColumnCheck, columnChecks, sameKey } from './check.ts'
import { forgetFiles } from './known-files.ts'
import { literal } from './raw.ts'

/** Rows as text by canonical column, with `lapwing_row` and `lapwing_place`. */
export interface Staged {
  readonly table: TableName
  /** SQL of a relation; read more than once, so it has to give the same each time. */
  readonly relation: string
  readonly columns: readonly string[]
  /** The temporary table `problems` tells of its rows: these are rejected. */
  readonly withProblems: boolean
}

export interface Admission {
  readonly read: number
  readonly accepted: number
  readonly duplicate: number
  readonly rejected: number
}

/**
 * Checks staged rows and adds the good ones to the book, within the caller's transaction. Of rows with one key, the
 * first in file order that passes the checks wins. A row with the key of a record in the book is a duplicate when it
 * says the same, else it is rejected, or with `replace` takes the record's place.
 *
 * Rejected rows are written to `rejectsPath`, a problem a line, before anything is added; without any, no file.
 */
export async function admit(
  connection: DuckDBConnection,
  run: (sql: string) => Promise<void>,
  staged: Staged,
  options: { readonly replace: boolean; readonly file: string; readonly rejectsPath: string },
): Promise<Admission> {
  const { table } = staged
  const names = columnsOf(table).map(column => column.name)
  const checks = columnChecks(table, new Set(staged.columns))
  const count = async (sql: string) => Number((await connection.runAndReadAll(sql)).getRows()[0]![0])

  const refused = staged.withProblems ? 'lapwing_row NOT IN (SELECT row FROM problems)' : 'true'
  const stored = checks.map(({ column, stored }) => `${stored} AS "${column.name}"`)
  await run(`CREATE OR REPLACE TEMP TABLE checked AS SELECT lapwing_row, ${stored.join(', ')}
    FROM ${staged.relation} WHERE ${checks.map(check => check.holds).join(' AND ')} AND ${refused}`)
  const read = await count(`SELECT count(*) FROM ${staged.relation}`)
  const wrong = read - (await count('SELECT count(*) FROM checked'))

  await judge(run, count, table, names, options.replace)
  const verdicts = await connection.runAndReadAll(
    'SELECT verdict, count(*) FROM judged GROUP BY verdict ORDER BY verdict',
  )
  const of = new Map(verdicts.getRows().map(([verdict, rows]) => [String(verdict), Number(rows)]))
  const duplicate = of.get('duplicate') ?? 0
  const rejected = wrong + (of.get('rejected') ?? 0)
  if (rejected > 0) await writeRejects(run, staged, checks, wrong > 0, options)

  const changed = of.get('replacement') ?? 0
  if (changed > 0) {
    await forgetFiles(connection)
    await run(`DELETE FROM ${table} b USING (SELECT c.* FROM checked c SEMI JOIN
      (SELECT lapwing_row FROM judged WHERE verdict = 'replacement') j ON j.lapwing_row = c.lapwing_row) c
      WHERE ${sameKey(table, 'b', 'c')}`)
  }
  const accepted = read - duplicate - rejected
  if (accepted > 0) {
    await run(`INSERT INTO ${table} SELECT ${names.map(name => `"${name}"`).join(', ')} FROM checked c ANTI JOIN
      (SELECT lapwing_row FROM judged WHERE verdict IN ('duplicate', 'rejected')) j
      ON j.lapwing_row = c.lapwing_row`)
  }
  return { read, accepted, duplicate, rejected }
}

/**
 * Makes the table `judged`: of the checked rows, those whose key stands more than once in the file or already in the
 * book, with verdict `duplicate`, `rejected` or `replacement`, and the first column in which a rejected one differs.
 * Every other checked row is new.
 */
async function judge(
  run: (sql: string) => Promise<void>,
  count: (sql: string) => Promise<number>,
  table: TableName,
  names: readonly string[],
  replace: boolean,
): Promise<void> {
  const key = tableKeys[table].map(name => `"${name}"`).join(', ')
  const differing = (left: string, right: string) =>
    `CASE ${names
      .filter(name => !tableKeys[table].includes(name))
      .map(name => `WHEN ${left}."${name}" IS DISTINCT FROM ${right}."${name}" THEN '${name}'`)
      .join(' ')} ${names.length === tableKeys[table].length ? 'WHEN false THEN NULL' : ''} END`
  await run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT ${key}, min(lapwing_row) AS first_row FROM checked GROUP BY ${key} HAVING count(*) > 1`)
  await run(`CREATE OR REPLACE TEMP TABLE later AS
    SELECT c.lapwing_row, r.first_row FROM checked c JOIN repeated r ON ${sameKey(table, 'c', 'r')}
    WHERE c.lapwing_row > r.first_row`)
  await run(`CREATE OR REPLACE TEMP TABLE in_book AS
    SELECT c.lapwing_row, ${differing('c', 'b')} AS field FROM checked c JOIN ${table} b ON ${sameKey(table, 'c', 'b')}`)
  // Later rows of a key that is new, or is being replaced, are held against the row that won.
  const againstFirst = replace ? 'later' : '(FROM later ANTI JOIN in_book USING (lapwing_row))'
  const againstBook = replace ? '(FROM in_book ANTI JOIN later USING (lapwing_row))' : 'in_book'
  await run(`CREATE OR REPLACE TEMP TABLE judged AS
    SELECT lapwing_row, field, 'book' AS against, CASE WHEN field IS NULL THEN 'duplicate'
      ELSE '${replace ? 'replacement' : 'rejected'}' END AS verdict FROM ${againstBook}`)
  // Rare, and a join of all rows with themselves even for none.
  if ((await count('SELECT count(*) FROM later')) === 0) return
  await run(`INSERT INTO judged
    SELECT lapwing_row, field, 'file', CASE WHEN field IS NULL THEN 'duplicate' ELSE 'rejected' END FROM (
      SELECT l.lapwing_row, ${differing('c', 'f')} AS field FROM ${againstFirst} l
      JOIN checked c ON c.lapwing_row = l.lapwing_row JOIN checked f ON f.lapwing_row = l.first_row)`)
}

/** Values are personal data: they go to this file, cut, and nowhere else. */
const valueLengthMax = 200

async function writeRejects(
  run: (sql: string) => Promise<void>,
  staged: Staged,
  checks: readonly ColumnCheck[],
  someWrong: boolean,
  options: { readonly file: string; readonly rejectsPath: string },
): Promise<void> {
  const lines: string[] = []
  if (someWrong) {
    await run(`CREATE OR REPLACE TEMP TABLE wrong_rows AS
      FROM ${staged.relation} s ANTI JOIN checked c ON c.lapwing_row = s.lapwing_row`)
    const told = (field: string) =>
      staged.withProblems
        ? `AND NOT EXISTS (SELECT 1 FROM problems p WHERE p.row = lapwing_row AND (p.field IS NULL OR p.field = '${field}'))`
        : ''
    for (const [position, { column, text, holds, wrong }] of checks.entries()) {
      lines.push(`SELECT lapwing_row, lapwing_place, '${column.name}' AS field, ${text} AS value, ${wrong} AS wrong,
        ${literal(column.right)} AS "right", ${position} AS position
        FROM wrong_rows WHERE NOT ${holds} ${told(column.name)}`)
    }
    if (staged.withProblems) {
      lines.push(`SELECT w.lapwing_row, coalesce(p.place, lapwing_place), p.field, p.value, p.wrong, p."right", -1
        FROM wrong_rows w JOIN problems p ON p.row = w.lapwing_row`)
    }
  }
  const value = checks.map(({ column, text }) => `WHEN '${column.name}' THEN ${text}`)
  const key = tableKeys[staged.table].join(', ')
  lines.push(`SELECT lapwing_row, lapwing_place, field, CASE field ${value.join(' ')} END AS value,
    CASE against WHEN 'book' THEN 'differs from the record in the book with the same ${key}'
      ELSE 'differs from an earlier row of this file with the same ${key}' END AS wrong,
    CASE against WHEN 'book' THEN 'the same content; to correct records on purpose, import with --replace'
      ELSE 'one row a record' END AS "right", 0 AS position
    FROM ${staged.relation} s JOIN judged j USING (lapwing_row) WHERE j.verdict = 'rejected'`)
  await run(`COPY (
    SELECT ${literal(options.file)} AS file, lapwing_row AS row, coalesce(lapwing_place, '') AS place,
      coalesce(field, '') AS field, left(coalesce(value, ''), ${valueLengthMax}) AS value, wrong, "right"
    FROM (${lines.join('\nUNION ALL\n')}) ORDER BY lapwing_row, position
  ) TO ${literal(options.rejectsPath)} (FORMAT csv, HEADER true)`)
}
