import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorld } from '../src/world/world.ts'
import { writeWorld } from '../src/world/write.ts'
import { type Bench, median } from './result.ts'

/** The limit: a million payments in ten seconds on two cores. */
const limit = 100_000

/**
 * How fast an institution is invented and written as Parquet, from nothing to the last byte: on two threads against one in the same run,
 * and against the limit. The most memory that the process held is said too; it does not grow with the number of customers.
 */
export async function world({ report, say, options }: Bench): Promise<void> {
  const customers = options.customers!
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-bench-world-'))
  const rates: Record<1 | 2, number[]> = { 1: [], 2: [] }
  let n = 0
  let most = 0
  const sizes: number[] = []
  try {
    // One after the other in turn, so that a busy machine disturbs both alike.
    for (let repetition = 0; repetition < Math.min(3, options.repetitions!); repetition++) {
      for (const threads of [1, 2] as const) {
        say(`${customers} customers on ${threads} thread${threads === 1 ? '' : 's'}`)
        const before = performance.now()
        const written = await writeWorld(createWorld({ seed: 1, customers }), directory, {
          format: 'parquet',
          threads,
          onProgress: () => {
            most = Math.max(most, process.memoryUsage.rss())
          },
        })
        n = written.rows.payments
        rates[threads].push((n * 1_000) / (performance.now() - before))
        sizes.push((await stat(join(directory, 'payments.parquet'))).size)
      }
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  if (new Set(sizes).size !== 1) throw new Error('the same world was written in different bytes')
  const [one, two] = [median(rates[1]), median(rates[2])]
  const unit = 'payments a second'
  report({
    name: 'world, two threads',
    value: two,
    unit,
    baseline_name: 'one thread',
    baseline_value: one,
    ratio: two / one,
    n,
  })
  report({
    name: 'world, two threads',
    value: two,
    unit,
    baseline_name: 'the limit',
    baseline_value: limit,
    ratio: two / limit,
    n,
  })
  report({
    name: 'most memory of the process',
    value: most / 2 ** 20,
    unit: 'MiB',
    baseline_name: null,
    baseline_value: null,
    ratio: null,
    n,
  })
}
