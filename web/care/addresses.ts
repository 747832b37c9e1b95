const address =
  /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+|\b(?:[a-z0-9-]+\.)+(?:onion|com|net|org|io|me|gg|ru|cc)(?:\/\S*)?/giu

/** A text in parts, of which some are addresses. Together they are the text. */
export function partsOf(
  text: string,
): readonly { readonly at: number; readonly text: string; readonly isAddress: boolean }[] {
  const parts: { at: number; text: string; isAddress: boolean }[] = []
  let end = 0
  const add = (to: number, isAddress: boolean) => {
    if (to > end) parts.push({ at: end, text: text.slice(end, to), isAddress })
    end = Math.max(end, to)
  }
  for (const found of text.matchAll(address)) {
    add(found.index, false)
    add(found.index + found[0].length, true)
  }
  add(text.length, false)
  return parts
}
