import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  UINTEGER,
} from '@duckdb/node-api'
import type { Binding } from '../src/detection/binding.ts'
import type { Moments } from './windows-sql.ts'

const rowsPerChunk = 2_048

/**
 * Makes the table `payments` from a history, in its order:
 *
 * | column | |
 * | --- | --- |
 * | payment | index in the history |
 * | booked_at | microseconds since the first payment |
 * | place | among the payments of the same instant, from 0 |
 * | moment | booked_at and place in one number, which orders payments as the kernel does |
 * | each field | as the kernel holds it: a code, or a number in stored units; NULL where unknown |
 *
 * So DuckDB meets no texts, and finds those fields computed that the kernel computes as it goes.
 */
export async function writePayments(
  connection: DuckDBConnection,
  binding: Binding,
  fields: readonly string[],
): Promise<Moments> {
  const { paymentCount } = binding.history
  const { columns, moments } = momentColumns(binding.history.bookedAt)
  for (const name of fields) {
    const field = binding.field(name)
    if (field.type === 'number') columns.push({ name, type: DOUBLE, unknown: Number.NaN, fill: field.fill })
    else columns.push({ name, type: UINTEGER, unknown: 0, fill: field.fill })
  }
  const types = columns.map(({ type }) => type)
  await connection.run(
    `CREATE TABLE payments (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`,
  )
  const appender = await connection.createAppender('payments')
  for (let start = 0; start < paymentCount; start += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, paymentCount - start)
    const rows = Uint32Array.from({ length: count }, (_, i) => start + i)
    const chunk = DuckDBDataChunk.create(types, count)
    for (const [i, { fill, unknown }] of columns.entries()) {
      const vector = chunk.getColumnVector(i) as unknown as Writable
      fill(rows, vector.items as never)
      if (unknown !== undefined) {
        for (let row = 0; row < count; row++) {
          if (Object.is(vector.items[row], unknown)) vector.setItem(row, null)
        }
      }
      vector.flush()
    }
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
  return moments
}

interface Column {
  readonly name: string
  readonly type: DuckDBType
  /** The value that stands for NULL. */
  readonly unknown?: number
  readonly fill: (rows: Uint32Array, out: never) => void
}

/** A vector's memory, which its type keeps to itself: filled whole, because value by value would take minutes. */
interface Writable {
  readonly items: Float64Array | Uint32Array | BigInt64Array
  setItem(row: number, value: null): void
  flush(): void
}

/** @throws RangeError when the history is so long, or so many payments share an instant, that 63 bits are too few */
function momentColumns(bookedAt: Float64Array): { columns: Column[]; moments: Moments } {
  const first = bookedAt[0] ?? 0
  const places = new Uint32Array(bookedAt.length)
  let most = 0
  for (let i = 1; i < places.length; i++) {
    if (bookedAt[i] === bookedAt[i - 1]) places[i] = places[i - 1]! + 1
    most = Math.max(most, places[i]!)
  }
  const placesPerMicro = 2 ** Math.ceil(Math.log2(most + 1))
  const span = (bookedAt.at(-1) ?? 0) - first + 1
  if (Math.log2(span) + Math.log2(placesPerMicro) >= 63)
    throw new RangeError('moments need more than 63 bits')
  const micros = (row: number) => BigInt(bookedAt[row]! - first)
  const columns: Column[] = [
    { name: 'payment', type: UINTEGER, fill: (rows, out: Uint32Array) => out.set(rows) },
    { name: 'booked_at', type: BIGINT, fill: (rows, out: BigInt64Array) => out.set([...rows].map(micros)) },
    {
      name: 'place',
      type: UINTEGER,
      fill: (rows, out: Uint32Array) => out.set(rows.map(row => places[row]!)),
    },
    {
      name: 'moment',
      type: BIGINT,
      fill: (rows, out: BigInt64Array) =>
        out.set([...rows].map(row => micros(row) * BigInt(placesPerMicro) + BigInt(places[row]!))),
    },
  ]
  return { columns, moments: { placesPerMicro } }
}
