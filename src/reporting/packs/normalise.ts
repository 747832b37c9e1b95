/**
 * XSD anchors every pattern by itself and takes `^` and `$` as the characters they are (XSD 1.0 part 2, appendix F), so that a pattern
 * written `^...$` fits no name at all. Some editions of goAML have such patterns, for which the authority's own reader is lenient. An
 * anchor at the begin or the end of a branch says nothing that XSD does not say by itself, and is taken away.
 */
export function withoutAnchors(schema: string): { readonly text: string; readonly changed: number } {
  let changed = 0
  const text = schema.replace(
    /(<(?:\w+:)?pattern\s+value=")([^"]*)(")/g,
    (whole, head, pattern: string, tail) => {
      const mended = pattern.replace(/(^|[(|])\^/g, '$1').replace(/(?<!\\)\$(?=$|[)|])/g, '')
      if (mended === pattern) return whole
      changed += 1
      return `${head}${mended}${tail}`
    },
  )
  return { text, changed }
}
