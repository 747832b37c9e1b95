import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Book, openBook } from '../book/book.ts'
import { historyOf } from '../book/memory.ts'
import type { Calibration } from '../detection/calibration.ts'
import { detect } from '../detection/detect.ts'
import { openPool } from '../detection/pool.ts'
import { LapwingError } from '../domain/errors.ts'
import { type ExampleResult, judge, type PackExample, rowsOf, withoutPeers } from '../evaluation/examples.ts'
import { importFiles } from '../intake/import.ts'
import { readExamples } from '../typology/examples.ts'
import { readPacks } from '../typology/packs.ts'
import type { Plan } from '../typology/plan.ts'
import type { Problem } from '../typology/problem.ts'
import { nobody } from '../world/typologies.ts'
import { createWorld } from '../world/world.ts'
import { writeWorld } from '../world/write.ts'
import { withWalk } from './detection.ts'
import { type Asked, openingOf } from './opening.ts'

/** How the examples of packs are run: read, compared with a book of ordinary people, looked through, judged. */

/** Packs with their examples, and all that is wrong with either. */
export interface ExamplePacks {
  readonly plans: readonly Plan[]
  readonly examples: readonly PackExample[]
  readonly problems: readonly Problem[]
}

/** Reads packs and their examples, the reference pack when none is named. */
export async function loadExamples(
  directories: readonly string[],
  overlayPath: string | undefined,
  asked: Asked = {},
): Promise<ExamplePacks> {
  const { packs, plans, problems } = await readPacks(directories, overlayPath, await openingOf(asked))
  const read = await Promise.all(packs.map(({ folder }) => readExamples(folder)))
  // Examples of a published card are run with the own version that took its place.
  const packFor = (card: string, pack: string) =>
    plans.find(each => each.card === card && (each.pack === pack || each.inPlaceOf?.pack === pack))?.pack
  return {
    plans,
    examples: read.flatMap(({ examples }, i) => {
      const { pack } = packs[i]!.pack
      return examples.map(example => ({ ...example, pack: packFor(example.card, pack) ?? pack }))
    }),
    problems: [...problems, ...read.flatMap(each => each.problems)],
  }
}

/** Ordinary people, a year of them, with nobody planted among them; and how many alerts a month they may give. */
const ordinary = { seed: 20, customers: 3_000, months: 12, start: '2025-01-01', alertsPerMonth: 2 }

export type OnStep = (what: string, fraction: number) => void

/**
 * Runs examples compared with invented ordinary people and with the peers that the packs bring. Their book is in a temporary
 * folder and gone afterwards.
 *
 * @throws LapwingError `no-examples`, and `example-refused` when the book does not take a row of the peers
 */
export async function testAmongOrdinary(
  { plans, examples, problems }: ExamplePacks,
  onStep: OnStep,
  seed = ordinary.seed,
): Promise<readonly ExampleResult[]> {
  demandSome(examples, plans)
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-examples-'))
  const book = await openBook(directory)
  try {
    await inventOrdinary(book, seed, join(directory, 'ordinary'), onStep)
    const peers = examples.filter(example => example.expect === 'peers')
    if (peers.length > 0) await importRows(book, rowsOf(peers), join(directory, 'peers'))
    const work = { book, plans, threads: undefined, until: undefined }
    const { calibration } = await withWalk(work, walk =>
      walk.calibrate(ordinary.alertsPerMonth, fraction => onStep('Calibrating', fraction)),
    )
    onStep('Detecting', 0)
    // By themselves: ids of examples meet nobody's, so that the ordinary people change nothing but what is usual.
    return await testAgainst(calibration, { plans, examples, problems })
  } finally {
    book.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Runs examples by themselves, compared with the peers that a calibration knows. */
export async function testAgainst(
  calibration: Calibration,
  { plans, examples }: ExamplePacks,
): Promise<readonly ExampleResult[]> {
  demandSome(examples, plans)
  const rows = rowsOf(withoutPeers(examples))
  const history = historyOf(rows, calibration.home_currency)
  const pool = openPool(history, plans, 1)
  try {
    const alerts = await detect(pool, withoutCut(calibration), {
      paymentIds: async payments =>
        payments.map(payment => rows.payments[history.places[payment]!]!.payment_id),
    })
    return judge(examples, alerts, calibration.cut_bans, usable(plans))
  } finally {
    await pool.close()
  }
}

function demandSome(examples: readonly PackExample[], plans: readonly Plan[]): void {
  if (withoutPeers(examples).length > 0 && plans.length > 0) return
  const what = plans.length === 0 ? 'card that can be used' : 'example that can be run'
  throw new LapwingError('no-examples', `These packs have no ${what}.`, {
    remedy: 'A pack keeps them in examples/CARD/NAME.yaml; lapwing packs check says what is wrong with one.',
  })
}

/** Every score is wanted, to say how far an example is from the cut. */
function withoutCut(calibration: Calibration): Calibration {
  return { ...calibration, cut_bans: Number.NEGATIVE_INFINITY }
}

function usable(plans: readonly Plan[]) {
  return (pack: string, card: string) => plans.some(plan => plan.pack === pack && plan.card === card)
}

async function inventOrdinary(book: Book, seed: number, directory: string, onStep: OnStep): Promise<void> {
  const { customers, months, start } = ordinary
  await writeWorld(createWorld({ seed, customers, months, start, planted: nobody }), directory, {
    format: 'csv',
    onProgress: done => onStep('Inventing ordinary people', done.customers / done.ofCustomers),
  })
  await importFolder(book, directory, 'csv')
}

async function importRows(book: Book, rows: ReturnType<typeof rowsOf>, directory: string): Promise<void> {
  await mkdir(directory)
  const tables = exampleTables.filter(table => rows[table].length > 0)
  for (const table of tables) {
    const lines = rows[table].map(row => `${JSON.stringify(row)}\n`)
    await writeFile(join(directory, `${table}.jsonl`), lines)
  }
  await importFolder(book, directory, 'jsonl', tables)
}

const exampleTables = ['customers', 'accounts', 'payments', 'sessions'] as const

async function importFolder(
  book: Book,
  directory: string,
  ending: string,
  tables: readonly (typeof exampleTables)[number][] = exampleTables,
): Promise<void> {
  const requests = tables.map(table => ({ table, path: join(directory, `${table}.${ending}`) }))
  for await (const result of importFiles(book, requests, { rejectsDirectory: join(directory, 'rejects') })) {
    if (result.rejected === 0 && result.error === undefined) continue
    throw new LapwingError(
      'example-refused',
      result.error?.message ?? `${result.rejected} rows were rejected.`,
      { place: result.file, remedy: 'lapwing packs check says what is wrong with the examples.' },
    )
  }
}
