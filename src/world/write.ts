import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodedBatches, type Order } from './crew.ts'
import { encodeFooter, magic, type Placed } from './parquet/footer.ts'
import { truthCells, truthColumns } from './rows.ts'
import {
  csvLine,
  type Format,
  type LargeTable,
  largeTables,
  type SheetPart,
  type SheetTable,
  sheetColumns,
  smallTables,
} from './sheets.ts'
import { mergedTruth, remember, sortedTruth, type Truth, type TruthLine } from './truth.ts'
import type { World } from './world.ts'

export interface WriteOptions {
  readonly format: Format
  /** Threads that make people's lives; the bytes do not depend on it. 2 when not given. */
  readonly threads?: number
  readonly onProgress?: (progress: { customers: number; ofCustomers: number; payments: number }) => void
}

/** What was written. */
export interface Written {
  /** Of all institutions together. */
  readonly rows: Readonly<Record<SheetTable, number>>
  /** Lines of the overall truth. */
  readonly truth: number
  /** Relative to the directory. */
  readonly files: readonly string[]
}

/**
 * Writes a world into a directory, which is made when it is not there: of one institution the tables, `truth.csv`, `groups.csv`,
 * `outcomes.csv` and a `README.txt`; of several, a folder with these for each, an overall `truth.csv` and `people.csv`, which says who
 * is who. Rows go out as they are made. The same world gives the same bytes, whatever the number of threads. All columns are texts, unknown
 * values empty (CSV) or null (Parquet).
 */
export async function writeWorld(
  world: World,
  directory: string,
  { format, threads = 2, onProgress }: WriteOptions,
): Promise<Written> {
  const sheets = await openSheets(world, directory, format)
  const rows = Object.fromEntries([...largeTables, ...smallTables].map(table => [table, 0])) as Record<
    SheetTable,
    number
  >
  const truth: Truth = new Map()
  let customers = 0
  try {
    const order: Order = { options: world.options, format }
    for await (const batch of encodedBatches(world, order, threads)) {
      for (const part of batch.parts) {
        await sheets.get(nameOf(part))!.append(part)
        rows[part.table] += part.rows
      }
      for (const line of batch.truth) remember(truth, line)
      customers += batch.people
      onProgress?.({ customers, ofCustomers: world.scene.population.size, payments: rows.payments })
    }
  } finally {
    for (const sheet of sheets.values()) await sheet.close()
  }
  const lines = sortedTruth(truth)
  const files = [...sheets.values()].map(sheet => sheet.path)
  const { institutions } = world.scene
  const write = async (path: string, text: string) => {
    await writeFile(join(directory, path), text)
    files.push(path)
  }
  if (institutions.length > 1) {
    for (const { number, name } of institutions)
      await write(join(name, 'truth.csv'), truthText(lines.filter(each => each.institution === number)))
  }
  const overall = mergedTruth(lines)
  await write('truth.csv', truthText(overall))
  await write('README.txt', readme)
  return { rows, truth: overall.length, files }
}

const truthText = (lines: readonly TruthLine[]): string =>
  [truthColumns, ...lines.map(truthCells)].map(csvLine).join('')

interface Sheet {
  readonly path: string
  append(part: SheetPart): Promise<void>
  close(): Promise<void>
}

const nameOf = ({ institution, table }: Pick<SheetPart, 'institution' | 'table'>): string =>
  `${institution} ${table}`

async function openSheets(world: World, directory: string, format: Format): Promise<Map<string, Sheet>> {
  const { institutions } = world.scene
  const sheets = new Map<string, Sheet>()
  await mkdir(directory, { recursive: true })
  for (const { number, name } of institutions) {
    const folder = institutions.length === 1 ? '' : name
    await mkdir(join(directory, folder), { recursive: true })
    for (const table of largeTables) {
      const path = join(folder, `${table}.${format}`)
      const openSheet = format === 'parquet' ? openParquet : openCsv
      sheets.set(nameOf({ institution: number, table }), await openSheet(directory, path, table))
    }
    for (const table of ['outcomes', 'groups'] as const)
      sheets.set(
        nameOf({ institution: number, table }),
        await openCsv(directory, join(folder, `${table}.csv`), table),
      )
  }
  if (institutions.length > 1)
    sheets.set(nameOf({ institution: -1, table: 'people' }), await openCsv(directory, 'people.csv', 'people'))
  return sheets
}

async function openCsv(directory: string, path: string, table: SheetTable): Promise<Sheet> {
  const file = await open(join(directory, path), 'w')
  await file.writeFile(csvLine(sheetColumns[table]))
  return {
    path,
    append: async ({ content }) => file.writeFile(content.bytes),
    close: () => file.close(),
  }
}

async function openParquet(directory: string, path: string, table: LargeTable): Promise<Sheet> {
  const file = await open(join(directory, path), 'w')
  await file.writeFile(magic)
  let offset = magic.length
  const groups: Placed[] = []
  return {
    path,
    async append({ content }) {
      if (!('columns' in content)) throw new Error('a Parquet sheet takes row groups only')
      const { bytes, ...group } = content
      await file.writeFile(bytes)
      groups.push({ ...group, offset })
      offset += bytes.length
    },
    async close() {
      await file.writeFile(encodeFooter(sheetColumns[table], groups))
      await file.close()
    },
  }
}

const readme = `Everybody and everything in this folder is invented.

The customers, accounts, payments, sessions and identifiers come from a random number generator. None of them imitates
a real person, bank, place, payee, wallet or case; any likeness is chance. Identifiers begin with SYN, names with
Synthetic. truth.csv names the subjects that were planted, from published figures; outcomes.csv says what casework would have
found out of that, and got wrong; groups.csv has what fairness is judged by and no detector is given. It is for trying and
measuring Lapwing, and says nothing about real customers.
`
