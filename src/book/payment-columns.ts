import type { DuckDBConnection } from '@duckdb/node-api'
import { makeDictionary } from './dictionary.ts'
import { type Ranks, scatter } from './fetch.ts'
import { makeCodes, type NumberColumn, type TextColumn } from './history.ts'
import type { NumberSource, Source, TextSource } from './payment-fields.ts'
import { sharedFloat32, sharedFloat64 } from './shared-memory.ts'

/** What the columns of one history are read with. */
export interface Reader {
  readonly connection: DuckDBConnection
  /** SQL of the payments `p` that count. */
  readonly within: string
  readonly ranks: Ranks
  readonly paymentCount: number
}

/** @param dictionaryName of the temporary table that holds the dictionary afterwards */
export async function readTextColumn(
  { connection, within, ranks, paymentCount }: Reader,
  { from, keys, text }: TextSource,
  dictionaryName: string,
): Promise<TextColumn> {
  const source = relationOf(from, within)
  const dictionary = await makeDictionary(connection, dictionaryName, source.values, keys, text)
  const codes = makeCodes(paymentCount, dictionary.texts.length)
  const sql = `SELECT ${source.place}, ${dictionary.code} FROM ${source.rows} ${dictionary.join} ${source.where}`
  await scatter(connection, sql, ranks, codes)
  return { kind: 'text', codes, dictionary: dictionary.texts }
}

export async function readNumberColumn(
  { connection, within, ranks, paymentCount }: Reader,
  { from, number, isSmall }: NumberSource,
): Promise<NumberColumn> {
  const source = relationOf(from, within)
  const values = isSmall === true ? sharedFloat32(paymentCount) : sharedFloat64(paymentCount)
  const value = `coalesce((${number})::DOUBLE, 'nan'::DOUBLE)`
  await scatter(
    connection,
    `SELECT ${source.place}, ${value} FROM ${source.rows} ${source.where}`,
    ranks,
    values,
  )
  return { kind: 'number', values }
}

/** `rows` and `where` give each payment that has a value, `values` no fewer distinct values than those. */
function relationOf(from: Source, within: string) {
  const place = 'p.rowid::UINTEGER'
  const where = `WHERE ${within}`
  switch (from) {
    case 'payment':
      return { place, rows: 'payments p', where, values: `payments p ${where}` }
    case 'account':
      return {
        place,
        rows: 'payments p JOIN account_index a ON a.account_id = p.account_id',
        where,
        values: 'account_index a',
      }
    case 'session':
      return {
        place: 's.place::UINTEGER',
        rows: 'session_of_payment s',
        where: '',
        values: 'session_of_payment s',
      }
  }
}
