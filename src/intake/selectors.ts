import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LapwingError } from '../domain/errors.ts'
import { type Selector, selectorOf, selectorRow } from '../domain/selectors.ts'
import { columnsIn } from '../domain/tables.ts'
import { nearestWord } from '../typology/nearest.ts'
import { readStart, readUtf8, type Start } from './bytes.ts'
import { requireDistinct } from './columns.ts'
import { readHeader } from './csv.ts'
import { scanCsv, splitRecord } from './csv-scan.ts'
import { readJsonLines } from './jsonl.ts'
import { recogniseFormat, startBytes } from './recognise.ts'
import { createSpool } from './spool.ts'

const columns = columnsIn(selectorRow.shape)
const names = columns.map(column => column.name)

/** A selector row that was refused. Values are not kept: each may be somebody's account or address. */
export interface SelectorReject {
  /** Counted from 1, without the header. */
  readonly row: number
  readonly place: string
  /** Empty where the whole row is meant. */
  readonly field: string
  readonly wrong: string
  readonly right: string
}

/** What became of a selectors file. Always read = accepted + duplicate + rejected. */
export interface SelectorsRead {
  readonly file: string
  readonly read: number
  readonly accepted: number
  readonly duplicate: number
  readonly rejected: number
  readonly selectors: readonly Selector[]
  /** A problem a line. */
  readonly rejects: readonly SelectorReject[]
}

interface SelectorRecord {
  readonly row: number
  readonly place: string
  readonly values: Readonly<Record<string, string>>
  readonly problems: readonly { readonly field: string; readonly wrong: string; readonly right: string }[]
}

/**
 * Reads selectors from CSV or JSON Lines, plain or compressed as intake reads them. A wrong row costs no other. `seen` tells
 * duplicates across files: rows that say the same, whatever the spelling of the value.
 *
 * @throws LapwingError as intake does for a file that cannot be read, and `unknown-column`, `missing-column`
 */
export async function readSelectors(file: string, seen: Set<string> = new Set()): Promise<SelectorsRead> {
  const start = await readStart(file, startBytes)
  const selectors: Selector[] = []
  const rejects: SelectorReject[] = []
  let read = 0
  let duplicate = 0
  let rejected = 0
  for await (const record of recordsOf(file, start)) {
    read += 1
    const checked = check(record)
    if ('problems' in checked) {
      rejected += 1
      for (const problem of checked.problems)
        rejects.push({ row: record.row, place: record.place, ...problem })
      continue
    }
    const same = JSON.stringify(Object.values(checked.selector))
    if (seen.has(same)) duplicate += 1
    else selectors.push(checked.selector)
    seen.add(same)
  }
  return { file, read, accepted: selectors.length, duplicate, rejected, selectors, rejects }
}

/** Writes what was refused, a problem a line and without values, and says where; nothing where nothing was. */
export function keepSelectorRejects({ file, rejects }: SelectorsRead, directory: string): string | undefined {
  const path = join(directory, `${basename(file)}.selectors.rejects.csv`)
  rmSync(path, { force: true })
  if (rejects.length === 0) return undefined
  mkdirSync(directory, { recursive: true })
  const spool = createSpool(path)
  spool.row(['file', 'row', 'place', 'field', 'wrong', 'right'])
  for (const { row, place, field, wrong, right } of rejects)
    spool.row([file, String(row), place, field, wrong, right])
  spool.close()
  return path
}

function recordsOf(file: string, start: Start): AsyncIterable<SelectorRecord> | Iterable<SelectorRecord> {
  const format = recogniseFormat(file, start)
  if (format === 'csv') return csvRecords(file, start)
  if (format === 'jsonl')
    return readJsonLines(file, start, new Map(names.map(name => [name, { list: false }])))
  throw new LapwingError('unknown-format', 'selectors are read from CSV or JSON Lines', {
    place: file,
    remedy: 'save them as one of the two',
  })
}

async function* csvRecords(file: string, start: Start): AsyncGenerator<SelectorRecord> {
  const header = await readHeader(file, start)
  const given = header.columns.map(name => name.toLowerCase())
  checkColumns(given, file)
  const shape = { delimiter: header.delimiter.charCodeAt(0), columns: given.length }
  const records: SelectorRecord[] = []
  let row = -1
  await scanCsv(readUtf8(file, start), shape, {
    record(bytes) {
      row += 1
      if (row === 0) return
      const fields = splitRecord(bytes.toString(), header.delimiter)
      const values = Object.fromEntries(given.map((name, at) => [name, fields[at] ?? '']))
      records.push({ row, place: `row ${row}`, values, problems: [] })
    },
    malformed(at, line, _value, wrong, right) {
      row = at
      records.push({ row, place: `line ${line}`, values: {}, problems: [{ field: '', wrong, right }] })
    },
  })
  yield* records
}

/** Names in the header are not quoted: where it is missing, they are somebody's account. */
function checkColumns(given: readonly string[], file: string): void {
  const unknown = given.flatMap((name, at) => (names.includes(name) ? [] : [at]))
  const missing = columns.filter(({ name, required }) => required && !given.includes(name))
  if (unknown.length === 0 && missing.length === 0) return requireDistinct(given, file)
  if (missing.length > 0) {
    throw new LapwingError(
      'missing-column',
      `selectors need the column ${missing.map(({ name }) => name).join(', ')}`,
      { place: file, remedy: `the first line names the columns, of ${names.join(', ')}` },
    )
  }
  const near = unknown.map(at => nearestWord(given[at]!, names))
  throw new LapwingError(
    'unknown-column',
    `selectors do not have column ${unknown.map(at => at + 1).join(', ')}`,
    {
      place: file,
      remedy: unknown
        .map(
          (at, i) => `column ${at + 1}: ${near[i] === undefined ? 'remove it' : `did you mean ${near[i]}?`}`,
        )
        .join('; '),
    },
  )
}

type Checked =
  | { readonly selector: Selector }
  | { readonly problems: readonly Omit<SelectorReject, 'row' | 'place'>[] }

function check({ values, problems }: SelectorRecord): Checked {
  if (problems.length > 0) {
    return {
      problems: problems.map(({ field, wrong, right }) => {
        const known = field === '' || names.includes(field)
        return known
          ? { field, wrong, right }
          : { field: '', wrong: 'a name that selectors do not have', right: `of ${names.join(', ')}` }
      }),
    }
  }
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const parsed = selectorRow.safeParse(given)
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map(issue => String(issue.path[0] ?? '')))
    return {
      problems: [...fields].map(field => ({
        field,
        wrong: field in given ? 'not understood' : 'missing',
        right: columns.find(({ name }) => name === field)?.right ?? '',
      })),
    }
  }
  const selector = selectorOf(parsed.data)
  return 'length' in selector ? { problems: selector } : { selector }
}
