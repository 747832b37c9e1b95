/**
 * The payments that some window still holds, oldest first, as columns on a ring: those that have left every window make
 * room for those that come, so memory follows the longest window and not the length of the history.
 */
export interface Rows {
  /** Rows are numbered from 0; those from `oldest` up to but without `next` are held. */
  oldest: number
  next: number
  /** Row n lies at `n & mask` of every column. */
  mask: number
  /** Microseconds. */
  readonly time: Column<Float64Array>
  numbers(): Column<Float64Array>
  words(): Column<Uint32Array>
  /** Makes room for one more and answers its number. Columns are filled in by whoever has them. */
  add(at: number): number
}

/** The array is another one after the ring has grown. */
export interface Column<A extends Float64Array | Uint32Array> {
  values: A
}

const roomAtFirst = 1_024

export function openRows(): Rows {
  const columns: Column<Float64Array | Uint32Array>[] = []
  const numbers = (): Column<Float64Array> => {
    const column = { values: new Float64Array(rows.mask + 1) }
    columns.push(column)
    return column
  }
  const rows: Rows = {
    oldest: 0,
    next: 0,
    mask: roomAtFirst - 1,
    time: { values: new Float64Array(roomAtFirst) },
    numbers,
    words() {
      const column = { values: new Uint32Array(rows.mask + 1) }
      columns.push(column)
      return column
    },
    add(at) {
      if (rows.next - rows.oldest > rows.mask) grow()
      const row = rows.next++
      rows.time.values[row & rows.mask] = at
      return row
    },
  }
  columns.push(rows.time)

  /** Row n moves to `n & mask` of twice the length: where it was, or as far behind that as the old length. So both get a copy. */
  function grow(): void {
    const length = rows.mask + 1
    for (const column of columns) {
      const from = column.values
      const to = from instanceof Float64Array ? new Float64Array(2 * length) : new Uint32Array(2 * length)
      to.set(from)
      to.set(from, length)
      column.values = to
    }
    rows.mask = 2 * length - 1
  }

  return rows
}
