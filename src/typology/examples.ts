import { z } from 'zod'
import { columnsOf, type Row, type TableName, tables } from '../domain/tables.ts'
import { formatInstant, microsPerDay, microsPerHour, microsPerSecond, parseInstant } from '../domain/time.ts'
import { identifier } from './card.ts'
import { type Folder, fileText, folderNames, folderOf, folderWithin, placeOf, yamlFiles } from './folder.ts'
import { nearestWord } from './nearest.ts'
import { type Problem, sortProblems } from './problem.ts'
import { checkValue, type Path, parseYaml, valueAt, type YamlFile } from './yaml.ts'

/** A small invented history on which a card should or should not raise an alert. */
export interface Example {
  /** The card it is for: the name of its folder. */
  readonly card: string
  readonly example: string
  readonly file: string
  /** `peers` are people of the background: they are learnt from, and nothing is expected of them. */
  readonly expect: 'alert' | 'none' | 'peers'
  /** The look-alike of the card that it shows, for an example that expects none. */
  readonly lookAlike: string | undefined
  readonly why: string
  readonly customers: readonly Row<'customers'>[]
  readonly accounts: readonly Row<'accounts'>[]
  readonly payments: readonly Row<'payments'>[]
  readonly sessions: readonly Row<'sessions'>[]
}

const repeatMax = 10_000
const cells = z.record(z.string(), z.unknown())
const exampleSchema = z.strictObject({
  example: identifier,
  expect: z.enum(['alert', 'none', 'peers']),
  look_alike: identifier.optional(),
  why: z.string().trim().min(1).max(4_000),
  customers: z.array(cells).min(1),
  accounts: z.array(cells).min(1),
  defaults: cells.optional(),
  payments: z.array(cells).min(1),
  sessions: z.array(cells).optional(),
})

/** Reads the examples of a pack, with every problem in them; an example with a problem is not among the results. */
export async function readExamples(
  source: string | Folder,
): Promise<{ readonly examples: readonly Example[]; readonly problems: readonly Problem[] }> {
  const folder = await folderOf(source)
  const examples: Example[] = []
  const problems: Problem[] = []
  for (const card of exampleFolders(folder)) {
    const own = folderWithin(folder, `examples/${card}`)
    for (const name of yamlFiles(own)) {
      const found: Problem[] = []
      const example = parseExample(card, placeOf(own, name), fileText(own, name)!, found)
      if (example !== undefined && found.length === 0) examples.push(example)
      problems.push(...found)
    }
  }
  return { examples, problems: sortProblems(problems) }
}

/** The cards that a pack has examples for. */
export function exampleFolders(folder: Folder): readonly string[] {
  return folderNames(folderWithin(folder, 'examples'))
}

/** The example that a text holds; adds what is wrong with it to the problems. */
export function parseExample(
  card: string,
  file: string,
  text: string,
  problems: Problem[],
): Example | undefined {
  const yaml = parseYaml(file, text, problems)
  const read = yaml && checkValue(yaml, exampleSchema)
  if (yaml === undefined || read === undefined) return undefined
  const { example, expect, why, look_alike: lookAlike, sessions: writtenSessions = [] } = read
  const customers = readRows(yaml, 'customers', read.customers.length)
  const accounts = readRows(yaml, 'accounts', read.accounts.length)
  const payments = read.payments.flatMap((_, index) => readTimed(yaml, 'payments', index))
  const sessions = writtenSessions.flatMap((_, index) => readTimed(yaml, 'sessions', index))
  checkUnique(yaml, 'customer_id', customers)
  checkUnique(yaml, 'account_id', accounts)
  checkUnique(yaml, 'payment_id', payments)
  checkUnique(yaml, 'session_id', sessions)
  checkReferences(yaml, 'customer_id', accounts, customers, read.customers)
  checkReferences(yaml, 'account_id', payments, accounts, read.accounts)
  checkReferences(yaml, 'customer_id', sessions, customers, read.customers)
  return {
    card,
    example,
    file,
    expect,
    lookAlike,
    why,
    customers: customers.map(bare),
    accounts: accounts.map(bare),
    payments: payments.map(bare),
    sessions: sessions.map(bare),
  }
}

