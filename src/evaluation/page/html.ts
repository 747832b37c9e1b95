/** Text as it must stand in HTML, in an element or a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

export interface Column {
  readonly title: string
  /** Figures stand at the right. */
  readonly isFigure?: boolean
}

/** A table of plain texts with its caption; the first cell of a row names it. */
export function tableOf(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const right = (column: number) => (columns[column]?.isFigure === true ? ' class="figure"' : '')
  const head = columns.map(({ title }, column) => `<th scope="col"${right(column)}>${escaped(title)}</th>`)
  const body = rows.map(row => {
    const cells = row.map((text, column) =>
      column === 0 ? `<th scope="row">${escaped(text)}</th>` : `<td${right(column)}>${escaped(text)}</td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  return `<div class="wide" role="region" tabindex="0" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`
}

/** A drawing with what it shows, said in words for those who do not see it. The numbers stand in a table beside it. */
export function figureOf(svg: string, caption: string): string {
  const drawn = svg.replace('<svg ', `<svg role="img" aria-label="${escaped(caption)}" `)
  return `<figure><div class="wide">${drawn}</div><figcaption>${escaped(caption)}</figcaption></figure>`
}
