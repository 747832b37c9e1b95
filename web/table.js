import { element } from './dom.js'

/**
 * A table that scrolls by itself where it is too wide, and becomes blocks on a narrow screen.
 *
 * @param columns pairs of title and class
 * @param rows lists of cells
 */
export function table(columns, rows) {
  return element(
    'div',
    {
      class: 'scroll',
      tabindex: '0',
      role: 'region',
      'aria-label': columns.map(([title]) => title).join(', '),
    },
    element(
      'table',
      { role: 'table' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...columns.map(heading))),
      element(
        'tbody',
        { role: 'rowgroup' },
        ...rows.map(cells =>
          element('tr', { role: 'row' }, ...cells.map((each, at) => labelled(each, columns[at][0]))),
        ),
      ),
    ),
  )
}

export function cell(content, kind) {
  return element('td', { class: kind, role: 'cell' }, ...content)
}

function heading([title, kind]) {
  return element('th', { scope: 'col', role: 'columnheader', class: kind }, title)
}

/** On a narrow screen a row stands as a block, and each cell shows its column's title. */
function labelled(made, title) {
  made.dataset.title = title
  return made
}

export function faint(text) {
  return element('span', { class: 'faint' }, text)
}
