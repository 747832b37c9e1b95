import type { DuckDBConnection } from '@duckdb/node-api'
import { makeDictionary } from './dictionary.ts'
import { fill, readTexts } from './fetch.ts'
import { type Column, type History, makeCodes, type NumberColumn } from './history.ts'
import { sharedFloat64, sharedUint32 } from './shared-memory.ts'

/** The parts of a history that are not payments: customers, the identifiers they share, accounts as counterparties. */

/** Makes the temporary table `customer_index`, which numbers customers in the byte order of their ids. */
export async function readCustomers(
  connection: DuckDBConnection,
): Promise<Pick<History, 'customerCount' | 'customerIds' | 'customers'>> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE customer_index AS
    SELECT *, array_to_string(list_sort(list_distinct(overseas_ties)), ';') AS ties,
      (row_number() OVER (ORDER BY customer_id) - 1)::UINTEGER AS number
    FROM customers`)
  const customerIds = await readTexts(connection, 'SELECT customer_id FROM customer_index ORDER BY number')
  const customers: Record<string, Column> = {}
  const numbers = { birth_date: 'birth_date', customer_since: 'customer_since' }
  for (const [field, column] of Object.entries(numbers)) {
    const values = sharedFloat64(customerIds.length)
    const sql = `SELECT coalesce(epoch_us(${column}::TIMESTAMP)::DOUBLE, 'nan'::DOUBLE) FROM customer_index ORDER BY number`
    await fill(connection, sql, [values])
    customers[field] = { kind: 'number', values }
  }
  const texts = {
    customer_kind: 'kind',
    residence_country: 'residence_country',
    segment: 'segment',
    occupation: 'occupation',
    overseas_ties: "nullif(ties, '')",
  }
  for (const [field, column] of Object.entries(texts)) {
    const dictionary = await makeDictionary(connection, 'customer_dictionary', 'customer_index', [column])
    const codes = makeCodes(customerIds.length, dictionary.texts.length)
    const sql = `SELECT ${dictionary.code} FROM customer_index ${dictionary.join} ORDER BY number`
    await fill(connection, sql, [codes])
    customers[field] = { kind: 'text', codes, dictionary: dictionary.texts }
  }
  return { customerCount: customerIds.length, customerIds, customers }
}

/** Needs `customer_index`. */
export async function readSharedIdentifiers(
  connection: DuckDBConnection,
): Promise<Pick<History, 'sharedIdentifiers'>> {
  const brought = await connection.runAndReadAll('SELECT EXISTS (FROM identifiers)')
  if (!brought.getRows()[0]![0]) return {}
  await connection.run(`CREATE OR REPLACE TEMP TABLE shared_identifiers AS
    WITH known AS (SELECT i.type, i.value, c.number FROM identifiers i JOIN customer_index c USING (customer_id)),
    shared AS (SELECT type, value FROM known GROUP BY ALL HAVING count(DISTINCT number) > 1)
    SELECT DISTINCT number, (dense_rank() OVER (ORDER BY type, value) - 1)::UINTEGER AS shared_group
    FROM known JOIN shared USING (type, value)`)
  const counted = await connection.runAndReadAll('SELECT count(*) FROM shared_identifiers')
  const length = Number(counted.getRows()[0]![0])
  const arrays = [0, 1].map(() => sharedUint32(length))
  const sql = 'SELECT number, shared_group FROM shared_identifiers ORDER BY shared_group, number'
  await fill(connection, sql, arrays)
  return { sharedIdentifiers: { customer: arrays[0]!, group: arrays[1]! } }
}

/** Which counterparties are accounts of this institution, by their codes in the dictionary, a temporary table. */
export async function readCounterparties(
  connection: DuckDBConnection,
  dictionary: string,
  length: number,
): Promise<Readonly<Record<string, NumberColumn>>> {
  const values = { holder: 'a.customer', opened_on: 'epoch_us(a.opened_on::TIMESTAMP)' }
  const columns: Record<string, NumberColumn> = {}
  for (const [name, sql] of Object.entries(values)) {
    const array = sharedFloat64(length)
    array[0] = Number.NaN // Code 0 is the unknown counterparty.
    await fill(
      connection,
      `SELECT coalesce((${sql})::DOUBLE, 'nan'::DOUBLE)
       FROM ${dictionary} d LEFT JOIN account_index a ON a.account_id = d.value ORDER BY d.code`,
      [array.subarray(1)],
    )
    columns[name] = { kind: 'number', values: array }
  }
  return columns
}
