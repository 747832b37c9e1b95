import type { Evaluation } from '../../evaluation/evaluation.ts'
import { type About, budgetInWords, figure, lineOf, named, quartilesInWords } from '../../evaluation/words.ts'
import { type Cell, type Column, table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wrap } from '../terminal/width.ts'

const legend =
  'In brackets: 95 % intervals by bootstrap; of days and payments, the quartiles. How each figure is computed: docs/reference/evaluation.md.'

/** An evaluation as tables for a terminal. */
export function evaluationTables(evaluation: Evaluation, terminal: Terminal): readonly string[] {
  return [
    ...section('What a budget finds', atBudgets(evaluation), terminal),
    ...section('How soon, where found', delays(evaluation), terminal),
    ...section('Other detectors on the same subjects', detectors(evaluation), terminal),
    ...section(`By group, at ${words(evaluation, evaluation.budgets.at(-1)!)}`, groups(evaluation), terminal),
    ...section('Not evaluated', missing(evaluation), terminal),
    ...wrap(legend, terminal.width).map(line => terminal.paint(line, 'faint')),
  ]
}

interface Laid {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Below this width an interval stands under its value. */
const narrowBelow = 120

function stacked(cell: Cell): Cell {
  const [, value, interval] = (typeof cell === 'string' && /^(.+?) \((.+ to .+)\)$/.exec(cell)) || []
  return value === undefined || interval === undefined
    ? cell
    : [{ text: value }, { text: interval, style: 'faint' }]
}

function section(title: string, { columns, rows }: Laid, terminal: Terminal): readonly string[] {
  if (rows.length === 0) return []
  const isNarrow = terminal.width < narrowBelow
  const cells = isNarrow ? rows.map(row => row.map(stacked)) : rows
  return [terminal.paint(title, 'strong'), ...table(columns, cells, terminal), '']
}

const words = ({ about }: Evaluation, alerts: number) => budgetInWords(alerts, about.customers)

const right = (title: string): Column => ({ title, align: 'right', columnsMin: 11 })

function atBudgets(evaluation: Evaluation): Laid {
  const { lines, budgets } = evaluation
  const rows = slices(evaluation).flatMap(([name, about]) =>
    budgets.map((budget, i) => {
      const line = (measure: Parameters<typeof lineOf>[1]) =>
        figure(lineOf(lines, measure, { ...about, budget }))
      return [i === 0 ? name : '', words(evaluation, budget), line('recall'), line('precision'), line('lift')]
    }),
  )
  const columns = [
    { title: 'About', columnsMin: 19 },
    { title: 'Budget', columnsMin: 10 },
    right('Recall'),
    right('Precision'),
    right('Better than chance'),
  ]
  return { columns, rows }
}

function delays(evaluation: Evaluation): Laid {
  const { lines } = evaluation
  const rows = slices(evaluation).flatMap(([name, about]) => {
    const found = lineOf(lines, 'found', about)
    if (found === undefined) return []
    const [days, payments] = [
      quartilesInWords(lines, 'days', about),
      quartilesInWords(lines, 'payments', about),
    ]
    return [[name, `${found.value} of ${found.n}`, days, payments]]
  })
  const columns = [
    { title: 'About', columnsMin: 19 },
    right('Found'),
    right('Days to the alert'),
    right('Payments to the alert'),
  ]
  return { columns, rows }
}

function detectors(evaluation: Evaluation): Laid {
  const { lines, budgets } = evaluation
  const rows = named(lines, 'detector').flatMap(detector =>
    budgets.map((budget, i) => {
      const line = (measure: Parameters<typeof lineOf>[1]) =>
        figure(lineOf(lines, measure, { detector, budget }))
      return [
        i === 0 ? detector : '',
        words(evaluation, budget),
        line('recall'),
        line('precision'),
        i === 0 ? figure(lineOf(lines, 'average_precision', { detector })) : '',
        line('precision_ratio_at_same_recall'),
      ]
    }),
  )
  const columns = [
    { title: 'Detector', columnsMin: 10 },
    { title: 'Budget', columnsMin: 10 },
    right('Recall'),
    right('Precision'),
    right('Average precision'),
    right('Lapwing, same recall'),
  ]
  return { columns, rows }
}

function groups({ lines, budgets }: Evaluation): Laid {
  const budget = budgets.at(-1)!
  const rated = lines.filter(line => line.measure === 'false_positive_rate')
  const rows = named(rated, 'group').map(group => {
    const [rate, ratio, recall] = (['false_positive_rate', 'false_positive_ratio', 'recall'] as const).map(
      measure => lineOf(lines, measure, { group, budget }),
    )
    return [group, (rate?.n ?? 0).toLocaleString('en-US'), figure(rate), figure(ratio), figure(recall)]
  })
  const columns = [
    { title: 'Group', columnsMin: 16 },
    right('Lawful customers'),
    right('False positives'),
    right('Times the rest'),
    right('Recall'),
  ]
  return { columns, rows }
}

function missing({ missing }: Evaluation): Laid {
  const columns = [
    { title: 'What', columnsMin: 16 },
    { title: 'Why', columnsMin: 16 },
    { title: 'What to do', columnsMin: 16 },
  ]
  return { columns, rows: missing.map(({ what, reason, remedy }) => [what, reason, remedy]) }
}

/** Everything, then each typology. */
function slices({ lines }: Evaluation): readonly (readonly [string, About])[] {
  return [['all', {}], ...named(lines, 'typology').map(typology => [typology, { typology }] as const)]
}
