import type { DuckDBConnection } from '@duckdb/node-api'

/** The rows that a statement answers, with values as JSON has them; `values` stand for $1, $2 and so on. */
export async function rowsOf<Row>(
  connection: DuckDBConnection,
  sql: string,
  values: (string | number)[] = [],
): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(sql, values)).getRowObjectsJson() as Row[]
}

/** Runs statements together: all of them are kept, or none. */
export async function runTogether(
  connection: DuckDBConnection,
  statements: readonly string[],
): Promise<void> {
  await connection.run('BEGIN')
  try {
    for (const statement of statements) await connection.run(statement)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK')
    throw error
  }
}
