import { isUtf8 } from 'node:buffer'

const lineFeed = 10
const carriageReturn = 13
const blank = 32
const quote = 34

/** A longer record is refused: the widest row that the fields allow is well below it. */
export const recordBytesMax = 1 << 20

/** What a walk over a CSV file found. Rows are counted from 1, the header not among them. */
export interface CsvScan {
  readonly rows: number
  /** A quoted field spans lines. */
  readonly multiline: boolean
  /** Every row stands on one line of its own, so that row n is on line n + 1. */
  readonly aligned: boolean
  /** Some record is not as RFC 4180 has it, or lines end in different ways: the file has to be copied clean first. */
  readonly irregular: boolean
  /** How the first line ends. */
  readonly lineEnd: '\n' | '\r\n'
}

/** Takes what the walk finds, in file order. Without it, the walk stops at the first irregularity. */
export interface CsvSink {
  /** The bytes of a whole record without its line end, valid until the call returns. */
  record(bytes: Buffer): void
  /** A record that cannot be read. `value` is how it begins. */
  malformed(row: number, line: number, value: string, wrong: string, right: string): void
}

interface Shape {
  /** One byte. */
  readonly delimiter: number
  readonly columns: number
}

/**
 * Walks the records of a CSV file (RFC 4180, any one-byte delimiter, lines ending in LF or CRLF), the header first,
 * in memory bounded by `recordBytesMax`. A record that cannot be read ends at its first line end, and the walk goes on
 * behind it: a stray quotation mark costs its own line, not the rest of the file. Empty lines are not rows.
 */
