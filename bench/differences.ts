import type { DuckDBConnection } from '@duckdb/node-api'
import type { Binding } from '../src/detection/binding.ts'
import { valuesEverywhere } from '../src/detection/lookback.ts'
import type { Measure } from '../src/typology/plan.ts'

/** How many values of a window query's result, kept as a table, are others than the kernel's. */
export async function differences(
  connection: DuckDBConnection,
  table: string,
  binding: Binding,
  measures: readonly Measure[],
): Promise<{ readonly compared: number; readonly different: number }> {
  const expected = valuesEverywhere(binding, measures)
  const columns = measures.map((_, i) => `coalesce(m${i}::DOUBLE, 'nan'::DOUBLE)`)
  const result = await connection.stream(`SELECT payment, ${columns.join(', ')} FROM ${table}`)
  let compared = 0
  let different = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return { compared, different }
    const payments = itemsOf(chunk.getColumnVector(0))
    for (const [i, kernel] of expected.entries()) {
      const values = itemsOf(chunk.getColumnVector(i + 1))
      for (let row = 0; row < chunk.rowCount; row++) {
        const [one, other] = [values[row]!, kernel[payments[row]!]!]
        // NaN, for no value, equals NaN here.
        if (one !== other && !(Number.isNaN(one) && Number.isNaN(other))) different++
      }
      compared += chunk.rowCount
    }
  }
}

const itemsOf = (vector: unknown): Float64Array | Uint32Array =>
  (vector as { items: Float64Array | Uint32Array }).items
