import { columnsOf } from '../domain/tables.ts'
import { createRowGroup, type RowGroup } from './parquet/rowGroup.ts'
import {
  accountCells,
  type Cells,
  customerCells,
  groupCells,
  groupColumns,
  identifierCells,
  outcomeCells,
  paymentCells,
  peopleCells,
  peopleColumns,
  sessionCells,
} from './rows.ts'
import type { Truth, TruthLine } from './truth.ts'
import { liveTogether, type World } from './world.ts'

export type Format = 'parquet' | 'csv'

/** Tables in the format that was asked for; groups, people and outcomes are small and always CSV. */
export const largeTables = ['customers', 'accounts', 'payments', 'sessions', 'identifiers'] as const
export const smallTables = ['outcomes', 'groups', 'people'] as const
export type LargeTable = (typeof largeTables)[number]
export type SheetTable = LargeTable | (typeof smallTables)[number]

export const sheetColumns: Readonly<Record<SheetTable, readonly string[]>> = {
  ...(Object.fromEntries(
    [...largeTables, 'outcomes' as const].map(table => [table, columnsOf(table).map(column => column.name)]),
  ) as unknown as Record<LargeTable | 'outcomes', readonly string[]>),
  groups: groupColumns,
  people: peopleColumns,
}

/** Rows of one table of one institution, as they go into its file. `people` belongs to the world and has the number -1. */
export interface SheetPart {
  readonly institution: number
  readonly table: SheetTable
  readonly rows: number
  readonly content: RowGroup | { readonly bytes: Buffer }
}

/** A batch of people as bytes. */
export interface EncodedBatch {
  readonly people: number
  readonly parts: readonly SheetPart[]
  readonly truth: readonly TruthLine[]
}

/** The people from `first` up to `end`: each lives and is written down before the next, so that little is in memory. */
export function encodePeople(world: World, first: number, end: number, format: Format): EncodedBatch {
  const { calendar, institutions } = world.scene
  const writers = new Map<string, SheetWriter>()
  const truth: Truth = new Map()
  const write = (institution: number, table: SheetTable, cells: Cells) => {
    const key = `${institution} ${table}`
    let writer = writers.get(key)
    if (writer === undefined) {
      writer = createWriter(institution, table, format)
      writers.set(key, writer)
    }
    writer.append(cells)
  }
  for (let index = first; index < end; index++) {
    const batch = liveTogether(world, index, index + 1, truth)
    for (const [at, customer] of batch.customers.entries()) {
      const { institution } = customer
      write(institution, 'customers', customerCells(customer, calendar))
      write(institution, 'groups', groupCells(customer, batch.lookAlikes[at]!))
      if (institutions.length > 1) write(-1, 'people', peopleCells(customer, institutions[institution]!.name))
    }
    for (const each of batch.accounts) write(each.institution, 'accounts', accountCells(each, calendar))
    for (const each of batch.payments) write(each.institution, 'payments', paymentCells(each))
    for (const each of batch.sessions) write(each.institution, 'sessions', sessionCells(each))
    for (const each of batch.identifiers) write(each.institution, 'identifiers', identifierCells(each))
    for (const each of batch.outcomes) write(each.institution, 'outcomes', outcomeCells(each))
  }
  return {
    people: end - first,
    parts: [...writers.values()].map(writer => writer.finish()),
    truth: [...truth.values()],
  }
}

interface SheetWriter {
  append(cells: Cells): void
  finish(): SheetPart
}

function createWriter(institution: number, table: SheetTable, format: Format): SheetWriter {
  if (format === 'parquet' && isLarge(table)) {
    const group = createRowGroup(sheetColumns[table].length)
    return {
      append: group.append,
      finish: () => ({ institution, table, rows: group.rows(), content: group.finish() }),
    }
  }
  let rows = 0
  let text = ''
  return {
    append(cells) {
      rows++
      text += csvLine(cells)
    },
    finish: () => ({ institution, table, rows, content: { bytes: Buffer.from(text) } }),
  }
}

const isLarge = (table: SheetTable): table is LargeTable => (largeTables as readonly string[]).includes(table)

/** One record by RFC 4180, ended by a line feed. */
export function csvLine(cells: Cells): string {
  const text = cells.join(',')
  // Almost no cell needs quotes: count the commas of the whole line before looking at each cell.
  return special.test(text) || countCommas(text) !== cells.length - 1
    ? `${cells.map(quote).join(',')}\n`
    : `${text}\n`
}

const special = /["\r\n]/

function countCommas(text: string): number {
  let count = 0
  for (let at = text.indexOf(','); at !== -1; at = text.indexOf(',', at + 1)) count++
  return count
}

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
