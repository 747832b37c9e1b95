import type { DuckDBConnection } from '@duckdb/node-api'
import { readTexts } from './fetch.ts'
import { bytesPerCode } from './history.ts'

/** A text column as codes: what is joined to look a code up, and the texts by code. */
export interface Dictionary {
  readonly texts: readonly string[]
  /** A join of the dictionary as `d`. */
  readonly join: string
  /** The code in the width in which such a column is kept; 0 for the unknown value. */
  readonly code: string
}

/**
 * Makes a temporary table of the distinct values of `keys` in the relation `source`, with codes from 1 in the byte order of
 * their texts. `text` is what a value looks like, by its keys `key_0`, `key_1`; different keys make different texts.
 */
export async function makeDictionary(
  connection: DuckDBConnection,
  name: string,
  source: string,
  keys: readonly string[],
  text = 'key_0',
): Promise<Dictionary> {
  const named = keys.map((key, index) => `${key} AS key_${index}`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} AS
    SELECT *, row_number() OVER (ORDER BY value)::UINTEGER AS code
    FROM (SELECT *, ${text} AS value FROM (SELECT DISTINCT ${named.join(', ')} FROM ${source}))
    WHERE value IS NOT NULL`)
  const texts = ['', ...(await readTexts(connection, `SELECT value FROM ${name} ORDER BY code`))]
  const type = { 1: 'UTINYINT', 2: 'USMALLINT', 4: 'UINTEGER' }[bytesPerCode(texts.length)]
  return {
    texts,
    join: `LEFT JOIN ${name} d ON ${keys.map((key, index) => `d.key_${index} = ${key}`).join(' AND ')}`,
    code: `coalesce(d.code, 0)::${type}`,
  }
}
