import { fileURLToPath } from 'node:url'
import type { Book } from '../src/book/book.ts'
import { readRows } from '../src/book/rows.ts'
import { type Binding, bind } from '../src/detection/binding.ts'
import { withDerived } from '../src/detection/derived.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { type Live, openLive } from '../src/detection/live/live.ts'
import { valuesEverywhere } from '../src/detection/lookback.ts'
import { fieldsOf } from '../src/detection/program.ts'
import type { Row, TableName } from '../src/domain/tables.ts'
import { readPack } from '../src/typology/pack.ts'
import type { Measure } from '../src/typology/plan.ts'
import { openInstitution } from './institution.ts'
import { type Decision, decideInDuckDB } from './live-sql.ts'
import { type Bench, median, quantile } from './result.ts'

const referencePack = fileURLToPath(new URL('../packs/reference/', import.meta.url))

/** Payments at which DuckDB is asked for the same values. */
const decisions = 200

/**
 * How long the live evaluation takes over each payment of an institution, in their order, with the measures of the reference pack:
 * against DuckDB that computes the same measures at one payment from a table with indexes on its keys, and against the
 * look-back, which has all payments at once.
 *
 * The time of a payment begins with its row in the canonical form, texts and all, and ends with every value.
 */
export async function live({ report, say, options }: Bench): Promise<void> {
  const book = await openInstitution({ customers: options.customers! }, say)
  const { plans } = await readPack(referencePack)
  const fields = fieldsOf(plans)
  const binding = bind(withDerived(await book.scan(columnsFor(fields)), fields))
  const { homeCurrency, paymentCount: n } = binding.history
  const facts = {
    customers: await rowsOf(book, 'customers'),
    accounts: await rowsOf(book, 'accounts'),
    identifiers: await rowsOf(book, 'identifiers'),
    sessions: await rowsOf(book, 'sessions'),
  }
  const engine = openLive(plans, { ...facts, homeCurrency })
  const { measures } = engine

  say(`${n} payments as they come, ${measures.length} measures`)
  const asked = sampleOf(n)
  const { micros, sums, sampled } = await replay(book, engine, n, asked)
  book.close()

  say('the look-back, one thread')
  const back = lookBack(binding, measures)
  say(`DuckDB at ${decisions} payments`)
  const sql = await decideInDuckDB(binding, measures, fields, sampled)

  const total = micros.reduce((sum, value) => sum + value, 0)
  const value = n / (total / 1e6)
  const baseline_value = n / back.seconds
  report({
    name: 'live, one thread',
    value,
    unit: 'payments a second',
    baseline_name: 'look-back, one thread, all payments at once',
    baseline_value,
    ratio: value / baseline_value,
    n,
  })
  const against = (name: string, value: number, baseline_value: number) =>
    report({
      name: `live, ${name}`,
      value,
      unit: 'microseconds',
      baseline_name: 'DuckDB, one payment, indexed, one thread',
      baseline_value,
      ratio: baseline_value / value,
      n,
    })
  against('median payment', median(micros), median(sql.micros))
  against('99th percentile', quantile(micros, 0.99), quantile(sql.micros, 0.99))
  against('slowest payment', quantile(micros, 1), quantile(sql.micros, 1))
  const plain = { baseline_name: null, baseline_value: null, ratio: null }
  report({
    name: 'measures that differ from the look-back',
    value: sums.filter((sum, i) => sum !== back.sums[i]).length,
    unit: 'measures',
    ...plain,
    n: measures.length,
  })
  report({
    name: 'values that differ from DuckDB',
    value: sql.different,
    unit: 'values',
    ...plain,
    n: sql.compared,
  })
}

async function rowsOf<T extends TableName>(book: Book, table: T): Promise<Row<T>[]> {
  const connection = await book.connect()
  try {
    return (await Array.fromAsync(readRows(connection, table))).flat()
  } finally {
    connection.closeSync()
  }
}

/** Payments spread evenly over the later half, when windows are full. */
function sampleOf(n: number): ReadonlySet<number> {
  const step = n / 2 / decisions
  return new Set(Array.from({ length: decisions }, (_, i) => Math.floor(n / 2 + i * step)))
}

async function replay(book: Book, engine: Live, n: number, asked: ReadonlySet<number>) {
  const micros = new Float64Array(n)
  const sums = engine.measures.map(() => 0)
  const sampled: Decision[] = []
  const connection = await book.connect()
  let place = 0
  try {
    for await (const payments of readRows(connection, 'payments')) {
      for (const payment of payments) {
        const before = performance.now()
        const { values } = engine.observe(payment)
        micros[place] = (performance.now() - before) * 1_000
        for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) sums[i]! += values[i]!
        if (asked.has(place)) sampled.push({ payment: place, values: Float64Array.from(values) })
        place++
      }
    }
  } finally {
    connection.closeSync()
  }
  if (place !== n) throw new Error(`the book gave ${place} payments where it had ${n}`)
  return { micros, sums, sampled }
}

/** The same values by the look-back: what it takes, and each measure's sum over all payments in their order. */
function lookBack(binding: Binding, measures: readonly Measure[]) {
  let seconds = 0
  const sums: number[] = []
  for (const own of Map.groupBy(measures.keys(), i => measures[i]!.key[0]!).values()) {
    const before = performance.now()
    const columns = valuesEverywhere(
      binding,
      own.map(i => measures[i]!),
    )
    seconds += (performance.now() - before) / 1_000
    for (const [place, i] of own.entries()) {
      sums[i] = columns[place]!.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0)
    }
  }
  return { seconds, sums }
}
