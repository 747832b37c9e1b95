import type { ExampleResult } from '../../evaluation/examples.ts'
import type { Paint } from '../terminal/style.ts'
import { type Paragraph, table } from '../terminal/table.ts'

const reasonsShown = 3

/** What became of each example; of one that failed, also what spoke for and against an alert. */
export function exampleTable(
  results: readonly ExampleResult[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  return table(
    [
      { title: 'Card', columnsMin: 12 },
      { title: 'Example', columnsMin: 20 },
      { title: 'Expected' },
      { title: 'Found' },
      { title: 'Score', align: 'right' },
      { title: 'Cut', align: 'right' },
    ],
    results.map(result => [
      result.card,
      [{ text: result.example }, ...why(result)],
      result.expected,
      result.found === result.expected ? result.found : { text: result.found, style: 'bad' },
      bans(result.score_bans),
      bans(result.cut_bans),
    ]),
    options,
  )
}

function why(result: ExampleResult): readonly Paragraph[] {
  if (result.found === result.expected) return []
  const { subject_id, reasons, speaks_against } = result
  return [
    ...(subject_id === null ? [] : [{ text: subject_id, style: 'faint' as const }]),
    ...reasons
      .slice(0, reasonsShown)
      .map(({ says, bans }) => ({ text: `${says} (${bans.toFixed(1)} bans)`, hang: '+ ' })),
    ...speaks_against
      .slice(0, reasonsShown)
      .map(({ says, bans }) => ({ text: `${says} (${bans.toFixed(1)} bans)`, hang: '- ' })),
  ]
}

function bans(value: number | null): string {
  return value === null ? 'none' : value.toFixed(1)
}
