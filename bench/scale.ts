import { calibrate } from '../src/detection/calibrate.ts'
import { detect } from '../src/detection/detect.ts'
import type { Engine } from '../src/detection/engine.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { evaluateProgram, walk } from '../src/detection/lookback.ts'
import { type Stretch, stretchesOf } from '../src/detection/partition.ts'
import { openPool } from '../src/detection/pool.ts'
import { fieldsOf } from '../src/detection/program.ts'
import { readPack } from '../src/typology/pack.ts'
import { openInstitution } from './institution.ts'
import { bytesOf, checksumOf, referencePack } from './kernel.ts'
import { repeatHistory } from './repeat.ts'
import type { Bench } from './result.ts'

/** The limit that the memory is compared with. */
const memoryLimitBytes = 24 * 2 ** 30

/**
 * Calibrates and detects with the reference pack over a history of `copies` institutions in memory, on as many threads as given:
 * how the time grows with the history, and how much memory the process took at most.
 */
export async function scale({ report, say, options }: Bench): Promise<void> {
  const book = await openInstitution({ customers: options.customers! }, say)
  const { plans } = await readPack(referencePack)
  const one = await book.scan(columnsFor(fieldsOf(plans)))
  book.close()
  const alone = await seconds(one)
  const copies = options.copies!
  say(`repeating ${one.paymentCount} payments ${copies} times`)
  const history = repeatHistory(one, copies)
  const n = history.paymentCount
  say(`${n} payments of ${history.customerCount} customers`)
  const many = await seconds(history)
  report({
    name: 'calibrate and detect',
    value: n / many.total,
    unit: 'payments a second',
    baseline_name: `one institution, ${one.paymentCount} payments`,
    baseline_value: one.paymentCount / alone.total,
    ratio: n / many.total / (one.paymentCount / alone.total),
    n,
  })
  const plain = { baseline_name: null, baseline_value: null, ratio: null, n }
  report({ name: 'calibrate', value: many.calibrate, unit: 'seconds', ...plain })
  report({ name: 'detect', value: many.detect, unit: 'seconds', ...plain })
  report({ name: 'alerts', value: many.alerts, unit: 'alerts', ...plain })
  report({
    name: 'kernel, one thread, by processor time',
    value: many.values,
    unit: 'measure values a second',
    baseline_name: `one institution, ${one.paymentCount} payments`,
    baseline_value: alone.values,
    ratio: many.values / alone.values,
    n,
  })
  report({ name: 'memory of the look-back', value: many.bytes / n, unit: 'bytes a payment', ...plain })
  const peak = process.resourceUsage().maxRSS * 1024
  report({
    name: 'peak memory of the process',
    value: peak / 2 ** 30,
    unit: 'GiB',
    baseline_name: 'limit',
    baseline_value: memoryLimitBytes / 2 ** 30,
    ratio: memoryLimitBytes / peak,
    n,
  })

  async function seconds(history: typeof one) {
    const pool = openPool(history, plans, options.threads!)
    try {
      const before = performance.now()
      const calibration = await calibrate(pool, { budget: (10 * history.customerCount) / one.customerCount })
      const between = performance.now()
      say(`calibrated in ${((between - before) / 1_000).toFixed(1)} s`)
      const found = await detect(pool, calibration, { paymentIds: async asked => asked.map(String) })
      const after = performance.now()
      say(`detected in ${((after - between) / 1_000).toFixed(1)} s`)
      return {
        calibrate: (between - before) / 1_000,
        detect: (after - between) / 1_000,
        total: (after - before) / 1_000,
        alerts: found.length,
        bytes: bytesOf(pool.engine),
        values: valuesASecond(pool.engine),
      }
    } finally {
      await pool.close()
    }
  }
}

/** Measures of the customers' program at the payments of one stretch in 16, once those of the first have been evaluated. */
function valuesASecond({ binding, conditions, programs, prepared }: Engine): number {
  const program = programs.length - 1
  const partition = prepared.get(program)!
  const stretches = stretchesOf(partition).filter((_, place) => place % 16 === 0)
  let values = 0
  let checksum = 0
  const evaluate = (stretch: Stretch) =>
    walk(binding, conditions, partition, stretch, block => {
      for (const column of evaluateProgram(block, programs[program]!, partition.foreign)) {
        values += column.length
        checksum = (checksum + checksumOf(column)) | 0
      }
    })
  evaluate(stretches[0]!)
  values = 0
  const before = process.cpuUsage()
  for (const stretch of stretches) evaluate(stretch)
  const { user, system } = process.cpuUsage(before)
  if (checksum === 0) throw new Error('no value was evaluated')
  return (values / (user + system)) * 1e6
}
