import { DuckDBInstance } from '@duckdb/node-api'
import type { Binding } from '../src/detection/binding.ts'
import type { Measure } from '../src/typology/plan.ts'
import { differences } from './differences.ts'
import { rowsOf, windowQuery } from './windows-sql.ts'
import { writePayments } from './windows-table.ts'

export interface Windows {
  readonly keys: readonly {
    readonly measures: readonly Measure[]
    /** At which the key is known. */
    readonly payments: number
  }[]
  /** For all payments: each key's time over a part of its subjects, times all payments over those of that part. */
  readonly seconds: number
  readonly compared: number
  readonly different: number
}

/**
 * The measures as window queries of DuckDB on one thread, one query a key, over one in `oneIn` of the key's subjects
 * with all their payments. Loading the table is not timed, nor is the comparison with the kernel's values.
 */
export async function measureWindows(
  binding: Binding,
  measures: readonly Measure[],
  fields: Iterable<string>,
  oneIn: number,
  say: (progress: string) => void,
): Promise<Windows> {
  const database = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await database.connect()
  try {
    say('writing the history into DuckDB')
    const moments = await writePayments(connection, binding, [...new Set(fields)])
    const count = async (key: readonly string[], part: number) => {
      const reader = await connection.runAndReadAll(
        `SELECT count(*) FROM payments WHERE ${rowsOf(key, part)}`,
      )
      return Number(reader.getRows()[0]![0])
    }
    const keys = []
    let seconds = 0
    let compared = 0
    let different = 0
    for (const own of Map.groupBy(measures, ({ key }) => key.join(' ')).values()) {
      const { key } = own[0]!
      const [payments, sampled] = [await count(key, 1), await count(key, oneIn)]
      say(`DuckDB, ${own.length} measures by ${key.join(', ')} at ${sampled} payments`)
      const query = windowQuery(own, binding, moments, oneIn)
      const before = performance.now()
      await connection.runAndReadAll(`SELECT ${own.map((_, i) => `sum(m${i})`).join(', ')} FROM (${query})`)
      seconds += ((performance.now() - before) / 1_000) * (payments / sampled)
      await connection.run(`CREATE OR REPLACE TABLE found AS ${query}`)
      const against = await differences(connection, 'found', binding, own)
      compared += against.compared
      different += against.different
      keys.push({ measures: own, payments })
    }
    return { keys, seconds, compared, different }
  } finally {
    connection.closeSync()
    database.closeSync()
  }
}
