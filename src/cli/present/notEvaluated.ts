import type { NotEvaluated } from '../../book/history.ts'
import { grouped } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { table } from '../terminal/table.ts'

/** What could not be evaluated. Empty when everything was: then there is nothing to say. */
export function notEvaluatedTable(
  rows: readonly NotEvaluated[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  if (rows.length === 0) return []
  return [
    '',
    options.paint('Not evaluated', 'strong'),
    ...table(
      [
        { title: 'What', columnsMin: 14 },
        { title: 'Count', align: 'right' },
        { title: 'Why', columnsMin: 18 },
        { title: 'What to do', columnsMin: 18 },
      ],
      rows.map(({ what, count, reason, remedy }) => [what, grouped(count), reason, remedy]),
      options,
    ),
  ]
}
