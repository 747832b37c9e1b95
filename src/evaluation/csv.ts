import { LapwingError } from '../domain/errors.ts'

/** A line of a small CSV file by the names of its columns, and its number. */
export interface CsvLine {
  readonly number: number
  readonly cells: Readonly<Record<string, string>>
}

/**
 * The lines of a small CSV text with a header (RFC 4180, without line breaks in fields), empty lines left out. One wrong line
 * refuses the whole file.
 *
 * @param place the file's name, for messages
 * @param code of the errors: `CODE-header` when a wanted column is missing, `CODE-line` with the line's number
 */
export function csvLines(
  text: string,
  place: string,
  code: string,
  wanted: readonly string[],
): { readonly columns: readonly string[]; readonly lines: readonly CsvLine[] } {
  const [header = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const columns = cellsOf(header) ?? []
  const missing = wanted.filter(column => !columns.includes(column))
  if (missing.length > 0) {
    throw new LapwingError(`${code}-header`, `the header lacks ${missing.join(', ')}`, {
      place: `${place}, line 1`,
      remedy: `The first line should have the columns ${wanted.join(',')}.`,
    })
  }
  const lines = rest.flatMap((line, at) => {
    if (line.trim() === '') return []
    const number = at + 2
    const cells = cellsOf(line)
    const wrong = (message: string) =>
      new LapwingError(`${code}-line`, message, { place: `${place}, line ${number}` })
    if (cells === undefined) throw wrong('a quote is not closed')
    if (cells.length !== columns.length)
      throw wrong(`has ${cells.length} fields where the header has ${columns.length}`)
    return [{ number, cells: Object.fromEntries(columns.map((column, i) => [column, cells[i]!])) }]
  })
  return { columns, lines }
}

/** The fields of one CSV line; undefined when a quote stays open. */
function cellsOf(line: string): string[] | undefined {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest)
    if (match === null) return undefined
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') return cells
    rest = rest.slice(match[0].length)
  }
}
