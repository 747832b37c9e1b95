import type { ImportResult } from '../../intake/import.ts'
import { counted, duration, grouped } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { type Cell, table } from '../terminal/table.ts'

/** What became of every row: read is the sum of accepted, duplicate and rejected. */
export function importTable(
  results: readonly ImportResult[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  const rejected = results.filter(result => result.rejected > 0)
  const failed = results.filter(result => result.error !== undefined)
  return [
    ...table(
      [
        { title: 'File', columnsMin: 16 },
        { title: 'Table' },
        { title: 'Read', align: 'right' },
        { title: 'Accepted', align: 'right' },
        { title: 'Duplicate', align: 'right' },
        { title: 'Rejected', align: 'right' },
        { title: 'Time', align: 'right' },
      ],
      results.map(rowOf),
      options,
    ),
    ...rejected.flatMap(({ rejected: rows, rejects_file: kept }) => [
      '',
      `${counted(rows, 'row')} rejected. Each is kept with its place and reason in`,
      `  ${kept ?? ''}`,
    ]),
    ...failed.flatMap(({ file, error }) => [
      '',
      `${error?.place ?? file}: ${error?.message}`,
      `  ${error?.remedy ?? ''}`.trimEnd(),
    ]),
  ]
}

function rowOf(result: ImportResult): readonly Cell[] {
  return [
    result.file,
    result.table ?? 'not known',
    grouped(result.read),
    grouped(result.accepted),
    grouped(result.duplicate),
    result.rejected === 0 ? '0' : { text: grouped(result.rejected), style: 'bad' },
    duration(result.seconds),
  ]
}
