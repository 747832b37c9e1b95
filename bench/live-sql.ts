import { DuckDBInstance } from '@duckdb/node-api'
import type { Binding } from '../src/detection/binding.ts'
import { codesOf, columnsOf } from '../src/detection/columns.ts'
import { makeScratch } from '../src/detection/scratch.ts'
import type { Measure } from '../src/typology/plan.ts'
import { windowQuery } from './windows-sql.ts'
import { writePayments } from './windows-table.ts'

/** The values of all measures at one payment, by its index in the history. */
export interface Decision {
  readonly payment: number
  readonly values: Float64Array
}

export interface InDuckDB {
  /** What each payment took. */
  readonly micros: Float64Array
  readonly compared: number
  readonly different: number
}

/**
 * The same measures by DuckDB, for one payment at a time and on one thread: one query a key, which sees the payments of that
 * payment's own customer or counterparty up to it and nothing else. The table has an index on what begins each key.
 */
export async function decideInDuckDB(
  binding: Binding,
  measures: readonly Measure[],
  fields: Iterable<string>,
  decisions: readonly Decision[],
): Promise<InDuckDB> {
  const database = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await database.connect()
  try {
    const moments = await writePayments(connection, binding, [...new Set(fields)])
    for (const field of new Set(measures.map(({ key }) => key[0]!)))
      await connection.run(`CREATE INDEX by_${field} ON payments ("${field}")`)
    const queries = [...Map.groupBy(measures.keys(), i => measures[i]!.key.join(' ')).values()].map(own => {
      const ofKey = own.map(i => measures[i]!)
      return { own, root: ofKey[0]!.key[0]!, sql: windowQuery(ofKey, binding, moments, 1) }
    })
    const micros = new Float64Array(decisions.length)
    let compared = 0
    let different = 0
    for (const [n, { payment, values }] of decisions.entries()) {
      const found = new Float64Array(measures.length).fill(Number.NaN)
      for (const { own, root, sql } of queries) {
        const entity = codeAt(binding, root, payment)
        const query = `WITH payments AS (FROM main.payments WHERE "${root}" = ${entity} AND payment <= ${payment})
          FROM (${sql}) WHERE payment = ${payment}`
        const before = performance.now()
        const reader = await connection.runAndReadAll(query)
        micros[n]! += (performance.now() - before) * 1_000
        const [row] = reader.getRows()
        for (const [place, i] of own.entries()) found[i] = numberOf(row?.[place + 1])
      }
      compared += values.length
      for (let i = 0; i < values.length; i++) if (!Object.is(values[i], found[i])) different++
    }
    return { micros, compared, different }
  } finally {
    connection.closeSync()
    database.closeSync()
  }
}

function codeAt(binding: Binding, field: string, payment: number): number {
  return codesOf(columnsOf(binding, makeScratch(), Uint32Array.of(payment)), field)[0]!
}

function numberOf(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value)
}