interface Placed<T> {
  readonly row: T
  readonly path: Path
}

function bare<T>({ row }: Placed<T>): T {
  return row
}

function checkUnique<K extends string>(
  yaml: YamlFile,
  key: K,
  placed: readonly Placed<{ [name in K]: string }>[],
): void {
  const seen = new Set<string>()
  for (const { row, path } of placed) {
    if (seen.has(row[key])) yaml.report(path, `the ${key} "${row[key]}" stands here a second time`)
    seen.add(row[key])
  }
}

function checkReferences<K extends string>(
  yaml: YamlFile,
  key: K,
  placed: readonly Placed<{ [name in K]: string }>[],
  owners: readonly Placed<{ [name in K]: string }>[],
  written: readonly Readonly<Record<string, unknown>>[],
): void {
  // An owner whose row has a mistake is not missed as well: its id counts as written.
  const asWritten = written.map(owner => String(owner[key])).filter(id => !id.includes('{n}'))
  const ids = [...owners.map(({ row }) => row[key]), ...asWritten]
  for (const { row, path } of placed) {
    const id = row[key]
    if (!ids.includes(id))
      yaml.report(path, `no row has the ${key} "${id}"`, { nearest: nearestWord(id, ids) })
  }
}

/** One value of a row, as written, and where. */
interface Cell {
  readonly path: Path
  readonly value: string | readonly string[]
}
type Cells = ReadonlyMap<string, Cell>

function cellsAt(yaml: YamlFile, path: Path): Cells {
  const found = new Map<string, Cell>()
  for (const [name, plain] of Object.entries(valueAt(yaml.value, path) ?? {})) {
    const at = [...path, name]
    const value = Array.isArray(plain)
      ? plain.map((_, index) => yaml.written([...at, index]) ?? '')
      : (yaml.written(at) ?? '')
    if (plain !== null && value !== '') found.set(name, { path: at, value })
  }
  return found
}

/** What only rows of examples have; customers and accounts have no `every`. */
const repetition = ['repeat', 'every']

/** Customers or accounts, repeated where they say so. */
function readRows<T extends 'customers' | 'accounts'>(
  yaml: YamlFile,
  table: T,
  length: number,
): Placed<Row<T>>[] {
  return Array.from({ length }, (_, index) => [table, index]).flatMap(path => {
    const all = new Map(cellsAt(yaml, path))
    const count = all.has('repeat') ? countOf(yaml, all) : 1
    if (count === undefined) return []
    const isRepeated = all.delete('repeat')
    const found: Placed<Row<T>>[] = []
    for (let n = 1; n <= count; n++) {
      const row = readRow(yaml, table, path, isRepeated ? numbered(all, n) : all)
      if (row === undefined) return found // The same would be wrong with the others.
      found.push({ row, path })
    }
    return found
  })
}

function numbered(all: Cells, n: number): Map<string, Cell> {
  return new Map([...all].map(([name, cell]) => [name, { ...cell, value: fillIn(cell.value, n) }]))
}

function countOf(yaml: YamlFile, all: Cells): number | undefined {
  const repeat = textAt(all, 'repeat') ?? ''
  const count = /^[1-9]\d{0,4}$/.test(repeat) ? Number(repeat) : Number.NaN
  if (count <= repeatMax) return count
  yaml.report(all.get('repeat')!.path, `"repeat" should be a whole number from 1 to ${repeatMax}`)
  return undefined
}

/** What the rows of a table that stand in time are known by, when they happened, and what they are called by default. */
const timed = {
  payments: { id: 'payment_id', at: 'booked_at', called: 'payment' },
  sessions: { id: 'session_id', at: 'started_at', called: 'session' },
} as const

