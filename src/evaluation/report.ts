import type { EvaluationLine } from './evaluate.ts'

const titles: Record<EvaluationLine['measure'], string> = {
  recall: 'recall',
  recall_any_typology: 'recall, any typology',
  precision: 'precision',
  found: 'found at all',
  median_days_to_alert: 'median days to alert',
}

/** The lines as a table for a terminal: each figure with its 95 % interval and what it rests on. */
export function evaluationTable(lines: readonly EvaluationLine[]): string {
  const rows = lines.map(line => [
    line.typology ?? line.group ?? 'all',
    line.budget === undefined ? titles[line.measure] : `${titles[line.measure]} at ${line.budget}`,
    figure(line, line.value),
    `${figure(line, line.low)} to ${figure(line, line.high)}`,
    String(line.n),
  ])
  const header = ['about', 'measure', 'value', '95 % interval', 'n']
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column]!.length)),
  )
  const right = new Set([2, 3, 4])
  const print = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd()
  let before = ''
  const body = rows.map(row => {
    const shown = row[0] === before ? ['', ...row.slice(1)] : row
    before = row[0]!
    return print(shown)
  })
  return `${[print(header), ...body].join('\n')}\n`
}

function figure(line: EvaluationLine, value: number): string {
  if (line.measure === 'found') return String(value)
  return line.measure === 'median_days_to_alert' ? `${value.toFixed(1)} d` : `${(value * 100).toFixed(1)} %`
}
