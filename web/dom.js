/**
 * Makes an element. Text from data only ever becomes text nodes, never markup.
 *
 * @param {string} name
 * @param {Record<string, string | boolean | undefined>} [attributes]
 * @param {...(Node | string | undefined)} children
 */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children)
}

/** Makes an SVG element. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children)
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter(child => child !== undefined))
  return made
}

/** A bar of `value` out of `most`. The number beside it says the same, so it is hidden from screen readers. */
export function bar(value, most, kind = '') {
  const inner = element('div', { class: `bar-fill ${kind}` })
  inner.style.width = `${most > 0 ? Math.min(100, (100 * value) / most) : 0}%`
  return element('div', { class: 'bar-track', 'aria-hidden': 'true' }, inner)
}
