import { fileURLToPath } from 'node:url'
import type { History } from '../src/book/history.ts'
import { calibrate } from '../src/detection/calibrate.ts'
import { detect } from '../src/detection/detect.ts'
import type { BoundProgram, Engine } from '../src/detection/engine.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { evaluateForeign, type ForeignValues, roomEverywhere } from '../src/detection/foreign.ts'
import { evaluateProgram, walk, wholePartition } from '../src/detection/lookback.ts'
import type { Partition, Stretch } from '../src/detection/partition.ts'
import { openPool } from '../src/detection/pool.ts'
import { fieldsOf, isForeign, meaningOf } from '../src/detection/program.ts'
import { readPack } from '../src/typology/pack.ts'
import type { Measure, Plan } from '../src/typology/plan.ts'
import { openInstitution } from './institution.ts'
import { type Bench, median } from './result.ts'
import { measureWindows } from './windows.ts'

export const referencePack = fileURLToPath(new URL('../packs/reference/', import.meta.url))
const alertsPerMonth = 10

/**
 * How fast the kernel evaluates the measures of the reference pack at every payment, on one thread, against the same
 * measures as window queries of DuckDB on one thread; and how long whole look-backs take.
 *
 * A measure value is one measure at one payment at which its key is known. The kernel's time begins with the history
 * in memory and takes in partitioning by subject, reading the fields and testing the filters; a measure that several
 * cards use counts once.
 */
export async function kernel({ report, say, options }: Bench): Promise<void> {
  const book = await openInstitution({ customers: options.customers! }, say)
  const { plans } = await readPack(referencePack)
  const fields = fieldsOf(plans)
  const history = await book.scan(columnsFor(fields))
  book.close()
  const n = history.paymentCount
  say(`${n} payments of ${history.customerCount} customers`)

  const one = await lookBack(history, plans, 1, say)
  const two = await lookBack(history, plans, 2, say)
  for (const pass of ['calibrate', 'detect'] as const) {
    const [value, baseline_value] = [two[pass], one[pass]]
    const ratio = baseline_value / value
    report({
      name: `${pass}, two threads`,
      value,
      unit: 'seconds',
      baseline_name: 'one thread',
      baseline_value,
      ratio,
      n,
    })
  }

  // Taken over with the evidence on payees in it, which some measures read.
  const { engine } = one
  const measures = measuresOf(engine)
  const windows = await measureWindows(engine.binding, measures, fields, options['one-in']!, say)
  const values = windows.keys.reduce((sum, { measures, payments }) => sum + measures.length * payments, 0)

  say('the kernel, one thread')
  const seconds: number[] = []
  const checksums = new Set<number>()
  const rooms = new Map(engine.programs.map(bound => [bound, roomEverywhere(engine, bound)]))
  evaluateAll(engine, rooms)
  for (let i = 0; i < options.repetitions!; i++) {
    const before = performance.now()
    checksums.add(evaluateAll(engine, rooms))
    seconds.push((performance.now() - before) / 1_000)
  }
  if (checksums.size !== 1) throw new Error('repetitions differ from each other')
  const value = values / median(seconds)
  const baseline_value = values / windows.seconds
  report({
    name: 'kernel, one thread',
    value,
    unit: 'measure values a second',
    baseline_name: `DuckDB window queries, one thread, one subject in ${options['one-in']}`,
    baseline_value,
    ratio: value / baseline_value,
    n,
  })
  const plain = { baseline_name: null, baseline_value: null, ratio: null }
  report({ name: 'measures', value: measures.length, unit: 'distinct measures', ...plain, n })
  report({
    name: 'values that differ from DuckDB',
    value: windows.different,
    unit: 'values',
    ...plain,
    n: windows.compared,
  })
  report({
    name: 'memory of the look-back',
    value: bytesOf(engine) / n,
    unit: 'bytes a payment',
    ...plain,
    n,
  })
}

interface LookBack {
  readonly engine: Engine
  /** Seconds. */
  readonly calibrate: number
  readonly detect: number
}

async function lookBack(
  history: History,
  plans: readonly Plan[],
  threads: number,
  say: Bench['say'],
): Promise<LookBack> {
  say(`calibrate and detect on ${threads} thread${threads === 1 ? '' : 's'}`)
  const before = performance.now()
  const first = openPool(history, plans, threads)
  const calibration = await calibrate(first, { budget: alertsPerMonth })
  await first.close()
  const between = performance.now()
  const second = openPool(history, plans, threads)
  await detect(second, calibration, { paymentIds: async payments => payments.map(String) })
  await second.close()
  const after = performance.now()
  return { engine: second.engine, calibrate: (between - before) / 1_000, detect: (after - between) / 1_000 }
}

/** Each measure once, whichever programs read it. */
function measuresOf({ programs }: Engine): Measure[] {
  const measures = programs.flatMap(({ program }) => program.measures)
  return [...new Map(measures.map(measure => [meaningOf(measure), measure])).values()]
}

/**
 * Evaluates every program at every payment, beginning with the tests of its conditions and the partition; a checksum of all
 * values, to use them. Detection itself walks less: only subjects on whom something can be found.
 */
function evaluateAll(engine: Engine, rooms: ReadonlyMap<BoundProgram, ForeignValues>): number {
  const { binding, conditions, programs } = engine
  const { history } = binding
  conditions.test(0, history.paymentCount)
  const partitions = new Map<string, Partition>()
  const partitionBy = (key: string) => {
    const partition = partitions.get(key) ?? wholePartition(history, key)
    partitions.set(key, partition)
    return partition
  }
  let checksum = 0
  for (const bound of programs) {
    const { program } = bound
    const foreign = rooms.get(bound)!
    const measured = program.measures.filter(measure => isForeign(program, measure))
    for (const [key, measures] of Map.groupBy(measured, measure => measure.key[0]!)) {
      evaluateForeign(engine, foreign, measures, partitionBy(key), wholeOf(partitionBy(key)))
    }
    const partition = partitionBy(program.subject)
    walk(binding, conditions, partition, wholeOf(partition), block => {
      for (const column of evaluateProgram(block, bound, foreign))
        checksum = (checksum + checksumOf(column)) | 0
    })
  }
  return checksum
}

function wholeOf({ entities }: Partition): Stretch {
  return { from: 0, to: entities.length }
}

/** A checksum of all values, to use them: of their bits without signs, which NaN may have either way. It is no part of the kernel. */
export function checksumOf(column: Float64Array): number {
  const words = new Uint32Array(column.buffer, column.byteOffset, column.length * 2)
  let sum = 0
  for (let i = 0; i < words.length; i++) sum = (sum + (words[i]! & 0x7fffffff)) | 0
  return sum
}

/** Bytes of the history, its conditions, the partitions and the measures made beforehand; blocks are small and come and go. */
export function bytesOf({ binding: { history }, conditions, prepared }: Engine): number {
  const columns = Object.values(history.payments).map(column =>
    column.kind === 'text' ? column.codes : column.values,
  )
  const own = [...prepared.values()].flatMap(({ order, starts, entities, foreign }) => [
    ...[order, starts, entities],
    ...[...foreign.values()].flatMap(numbers => Object.values(numbers)),
  ])
  const arrays = [
    ...[history.bookedAt, history.places, history.customer],
    ...[...columns, ...Object.values(history.earlier ?? {})],
    ...[...conditions.words, ...own],
  ]
  return arrays.reduce((sum, array) => sum + array.byteLength, 0)
}
