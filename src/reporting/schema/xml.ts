/** Texts as XML 1.0 writes them. */

// The characters that section 2.2 of XML 1.0 allows, less the carriage return, which a reader would change.
const allowed = /^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

export function isWritable(text: string): boolean {
  return allowed.test(text)
}

export function writable(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function attributeText(text: string): string {
  return writable(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}

/** A text that stands in one line, as FinCEN wants every value: no breaks, no tabs, no space at its ends or twice. */
export function flattened(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
