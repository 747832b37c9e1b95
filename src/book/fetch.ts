import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Codes, Numbers } from './history.ts'

/** What queries give, put into typed arrays chunk by chunk. Their columns are of the arrays' width, without nulls. */

type Cells = Numbers | Codes

/** Where each payment of the book stands in a history, by its place in the book. */
export type Ranks = Uint32Array

const noRank = 0xffff_ffff

/** Calls `use` with one chunk after the other, while DuckDB makes the next. */
export async function eachChunk(
  connection: DuckDBConnection,
  sql: string,
  use: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  const result = await connection.stream(sql)
  let next = result.fetchChunk()
  for (;;) {
    const chunk = await next
    if (chunk === null || chunk.rowCount === 0) return
    next = result.fetchChunk()
    // An error of the next chunk is thrown when it is awaited, not while this one is used.
    next.catch(() => {})
    use(chunk)
  }
}

/** The texts of a query of one column. */
export async function readTexts(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const texts: string[] = []
  await eachChunk(connection, sql, chunk => {
    for (const text of chunk.getColumnValues(0)) texts.push(text as string)
  })
  return texts
}

/** Fills one array a column, in the order of the query's rows, of which there are as many as the arrays are long. */
export async function fill(
  connection: DuckDBConnection,
  sql: string,
  arrays: readonly Cells[],
): Promise<void> {
  let filled = 0
  await eachChunk(connection, sql, chunk => {
    for (const [index, array] of arrays.entries()) array.set(cellsOf(chunk, index), filled)
    filled += chunk.rowCount
  })
  if (filled !== (arrays[0]?.length ?? 0)) {
    throw new Error(`a scan gave ${filled} rows where ${arrays[0]?.length} were counted`)
  }
}

/** @param places by rank, each below `end` */
export function ranksOf(places: Uint32Array, end: number): Ranks {
  const ranks = new Uint32Array(end).fill(noRank)
  for (let rank = 0; rank < places.length; rank++) ranks[places[rank]!] = rank
  return ranks
}

/**
 * Puts the second column of a query at the ranks of the places in its first. To sort places once and put each column in
 * its order here is several times faster than a sort that carries all columns along. Places without a rank are passed
 * over; what the query does not give stays as it is.
 */
export async function scatter(
  connection: DuckDBConnection,
  sql: string,
  ranks: Ranks,
  array: Cells,
): Promise<void> {
  await eachChunk(connection, sql, chunk => {
    const places = cellsOf(chunk, 0)
    const values = cellsOf(chunk, 1)
    for (let row = 0; row < places.length; row++) {
      const rank = ranks[places[row]!]!
      if (rank !== noRank) array[rank] = values[row]!
    }
  })
}

function cellsOf(chunk: DuckDBDataChunk, column: number): Cells {
  const { items } = chunk.getColumnVector(column) as unknown as { items: Cells }
  return items.subarray(0, chunk.rowCount)
}
