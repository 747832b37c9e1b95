import { columnsOf, type TableName } from '../domain/tables.ts'
import type { Staged } from './admit.ts'
import type { Start } from './bytes.ts'
import { matchColumns, recogniseTable, requireDistinct } from './columns.ts'
import { emptyFile, readCsv, readHeader } from './csv.ts'
import { readIso20022 } from './iso20022.ts'
import { readJsonLines } from './jsonl.ts'
import { readParquet } from './parquet.ts'
import { compileProfile, type Profile } from './profile.ts'
import { type Desk, identifier, loadProblems, type Raw, readSpool } from './raw.ts'
import type { Format } from './recognise.ts'
import type { SourceRow } from './source.ts'
import type { Spool } from './spool.ts'

export interface FileToStage {
  readonly file: string
  /** Bytes. */
  readonly size: number
  readonly start: Start
  readonly format: Format
  /** As the person named it. */
  readonly table: TableName | undefined
  readonly profile: Profile | undefined
  /** The institution's own BICs. */
  readonly institution: readonly string[]
}

export interface StagedFile {
  readonly parts: readonly Staged[]
  /** What stopped the reader; the rows before it are in the parts. */
  readonly fault?: unknown
}

/** Reads a file of any format into relations of canonical text columns, and fills the table `problems`. */
export async function stageFile(desk: Desk, request: FileToStage): Promise<StagedFile> {
  const { format, profile } = request
  if (format === 'iso20022') return stageMessages(desk, request)
  if (profile !== undefined) return { parts: await mapped(desk, await readForeign(desk, request), profile) }
  const { table, raw, columns } = await readCanonical(desk, request)
  await loadProblems(desk)
  const named = Array.from(columns, ([name, column]) => `${identifier(name)} AS "${column}"`)
  return {
    parts: [
      {
        table,
        relation: `(SELECT lapwing_row, lapwing_place, ${named.join(', ')} FROM ${raw.relation})`,
        columns: [...columns.values()],
        withProblems: true,
      },
    ],
  }
}

interface CanonicalFile {
  readonly table: TableName
  readonly raw: Raw
  /** Canonical name by name in the file. */
  readonly columns: ReadonlyMap<string, string>
}

async function readCanonical(desk: Desk, request: FileToStage): Promise<CanonicalFile> {
  const { file, start } = request
  const matched = (names: readonly string[]) => {
    const table = request.table ?? recogniseTable(names, file)
    return { table, columns: matchColumns(table, names, file) }
  }
  if (request.format === 'parquet') {
    const raw = await readParquet(desk, file, false)
    return { ...matched(raw.columns), raw }
  }
  if (request.format === 'csv') {
    const header = await readHeader(file, start)
    // Refused for its columns before millions of its rows are read.
    const match = matched(header.columns)
    return { ...match, raw: await readCsv(desk, file, request.size, start, header) }
  }
  const table = request.table ?? recogniseTable(await jsonKeys(request, 100), file)
  const kinds = new Map(
    columnsOf(table).map(({ name, kind }) => [name, { list: kind === 'texts' || kind === 'countries' }]),
  )
  const rows = readJsonLines(file, start, kinds, read => desk.reading(read / request.size, 0))
  const raw = await spoolRows(desk, rows, [...kinds.keys()])
  return { table, raw, columns: new Map(raw.columns.map(name => [name, name])) }
}

async function readForeign(desk: Desk, request: FileToStage): Promise<Raw> {
  const { file, start, size } = request
  if (request.format === 'parquet') return readParquet(desk, file, true)
  if (request.format === 'csv') return readCsv(desk, file, size, start, await readHeader(file, start))
  const keys = await jsonKeys(request, Number.POSITIVE_INFINITY)
  requireDistinct(keys, file)
  return spoolRows(
    desk,
    readJsonLines(file, start, undefined, read => desk.reading(read / size, 0)),
    keys,
  )
}

/**
 * What a profile makes of a foreign file: one part an emission. A record that could not be read, and one that the
 * profile takes into no table, is counted and rejected with the first.
 */
async function mapped(desk: Desk, raw: Raw, profile: Profile): Promise<readonly Staged[]> {
  const emissions = compileProfile(profile, raw.columns)
  await loadProblems(desk)
  const taken = emissions.map(({ where }) => `coalesce((${where}), false)`).join(' OR ')
  await desk.run(`INSERT INTO problems
    SELECT lapwing_row, lapwing_place, NULL, '', 'no part of the profile takes this row', 'a row that fits a condition of the profile'
    FROM ${raw.relation} WHERE NOT (${taken}) AND lapwing_row NOT IN (SELECT row FROM problems)`)
  const refused = 'lapwing_row IN (SELECT row FROM problems)'
  return emissions.map(({ table, columns, where }, index) => {
    const named = Object.entries(columns).map(([name, expression]) => `, (${expression}) AS "${name}"`)
    const holds = `coalesce((${where}), false)`
    return {
      table,
      relation: `(SELECT lapwing_row, lapwing_place${named.join('')} FROM ${raw.relation} raw
        WHERE ${index === 0 ? `${holds} OR ${refused}` : `${holds} AND NOT ${refused}`})`,
      columns: Object.keys(columns),
      withProblems: index === 0,
    }
  })
}

/** Rows of messages, as many tables as they speak of. What was read before a fault is kept. */
async function stageMessages(desk: Desk, { file, size, institution }: FileToStage): Promise<StagedFile> {
  const spools = new Map<TableName, Spool>()
  let fault: unknown
  let rows = 0
  try {
    for await (const row of readIso20022(file, { institution }, read => desk.reading(read / size, rows))) {
      let spool = spools.get(row.table)
      if (spool === undefined) {
        spool = desk.spool(`${row.table}.csv`)
        spools.set(row.table, spool)
      }
      write(
        desk,
        spool,
        row,
        columnsOf(row.table).map(column => column.name),
      )
      rows += 1
    }
  } catch (error) {
    fault = error
  }
  await loadProblems(desk)
  const parts: Staged[] = []
  for (const [table, spool] of spools) {
    const columns = columnsOf(table).map(column => column.name)
    const { relation } = await readSpool(desk, spool, `raw_${table}`, columns)
    parts.push({ table, relation, columns, withProblems: true })
  }
  return fault === undefined ? { parts } : { parts, fault }
}

async function spoolRows(
  desk: Desk,
  rows: AsyncIterable<Omit<SourceRow, 'table'>>,
  columns: readonly string[],
): Promise<Raw> {
  const spool = desk.spool('rows.csv')
  for await (const row of rows) write(desk, spool, row, columns)
  return readSpool(desk, spool, 'raw', columns)
}

function write(desk: Desk, spool: Spool, row: Omit<SourceRow, 'table'>, columns: readonly string[]): void {
  spool.row([String(row.row), row.place, ...columns.map(column => row.values[column] ?? '')])
  for (const { field, value, wrong, right } of row.problems) {
    desk.problems.row([String(row.row), row.place, field, value, wrong, right])
  }
}

/** Every key of the first objects that can be read, in the order in which they are met. */
async function jsonKeys({ file, start }: FileToStage, rowsMax: number): Promise<readonly string[]> {
  const keys = new Set<string>()
  let rows = 0
  for await (const { values, problems } of readJsonLines(file, start, undefined)) {
    if (problems.some(problem => problem.field === '')) continue
    for (const key of Object.keys(values)) keys.add(key)
    rows += 1
    if (rows >= rowsMax) break
  }
  if (rows === 0) throw emptyFile(file)
  return [...keys]
}
