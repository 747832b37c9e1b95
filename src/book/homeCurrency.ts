import type { DuckDBConnection } from '@duckdb/node-api'
import { rowsOf } from './query.ts'

/**
 * The currency in which the institution counts, ISO 4217: as it was set, else the one that most payments are in, else `XXX`, no
 * currency.
 *
 * @param setting of the book: `home_currency`
 */
export async function homeCurrencyOf(
  connection: DuckDBConnection,
  setting: string | undefined,
): Promise<string> {
  if (setting !== undefined) return setting
  const [most] = await rowsOf<{ currency: string }>(
    connection,
    'SELECT currency FROM payments GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1',
  )
  return most?.currency ?? 'XXX'
}
