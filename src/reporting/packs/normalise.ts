/**
 * XSD anchors every pattern by itself and takes `^` and `$` as the characters they are (XSD 1.0 part 2, appendix F), so that a pattern
 * written `^...$` fits no name at all. Some editions of goAML have such patterns, for which the authority's own reader is lenient.
 */
export function withoutAnchors(schema: string): { readonly text: string; readonly changed: number } {
  let changed = 0
  const text = schema.replace(
    /(<(?:\w+:)?pattern\s+value=")\^([^"]*)\$("[^>]*>)/g,
    (_, head, inner, tail) => {
      changed += 1
      return `${head}${inner}${tail}`
    },
  )
  return { text, changed }
}
