const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** A horizontal bar in eighths of a column: `value` of `most`, at most `columns` long. */
export function bar(value: number, most: number, columns: number): string {
  if (!(value > 0) || !(most > 0)) return ''
  const length = Math.max(1, Math.round(Math.min(1, value / most) * columns * 8))
  return '█'.repeat(Math.floor(length / 8)) + eighths[length % 8]
}
