import type { DuckDBConnection } from '@duckdb/node-api'
import { columnsOf, type Row, type TableName, tableKeys } from '../domain/tables.ts'
import { canonicalText } from './schema.ts'

/**
 * Every row of a table of the book in its canonical form, a few thousand at a time, in the order of its key; payments in that of
 * `(booked_at, payment_id)`, in which detection takes them. The connection is busy until the last of them.
 */
export async function* readRows<T extends TableName>(
  connection: DuckDBConnection,
  table: T,
): AsyncGenerator<readonly Row<T>[]> {
  const columns = columnsOf(table)
  const texts = columns.map(column => canonicalText(column, `"${column.name}"`))
  const order = table === 'payments' ? ['booked_at', 'payment_id'] : tableKeys[table]
  const result = await connection.stream(
    `SELECT ${texts.join(', ')} FROM ${table} ORDER BY ${order.map(name => `${table}."${name}"`).join(', ')}`,
  )
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    const cells = chunk.getColumns() as (string | null)[][]
    yield Array.from({ length: chunk.rowCount }, (_, n) => {
      const row: Record<string, string | readonly string[]> = {}
      for (const [i, { name, kind }] of columns.entries()) {
        const text = cells[i]![n] ?? ''
        if (text !== '') row[name] = kind === 'texts' || kind === 'countries' ? text.split(';') : text
      }
      return row as Row<T>
    })
  }
}
