import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Book, openBook } from '../src/book/book.ts'
import type { History } from '../src/book/history.ts'
import { calibrate } from '../src/detection/calibrate.ts'
import type { Calibration } from '../src/detection/calibration.ts'
import { detect } from '../src/detection/detect.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { stretchesOf } from '../src/detection/partition.ts'
import { openPool, type Pool } from '../src/detection/pool.ts'
import { prepare } from '../src/detection/prepare.ts'
import { fieldsOf } from '../src/detection/program.ts'
import { importFiles } from '../src/intake/import.ts'
import { readPack } from '../src/typology/pack.ts'
import type { Plan } from '../src/typology/plan.ts'
import { substream } from '../src/world/random.ts'
import { nobody } from '../src/world/typologies.ts'
import { createWorld } from '../src/world/world.ts'
import { writeWorld } from '../src/world/write.ts'

/** The same payments give the same calibration and the same alerts, byte for byte, however they came and whoever counts. */

let folder: string
let plans: readonly Plan[]
const books: Book[] = []
/** Of the book that was imported in one go, by one thread. */
let history: History
let one: Outcome

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapwing-determinism-'))
  plans = (await readPack(fileURLToPath(new URL('../packs/reference/', import.meta.url)))).plans
  const planted = {
    ...nobody, 'live-distance-payer': 5, 'facilitator-payee': 3, 'sextortion-victim': 5, traveller: 3,
  } // biome-ignore format: a row
  // Enough payments that several threads have stretches of their own to walk.
  const world = createWorld({ seed: 7, customers: 700, months: 9, planted })
  await writeWorld(world, folder, { format: 'csv' })
})
after(() => {
  for (const book of books) book.close()
  rmSync(folder, { recursive: true, force: true })
})

async function bookOf(name: string, files: readonly string[]): Promise<Book> {
  const book = await openBook(join(folder, name))
  books.push(book)
  const requests = files.map(path => ({ path }))
  for await (const { file, error, rejected, duplicate, read } of importFiles(book, requests, {
    rejectsDirectory: join(folder, `${name}-rejects`),
  })) {
    assert.deepEqual([error, rejected, duplicate, read > 0], [undefined, 0, 0, true], file)
  }
  return book
}

const written = (table: string) => join(folder, `${table}.csv`)

/** The rows of a table in another order, parted among files. */
function parted(table: string, files: number, seed: number): string[] {
  const random = substream(seed, table)
  const [header, ...lines] = readFileSync(written(table), 'utf8').trimEnd().split('\n')
  const shuffled = lines
    .map(line => ({ line, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ line }) => line)
  return Array.from({ length: files }, (_, file) => {
    const path = join(folder, `${table}-${seed}-${file}.csv`)
    const own = shuffled.filter((_, i) => i % files === file)
    writeFileSync(path, `${[header, ...own].join('\n')}\n`)
    return path
  })
}

/** The calibration and the alerts as the texts that leave the program. */
interface Outcome {
  readonly calibration: string
  readonly alerts: string
}

async function outcome(book: Book, history: History, threads: number): Promise<Outcome> {
  const pool = openPool(history, plans, threads)
  try {
    const calibration = await calibrate(pool, { budget: 5 })
    return {
      calibration: JSON.stringify(calibration),
      alerts: await alertsOf(book, pool, calibration),
    }
  } finally {
    await pool.close()
  }
}

async function alertsOf(book: Book, pool: Pool, calibration: Calibration): Promise<string> {
  const places = pool.engine.binding.history.places
  const alerts = await detect(pool, calibration, {
    paymentIds: async payments => {
      const records = await book.paymentsAt(payments.map(payment => places[payment]!))
      return records.map(record => record.payment_id!)
    },
  })
  return alerts.map(alert => `${JSON.stringify(alert)}\n`).join('')
}

const scan = (book: Book) => book.scan(columnsFor(fieldsOf(plans)))

function assertSame(other: Outcome): void {
  assert.ok(other.calibration === one.calibration, 'the calibrations differ')
  assert.deepEqual(other.alerts.split('\n'), one.alerts.split('\n'))
}

test('files in another order, with their rows in another order and parted, give the same alerts', async () => {
  const straight = await bookOf('straight', ['customers', 'accounts', 'payments', 'sessions'].map(written))
  const turned = await bookOf('turned', [
    ...parted('payments', 3, 1).toReversed(),
    ...parted('accounts', 2, 2),
    written('sessions'),
    ...parted('customers', 2, 3),
  ])
  assert.deepEqual(await turned.counts(), await straight.counts())
  history = await scan(straight)
  one = await outcome(straight, history, 1)
  assert.ok(one.alerts.split('\n').length > 20, 'there are alerts to compare')
  assertSame(await outcome(turned, await scan(turned), 1))
})

test('one, two and three threads give the same alerts', async () => {
  const [straight] = books
  const pool = openPool(history, plans, 1)
  const partitions = await Promise.all(pool.engine.programs.map((_, program) => prepare(pool, program)))
  const stretches = partitions.map(partition => stretchesOf(partition).length)
  assert.ok(Math.max(...stretches) >= 2, 'there is work for more than one thread')
  for (const threads of [2, 3]) assertSame(await outcome(straight!, history, threads))
})

test('a look that begins anew, or in the middle, gives the alerts of one that goes on from its calibration', async () => {
  const [straight] = books
  const pool = openPool(history, plans, 1)
  const calibration: Calibration = JSON.parse(one.calibration)
  assert.equal(await alertsOf(straight!, pool, calibration), one.alerts)
  // Who stands out is known now.
  assert.equal(await alertsOf(straight!, pool, calibration), one.alerts)
  // Nobody does by this one, and the first must find them again.
  assert.notEqual(await alertsOf(straight!, pool, { ...calibration, cut_without_links_bans: 99 }), one.alerts)
  assert.equal(await alertsOf(straight!, pool, calibration), one.alerts)
})
