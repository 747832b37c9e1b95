/** One collected element of a message, by local name: prefixes differ from bank to bank and say nothing. */
export interface Element {
  readonly name: string
  /** The `Ccy` attribute, the only one that the messages read here carry. */
  readonly currency: string | undefined
  /** Text of an element without children, as the message has it. */
  text: string
  readonly children: Element[]
}

/** The first element along the path; `undefined` when a step is missing. */
export function at(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let found = element
  for (const name of path) found = found?.children.find(child => child.name === name)
  return found
}

/** Every child of the name, in order. */
export function all(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter(child => child.name === name) ?? []
}

/** The text at the path, outer space removed; `undefined` when it is missing, empty or says that it is not provided. */
export function textAt(element: Element | undefined, ...path: readonly string[]): string | undefined {
  return known(at(element, ...path)?.text)
}

/** Banks fill mandatory elements that they have nothing for with this word; it is no value. */
const filler = /^not ?provided$/i

export function known(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === undefined || trimmed === '' || filler.test(trimmed) ? undefined : trimmed
}