/** One item of `payments` (merged with the defaults) or `sessions`, repeated where it says so. */
function readTimed<T extends keyof typeof timed>(yaml: YamlFile, table: T, index: number): Placed<Row<T>>[] {
  const { id: key, at, called } = timed[table]
  const path = [table, index]
  const own = cellsAt(yaml, path)
  const all = new Map([...(table === 'payments' ? cellsAt(yaml, ['defaults']) : []), ...own])
  if (!all.has(key)) all.set(key, { path, value: `${called}-${index + 1}` })
  const times = repeatOf(yaml, path, all)
  if (times === undefined) return []
  const start = textAt(all, at)
  const first = start === undefined ? undefined : parseInstant(start)
  for (const name of repetition) all.delete(name)

  const rows: Placed<Row<T>>[] = []
  for (let n = 1; n <= times.count; n++) {
    const cells = numbered(all, n)
    const id = textAt(all, key)!
    if (times.count > 1 && !id.includes('{n}')) cells.set(key, { path, value: `${id}-${n}` })
    if (first !== undefined) {
      const value = formatInstant(first + (n - 1) * times.everyMicros)
      cells.set(at, { path: all.get(at)!.path, value })
    }
    const row = readRow(yaml, table, path, cells)
    if (row === undefined) return rows // The same would be wrong with the others.
    rows.push({ row, path })
  }
  return rows
}

function repeatOf(yaml: YamlFile, path: Path, all: Cells) {
  const repeat = textAt(all, 'repeat')
  const every = textAt(all, 'every')
  if (repeat === undefined) {
    if (every === undefined) return { count: 1, everyMicros: 0 }
    yaml.report(all.get('every')!.path, '"every" needs "repeat" beside it')
    return undefined
  }
  const count = countOf(yaml, all)
  if (count === undefined) return undefined
  const [, number, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(every ?? '') ?? []
  if (number === undefined) {
    const at = all.get('every')?.path ?? path
    yaml.report(at, '"every" should be a number of minutes, hours or days such as 30m, 12h or 3d')
    return undefined
  }
  const units: Readonly<Record<string, number>> = {
    m: 60 * microsPerSecond,
    h: microsPerHour,
    d: microsPerDay,
  }
  return { count, everyMicros: Number(number) * units[unit]! }
}

function textAt(all: Cells, name: string): string | undefined {
  const value = all.get(name)?.value
  return typeof value === 'string' ? value : undefined
}

function fillIn(value: Cell['value'], n: number): Cell['value'] {
  return typeof value === 'string'
    ? value.replaceAll('{n}', String(n))
    : value.map(text => text.replaceAll('{n}', String(n)))
}

/** Checks a row against the canonical table; reports all that is wrong with it. */
function readRow<T extends TableName>(yaml: YamlFile, table: T, path: Path, row: Cells): Row<T> | undefined {
  const columns = new Map(columnsOf(table).map(column => [column.name, column]))
  const shape = tables[table].shape as Readonly<Record<string, z.ZodType>>
  const values: Record<string, unknown> = {}
  let sound = true
  const wrong = (at: Path, message: string, about?: { key: true; nearest: string | undefined }) => {
    yaml.report(at, message, about)
    sound = false
  }
  for (const [name, cell] of row) {
    const column = columns.get(name)
    if (column === undefined) {
      const valid = [...columns.keys(), ...(table in timed ? repetition : repetition.slice(0, 1))]
      wrong(cell.path, `unknown column "${name}" of ${table}`, {
        key: true,
        nearest: nearestWord(name, valid),
      })
      continue
    }
    const isList = column.kind === 'texts' || column.kind === 'countries'
    const result = shape[name]!.safeParse(isList ? [cell.value].flat() : cell.value)
    if (result.success) values[name] = result.data
    else {
      const valid = column.kind === 'choice' ? column.choices : []
      const nearest = nearestWord(String(cell.value), valid)
      yaml.report(cell.path, `"${name}" should be ${column.right}`, { nearest })
      sound = false
    }
  }
  for (const column of columns.values()) {
    if (column.required && !row.has(column.name)) wrong(path, `"${column.name}" is missing`)
  }
  return sound ? (values as Row<T>) : undefined
}
