import pg from 'pg'
import { LapwingError } from '../domain/errors.ts'
import type { Connection } from './connection.ts'
import { drizzle } from './drizzle.ts'
import { prepareStatements } from './prepared.ts'

const connectionsMax = 10

/** Connects to a PostgreSQL server. @throws LapwingError `store-address`, `store-unreachable` */
export async function openPostgres(url: string): Promise<Connection> {
  const place = placeOf(url)
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
    application_name: 'lapwing',
    // What is asked without waiting goes out at once: see `sendLast`.
    ...{ pipeline: true },
  })
  const connection = { ...onPool(pool, place), isSerial: false }
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    await pool.query('SELECT 1')
  } catch (cause) {
    await pool.end()
    throw new LapwingError('store-unreachable', 'the database does not answer, or refuses this account', {
      place,
      remedy: 'check that PostgreSQL runs there, and the name and password in LAPWING_DATABASE_URL',
      cause,
    })
  }
  return connection
}

/** A connection by way of a pool, whatever the pool leads to. */
export function onPool(pool: pg.Pool, place: string): Omit<Connection, 'isSerial'> {
  prepareStatements(pool)
  return {
    place,
    database: drizzle(pool) as unknown as Connection['database'],
    async script(text) {
      const client = await pool.connect()
      try {
        await client.query(`BEGIN;\n${text}\n;COMMIT`)
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

function placeOf(url: string): string {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) {
    const { hostname, port, pathname } = new URL(url)
    return `postgresql://${hostname}:${port || '5432'}${pathname}`
  }
  throw new LapwingError('store-address', 'this is no address of a PostgreSQL database', {
    place: 'LAPWING_DATABASE_URL',
    remedy: 'write it as postgresql://name:password@host:5432/database',
  })
}
