import type { Scalar } from 'yaml'

/**
 * Where in a YAML file a character of a scalar's text stands. YAML folds lines, drops indentation and unescapes, but
 * keeps every character that is not white space, in order: so the n-th of the text is the n-th of the source.
 */
export function sourceOffset(file: string, scalar: Scalar, offset: number): number {
  const [from, to] = scalar.range ?? [0, 0]
  const text = String(scalar.value)
  let wanted = 0
  for (let index = 0; index < offset && index < text.length; index++) if (!isSpace(text[index]!)) wanted++
  // White space itself, and the end of the text, stand right after the character before them.
  const after = offset >= text.length || isSpace(text[offset]!)
  if (after && wanted === 0) return from

  let last = from
  for (const unit of units(file, scalar.type, from, to)) {
    if (!after && wanted === 0) return unit.start
    if (after && wanted === 1) return unit.end
    wanted--
    last = unit.start
  }
  return last
}

interface Unit {
  readonly start: number
  readonly end: number
}

/** The stretches of the source that each give one character that is not white space. */
function* units(file: string, type: string | undefined, from: number, to: number): Generator<Unit> {
  const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'
  const block = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  let at = block ? file.indexOf('\n', from) + 1 : quoted ? from + 1 : from
  const end = quoted ? to - 1 : to
  while (at < end) {
    let next = at + 1
    let solid = !isSpace(file[at]!)
    if (type === 'QUOTE_SINGLE' && file[at] === "'") next = at + 2
    if (type === 'QUOTE_DOUBLE' && file[at] === '\\') {
      const escaped = file[at + 1]!
      next = at + 2 + ({ x: 2, u: 4, U: 8 }[escaped] ?? 0)
      solid = !'tnvfrN_LP \t\r\n'.includes(escaped)
    }
    if (solid) yield { start: at, end: next }
    at = next
  }
}

function isSpace(character: string): boolean {
  return /\s|\u0085/.test(character)
}