export async function scanCsv(
  chunks: AsyncIterable<Buffer>,
  { delimiter, columns }: Shape,
  sink?: CsvSink,
): Promise<CsvScan> {
  let rows = -1
  let line = 1
  let position = 0
  let multiline = false
  let aligned = true
  let irregular = false
  let lineEnd: number | undefined
  /** Within a record that is too long, up to its line end. */
  let discarding = false

  // What `recordAt` found, besides where the record ends.
  let fields = 0
  let contentEnd = 0
  let fault = ''

  /** Where the record at `start` ends, its line end included; -1 when the data end before it does. */
  function recordAt(data: Buffer, start: number, end: number, last: boolean): number {
    fields = 1
    fault = ''
    let at = start
    for (;;) {
      let field = at
      while (field < end && data[field] === blank) field += 1
      if (data[field] === quote && field < end) {
        at = field
        for (;;) {
          at = data.indexOf(quote, at + 1)
          if (at < 0 || at >= end) {
            fault = 'unclosed'
            return last ? end : -1
          }
          if (data[at + 1] !== quote || at + 1 >= end) break
          at += 1
        }
        at += 1
        if (at >= end && !last) return -1
        const byte = at < end ? data[at] : lineFeed
        if (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
          fault = 'after-quote'
          return at
        }
      } else {
        while (at < end) {
          const byte = data[at]!
          if (byte === delimiter || byte === lineFeed || byte === carriageReturn) break
          at += 1
        }
      }
      if (at >= end) {
        contentEnd = end
        return last ? end : -1
      }
      if (data[at] === delimiter) {
        fields += 1
        at += 1
        continue
      }
      contentEnd = at
      if (data[at] === lineFeed) return at + 1
      if (at + 1 >= end) {
        if (!last) return -1
        fault = 'carriage-return'
        return end
      }
      if (data[at + 1] === lineFeed) return at + 2
      fault = 'carriage-return'
      return at
    }
  }

  function explain(bytes: Buffer, at: number): readonly [wrong: string, right: string] {
    if (!isUtf8(bytes)) {
      const text = bytes.toString()
      const offset = Buffer.byteLength(text.slice(0, text.indexOf('\ufffd')))
      const byte = bytes[offset]?.toString(16).toUpperCase().padStart(2, '0')
      return [
        `byte 0x${byte} at byte ${at + offset + 1} of the text is not UTF-8`,
        'UTF-8; convert a file in another encoding first, for example with iconv -f WINDOWS-1252 -t UTF-8',
      ]
    }
    switch (fault) {
      case 'unclosed':
        return ['a quoted field is not closed', 'a quotation mark at each end of a quoted field']
      case 'after-quote':
        return ['text follows a closing quotation mark', 'quotation marks doubled within a quoted field']
      case 'carriage-return':
        return ['a carriage return without a line feed', 'lines that end in LF or CRLF']
      case 'too-long':
        return [`longer than ${recordBytesMax} bytes`, 'shorter fields, or a closing quotation mark']
      default:
        return [`${fields} fields`, `${columns} fields, as the header has`]
    }
  }

  function reject(data: Buffer, start: number, end: number): void {
    irregular = true
    rows += 1
    const bytes = data.subarray(start, end)
    const [wrong, right] = explain(bytes, position + start)
    sink?.malformed(rows, line, bytes.subarray(0, 800).toString().slice(0, 200), wrong, right)
    line += 1
  }

  /** Takes every record that is whole; returns where the first that is not begins. */
  function take(data: Buffer, last: boolean): number {
    const end = data.length
    const wholeEnd = last ? end : data.lastIndexOf(lineFeed) + 1
    const sound = isUtf8(data.subarray(0, wholeEnd))
    let start = 0
    if (discarding) {
      const lineEndAt = data.indexOf(lineFeed)
      if (lineEndAt < 0) return end
      discarding = false
      start = lineEndAt + 1
    }
    while (start < end) {
      if (irregular && sink === undefined) return end
      if (data[start] === lineFeed || (data[start] === carriageReturn && data[start + 1] === lineFeed)) {
        irregular = true
        aligned = false
        line += 1
        start += data[start] === lineFeed ? 1 : 2
        continue
      }
      const next = recordAt(data, start, end, last)
      const length = (next < 0 ? end : next) - start
      if (next < 0 && length <= recordBytesMax) return start
      if (length > recordBytesMax) fault = 'too-long'
      const broken = fault !== '' || fields !== columns
      if (broken || (!sound && !isUtf8(data.subarray(start, next)))) {
        const lineEndAt = data.indexOf(lineFeed, start)
        if (lineEndAt < 0 && !last && end - start <= recordBytesMax) return start
        reject(data, start, lineEndAt < 0 ? end : lineEndAt)
        discarding = lineEndAt < 0 && !last
        start = lineEndAt < 0 ? end : lineEndAt + 1
        continue
      }
      rows += 1
      line += 1
      const ending = next - contentEnd
      if (ending !== 0) {
        lineEnd ??= ending
        if (lineEnd !== ending) irregular = true
      }
      const secondLine = data.indexOf(lineFeed, start)
      if (secondLine >= 0 && secondLine < contentEnd) {
        multiline = true
        aligned = false
        for (let at = secondLine; at >= 0 && at < contentEnd; at = data.indexOf(lineFeed, at + 1)) line += 1
      }
      sink?.record(data.subarray(start, contentEnd))
      start = next
    }
    return end
  }

  let carried: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const data = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const taken = take(data, false)
    position += taken
    carried = data.subarray(taken)
    if (irregular && sink === undefined) break
  }
  if (carried.length > 0 && !(irregular && sink === undefined)) take(carried, true)
  return { rows: Math.max(0, rows), multiline, aligned, irregular, lineEnd: lineEnd === 2 ? '\r\n' : '\n' }
}

/** Splits one record, which `scanCsv` found whole, into its fields. */
export function splitRecord(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    let field = at
    while (record[field] === ' ') field += 1
    let value = ''
    if (record[field] === '"') {
      at = field + 1
      for (;;) {
        const close = record.indexOf('"', at)
        if (close < 0) return [...fields, value + record.slice(at)]
        value += record.slice(at, close)
        at = close + 1
        if (record[at] !== '"') break
        value += '"'
        at += 1
      }
    } else {
      const stop = record.indexOf(delimiter, at)
      const end = stop < 0 ? record.length : stop
      value = record.slice(at, end)
      at = end
    }
    fields.push(value)
    if (at >= record.length) return fields
    at += 1
  }
}
