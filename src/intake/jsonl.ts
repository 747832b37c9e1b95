import { isUtf8 } from 'node:buffer'
import { readUtf8, type Start } from './bytes.ts'
import { suggestion } from './columns.ts'
import { recordBytesMax } from './csv-scan.ts'
import type { Problem, SourceRow } from './source.ts'

/** What a JSON Lines record may hold by column; `undefined` for any name. */
export type JsonColumns = ReadonlyMap<string, { readonly list: boolean }> | undefined

/** A record before it belongs to a table. */
export type JsonRow = Omit<SourceRow, 'table'>

/**
 * Reads JSON Lines: one object a line, texts, numbers (by the digits in the file, not as a binary fraction) and, where
 * the column takes a list, lists of texts. A line that cannot be read becomes a row with a problem; empty lines are not
 * rows. Memory stays bounded by `recordBytesMax`. Without `columns` any key is taken, and what is neither text nor list
 * as its JSON.
 */
export function readJsonLines(
  path: string,
  start: Start,
  columns: JsonColumns,
  onBytes?: (read: number) => void,
): AsyncGenerator<JsonRow> {
  return readJsonRows(readUtf8(path, start, onBytes), columns)
}

/** The same from bytes of UTF-8 as they come, such as those of standard input. */
export async function* readJsonRows(
  chunks: AsyncIterable<Buffer>,
  columns: JsonColumns,
): AsyncGenerator<JsonRow> {
  let row = 0
  for await (const { line, bytes, whole } of readLines(chunks)) {
    if (whole && bytes.every(byte => byte === 32 || byte === 9 || byte === 13)) continue
    row += 1
    const place = `line ${line}`
    const broken = (wrong: string, right: string): JsonRow => {
      const value = bytes.subarray(0, 800).toString().slice(0, 200)
      return { row, place, values: {}, problems: [{ field: '', value, wrong, right }] }
    }
    if (!whole) {
      yield broken(`longer than ${recordBytesMax} bytes`, 'one object a line, with shorter texts')
      continue
    }
    if (!isUtf8(bytes)) {
      yield broken('not UTF-8', 'UTF-8 text')
      continue
    }
    let object: unknown
    try {
      object = parseWithDigits(bytes.toString())
    } catch {
      yield broken('not JSON', 'one whole JSON object a line')
      continue
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
      yield broken('not a JSON object', 'one whole JSON object a line')
      continue
    }
    yield { row, place, ...readObject(object as Record<string, unknown>, columns) }
  }
}

function readObject(
  object: Readonly<Record<string, unknown>>,
  columns: JsonColumns,
): Pick<SourceRow, 'values' | 'problems'> {
  const values: Record<string, string> = {}
  const problems: Problem[] = []
  for (const [key, value] of Object.entries(object)) {
    const name = columns === undefined ? key : key.trim().toLowerCase()
    const column = columns?.get(name)
    const refuse = (wrong: string, right: string) => {
      const shown = typeof value === 'string' ? value : JSON.stringify(value)
      problems.push({ field: name, value: shown.slice(0, 200), wrong, right })
    }
    if (columns !== undefined && column === undefined) {
      refuse('no such column', suggestion(key, columns.keys()))
    } else if (Object.hasOwn(values, name)) {
      refuse('stands twice', 'one value a column')
    } else if (typeof value === 'string') {
      if (value.isWellFormed()) values[name] = value
      else refuse('half a surrogate pair', 'whole characters')
    } else if (Array.isArray(value) && (columns === undefined || column?.list === true)) {
      // A separator within an element would make two of it.
      const sound = value.every(
        part => typeof part === 'string' && part.isWellFormed() && !part.includes(';'),
      )
      if (sound) values[name] = value.join(';')
      else refuse('not a list of texts', 'a list of texts without semicolons')
    } else if (value !== null && columns === undefined) {
      values[name] = JSON.stringify(value)
    } else if (value !== null) {
      refuse('not text', 'text, a number written as text, or null')
    }
  }
  return { values, problems }
}

/** JSON.parse, with each number as the text it has in the file. */
function parseWithDigits(text: string): unknown {
  // The slower way only where a member may be a number; a colon within a text has no quotation mark before it.
  if (!/"\s*:\s*-?\d/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value,
  )
}

interface Line {
  readonly line: number
  readonly bytes: Buffer
  /** False where the line is too long, and `bytes` only its beginning. */
  readonly whole: boolean
}

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let carried: Buffer = Buffer.alloc(0)
  let line = 1
  let discarding = false
  for await (const chunk of chunks) {
    const data = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    let at = 0
    for (;;) {
      const end = data.indexOf(10, at)
      if (end < 0) break
      if (!discarding) yield { line, bytes: data.subarray(at, end), whole: end - at <= recordBytesMax }
      discarding = false
      line += 1
      at = end + 1
    }
    carried = discarding ? Buffer.alloc(0) : data.subarray(at)
    if (carried.length > recordBytesMax) {
      yield { line, bytes: carried.subarray(0, 800), whole: false }
      carried = Buffer.alloc(0)
      discarding = true
    }
  }
  if (carried.length > 0) yield { line, bytes: carried, whole: true }
}
