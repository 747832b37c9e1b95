/** The values of one column of a row group. */
export interface ColumnBuilder {
  /** @param value an empty text is null */
  append(value: string): void
  finish(): FinishedColumn
}

export interface FinishedColumn {
  /** A bit a row, least significant first: 1 where there is a value. */
  readonly known: Uint8Array
  /** How many values there are. */
  readonly count: number
  readonly content:
    | { readonly kind: 'plain'; readonly bytes: Buffer }
    /** `bytes` are the dictionary's values, `size` their number, `indexes` the values' places in it. */
    | {
        readonly kind: 'dictionary'
        readonly bytes: Buffer
        readonly size: number
        readonly indexes: Uint32Array
      }
}

/** After so many values it is decided whether a dictionary is worth it. */
const triedFor = 4_096
const repeatedMost = 0.6

/** Starts with a dictionary and gives it up when most values are new. */
export function createColumn(): ColumnBuilder {
  const numbers = new Map<string, number>()
  let indexes = new Uint32Array(1_024)
  let plain: TextBytes | undefined
  let known = new Uint8Array(256)
  let rows = 0
  let count = 0
  // Neighbouring rows often have the same value.
  let last = ''
  let lastNumber = 0

  const giveUpDictionary = () => {
    plain = createTextBytes()
    const values = [...numbers.keys()]
    for (let at = 0; at < count; at++) plain.append(values[indexes[at]!]!)
    numbers.clear()
  }

  return {
    append(value) {
      const row = rows++
      if (row >> 3 >= known.length) known = grown(known)
      if (value === '') return
      known[row >> 3]! |= 1 << (row & 7)
      if (plain !== undefined) plain.append(value)
      else {
        if (value !== last) {
          lastNumber = numbers.get(value) ?? numbers.size
          if (lastNumber === numbers.size) numbers.set(value, lastNumber)
          last = value
        }
        if (count === indexes.length) indexes = grown(indexes)
        indexes[count] = lastNumber
      }
      count++
      if (count === triedFor && plain === undefined && numbers.size > triedFor * repeatedMost)
        giveUpDictionary()
    },
    finish() {
      if (plain === undefined && numbers.size > count * repeatedMost) giveUpDictionary()
      const found = { known: known.subarray(0, Math.ceil(rows / 8)), count }
      if (plain !== undefined) return { ...found, content: { kind: 'plain', bytes: plain.bytes() } }
      const dictionary = createTextBytes()
      for (const value of numbers.keys()) dictionary.append(value)
      const content = {
        kind: 'dictionary',
        bytes: dictionary.bytes(),
        size: numbers.size,
        indexes: indexes.subarray(0, count),
      } as const
      return { ...found, content }
    },
  }
}

interface TextBytes {
  append(value: string): void
  bytes(): Buffer
}

/** Texts one after the other, each after its length in bytes: Parquet's plain encoding. */
function createTextBytes(): TextBytes {
  let buffer = Buffer.allocUnsafe(1_024)
  let end = 0
  return {
    append(value) {
      const most = 4 + value.length * 3
      if (end + most > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + most))
        buffer.copy(larger, 0, 0, end)
        buffer = larger
      }
      const start = end + 4
      const length = writeAscii(buffer, start, value) ? value.length : buffer.write(value, start)
      buffer.writeUInt32LE(length, end)
      end = start + length
    },
    bytes: () => buffer.subarray(0, end),
  }
}

/** Short texts are mostly ASCII, and a loop is faster than a call; false when one is not. */
function writeAscii(buffer: Buffer, start: number, value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code > 127) return false
    buffer[start + at] = code
  }
  return true
}

function grown<T extends Uint8Array | Uint32Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2)
  larger.set(array)
  return larger
}
