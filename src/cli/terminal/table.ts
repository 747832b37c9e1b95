import { type Paint, plain, type Style } from './style.ts'
import { pad, safe, widthOf, wrap } from './width.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Never narrower than this; a column without it keeps the width of its content. */
  readonly columnsMin?: number
  /** Never wider than this. */
  readonly columnsMax?: number
}

/** One paragraph of a cell. `hang` goes before its first line and indents the others as far. */
export interface Paragraph {
  readonly text: string
  readonly style?: Style | undefined
  readonly hang?: string
}

export type Cell = string | Paragraph | readonly Paragraph[]

const gap = '  '

/**
 * Lays rows out in columns within `width`. Columns with a `columnsMin` give way first, the widest first, and wrap; when
 * even their least widths do not fit, each row becomes a block of `title  value` lines, so that nothing is cut off.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: { readonly width: number; readonly paint?: Paint; readonly spaced?: boolean },
): readonly string[] {
  const paint = options.paint ?? plain
  const cells = rows.map(row => row.map(paragraphsOf))
  const widths = fit(columns, cells, options.width)
  if (widths === undefined) return blocks(columns, cells, options.width, paint)
  const titles = columns.map(column => [{ text: column.title, style: 'strong' as const }])
  const rule = widths.map(width => '─'.repeat(width)).join(gap)
  const lines = [...layRow(columns, titles, widths, paint), paint(rule, 'faint')]
  cells.forEach((row, number) => {
    if (options.spaced && number > 0) lines.push('')
    lines.push(...layRow(columns, row, widths, paint))
  })
  return lines
}

function layRow(
  columns: readonly Column[],
  row: readonly (readonly Paragraph[])[],
  widths: readonly number[],
  paint: Paint,
): readonly string[] {
  const laid = row.map((paragraphs, at) => layCell(paragraphs, widths[at]!))
  const height = Math.max(1, ...laid.map(lines => lines.length))
  return Array.from({ length: height }, (_, line) => {
    let text = ''
    let column = 0
    let start = 0
    for (const [at, width] of widths.entries()) {
      const piece = laid[at]?.[line]
      if (piece !== undefined && piece.text !== '') {
        const lead = columns[at]?.align === 'right' ? Math.max(0, width - widthOf(piece.text)) : 0
        text += ' '.repeat(start - column + lead) + paint(piece.text, piece.style)
        column = start + lead + widthOf(piece.text)
      }
      start += width + gap.length
    }
    return text
  })
}

function layCell(paragraphs: readonly Paragraph[], width: number): readonly Paragraph[] {
  return paragraphs.flatMap(({ text, style, hang = '' }) => {
    const indent = widthOf(hang)
    return wrap(text, width - indent).map((line, at) => ({
      text: (at === 0 ? hang : ' '.repeat(indent)) + line,
      style,
    }))
  })
}

function fit(
  columns: readonly Column[],
  rows: readonly (readonly (readonly Paragraph[])[])[],
  width: number,
): number[] | undefined {
  const widths = columns.map((column, at) => {
    const longest = Math.max(widthOf(column.title), ...rows.map(row => widthOfCell(row[at] ?? [])))
    return Math.min(longest, column.columnsMax ?? Number.POSITIVE_INFINITY)
  })
  const least = columns.map((column, at) => Math.min(widths[at]!, column.columnsMin ?? widths[at]!))
  let over = widths.reduce((sum, each) => sum + each, gap.length * (columns.length - 1)) - width
  while (over > 0) {
    const widest = widestAbove(widths, least)
    if (widest === undefined) return undefined
    widths[widest] = widths[widest]! - 1
    over--
  }
  return widths
}

function widestAbove(widths: readonly number[], least: readonly number[]): number | undefined {
  let found: number | undefined
  for (const [at, width] of widths.entries()) {
    if (width > least[at]! && (found === undefined || width > widths[found]!)) found = at
  }
  return found
}

function blocks(
  columns: readonly Column[],
  rows: readonly (readonly (readonly Paragraph[])[])[],
  width: number,
  paint: Paint,
): readonly string[] {
  const label = Math.max(...columns.map(column => widthOf(column.title)))
  const room = Math.max(10, width - label - gap.length)
  return rows.flatMap((row, number) => {
    const lines = row.flatMap((paragraphs, at) =>
      layCell(paragraphs, room).map((line, first) => {
        const title = pad(first === 0 ? columns[at]!.title : '', label)
        return `${paint(title, 'faint')}${gap}${paint(line.text, line.style)}`
      }),
    )
    return number === 0 ? lines : ['', ...lines]
  })
}

function widthOfCell(paragraphs: readonly Paragraph[]): number {
  return Math.max(0, ...paragraphs.map(({ text, hang = '' }) => widthOf(hang) + widthOf(text)))
}

function paragraphsOf(cell: Cell): readonly Paragraph[] {
  const paragraphs = typeof cell === 'string' ? [{ text: cell }] : 'text' in cell ? [cell] : cell
  return paragraphs.flatMap(paragraph =>
    paragraph.text.split('\n').map(text => ({ ...paragraph, text: safe(text) })),
  )
}
