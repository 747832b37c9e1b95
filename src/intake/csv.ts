import { isUtf8 } from 'node:buffer'
import { LapwingError } from '../domain/errors.ts'
import { readUtf8, type Start } from './bytes.ts'
import { requireDistinct } from './columns.ts'
import { scanCsv, splitRecord } from './csv-scan.ts'
import { type Desk, type Raw, readCsvSql, tableRelation } from './raw.ts'

const delimiters = [',', ';', '\t', '|']

/** A line that names the columns is not longer. */
export const headerBytesMax = 1 << 18

/** The delimiter and column names of a CSV file. Fails with `wrong-encoding`, `empty-file` or as `requireDistinct`. */
export async function readHeader(
  path: string,
  start: Start,
): Promise<{ delimiter: string; columns: readonly string[] }> {
  let bytes: Buffer = Buffer.alloc(0)
  for await (const chunk of readUtf8(path, start)) {
    bytes = Buffer.concat([bytes, chunk])
    if (bytes.length >= headerBytesMax) break
  }
  let begin = 0
  while (bytes[begin] === 10 || bytes[begin] === 13) begin += 1
  const lineFeed = bytes.indexOf(10, begin)
  const line = bytes.subarray(begin, lineFeed < 0 ? bytes.length : lineFeed)
  if (line.length === 0) throw emptyFile(path)
  if (lineFeed < 0 && bytes.length >= headerBytesMax) {
    throw new LapwingError('no-header', `the first line is longer than ${headerBytesMax} bytes`, {
      place: path,
      remedy: 'the first line names the columns, each row has a line of its own',
    })
  }
  if (line.includes(0)) {
    throw wrongEncoding(
      path,
      line.indexOf(0),
      'save the file as UTF-8 (it looks like UTF-16 without its mark)',
    )
  }
  if (!isUtf8(line)) {
    const text = line.toString()
    const offset = Buffer.byteLength(text.slice(0, text.indexOf('\ufffd')))
    throw wrongEncoding(
      path,
      begin + offset,
      'save the file as UTF-8, for example with iconv -f WINDOWS-1252 -t UTF-8',
    )
  }
  const header = line.toString().replace(/\r$/, '')
  if (header.includes('\r')) {
    throw new LapwingError('no-header', 'lines end in a carriage return alone', {
      place: path,
      remedy: "save the file with LF or CRLF line ends, for example with tr '\\r' '\\n'",
    })
  }
  const outside = header.replaceAll(/"[^"]*"/g, '')
  const counts = delimiters.map(delimiter => outside.split(delimiter).length)
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))]!
  const columns = splitRecord(header, delimiter).map(name => name.trim())
  requireDistinct(columns, path)
  return { delimiter, columns }
}

/**
 * Reads a CSV file into the table `raw`. A walk over its bytes first finds what is irregular; DuckDB, which is fast but
 * gives up on or guesses at irregular files, then reads the file itself or a copy in which each bad record is blank.
 * Both must count the same rows.
 */
export async function readCsv(
  desk: Desk,
  path: string,
  size: number,
  start: Start,
  { delimiter, columns }: { readonly delimiter: string; readonly columns: readonly string[] },
): Promise<Raw> {
  const shape = { delimiter: delimiter.charCodeAt(0), columns: columns.length }
  const bytes = () => readUtf8(path, start, read => desk.reading(read / Math.max(1, size), 0))
  const direct = !start.gzip && start.encoding === 'utf-8'
  let scan = direct ? await scanCsv(bytes(), shape) : undefined
  let source = path
  if (scan === undefined || scan.irregular) {
    const copy = desk.spool('copy.csv')
    const blankRecord = columns.length === 1 ? '""' : delimiter.repeat(columns.length - 1)
    scan = await scanCsv(bytes(), shape, {
      record: record => copy.record(record),
      malformed(row, line, value, wrong, right) {
        copy.record(blankRecord)
        desk.problems.row([String(row), `line ${line}`, '', value, wrong, right])
      },
    })
    copy.close()
    source = copy.path
  }
  const names = columns.map((_, index) => `c${index}`)
  const relation = readCsvSql(source, names, {
    delimiter,
    header: true,
    parallel: !scan.multiline,
    lineEnd: source === path ? scan.lineEnd : '\n',
  })
  try {
    await desk.run(`CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM ${relation}`)
  } catch (cause) {
    throw disagreement(path, cause)
  }
  const counted = Number((await desk.connection.runAndReadAll('SELECT count(*) FROM raw')).getRows()[0]![0])
  if (counted !== scan.rows) {
    throw disagreement(path, new Error(`${scan.rows} records walked, ${counted} read`))
  }
  const place = scan.aligned ? `'line ' || (lapwing_row + 1)` : `''`
  return { columns, relation: tableRelation('raw', columns, place) }
}

export function emptyFile(path: string): LapwingError {
  return new LapwingError('empty-file', 'the file is empty', {
    place: path,
    remedy: 'fetch it again, or leave it out',
  })
}

function wrongEncoding(path: string, offset: number, remedy: string): LapwingError {
  return new LapwingError('wrong-encoding', `byte ${offset + 1} is not UTF-8 text`, { place: path, remedy })
}

function disagreement(path: string, cause: unknown): LapwingError {
  return new LapwingError('unreadable-csv', 'its records cannot be told apart with certainty', {
    place: path,
    remedy: 'write the file again as RFC 4180 has it: commas, quotation marks doubled within quoted fields',
    cause,
  })
}
