/** How many columns text takes on a terminal, and text made safe to show there. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Blocks that East Asian Width (Unicode Annex 11) gives two columns, and the pictographs shown as wide. */
const wide =
  /^[\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{33FF}\u{3400}-\u{4DBF}\u{4E00}-\u{A4CF}\u{A960}-\u{A97C}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE10}-\u{FE19}\u{FE30}-\u{FE6F}\u{FF00}-\u{FF60}\u{FFE0}-\u{FFE6}\u{20000}-\u{3FFFD}]|^\p{Emoji_Presentation}|\u{FE0F}/u
const nothingVisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
const onlyPlain = /^[\x20-\x7E]*$/

/** Columns that the text takes: East Asian wide characters take two, combining marks none. */
export function widthOf(text: string): number {
  if (onlyPlain.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += widthOfGrapheme(segment)
  return columns
}

function widthOfGrapheme(grapheme: string): number {
  if (nothingVisible.test(grapheme)) return 0
  return wide.test(grapheme) ? 2 : 1
}

/**
 * Text from a file with what could drive the terminal or reorder the line made visible as a replacement character:
 * control characters, and the marks that override the direction of writing.
 */
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '\u{FFFD}')
}

/** Pads with spaces to the columns; a longer text is returned as it is. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - widthOf(text)))
  return align === 'left' ? text + space : space + text
}

/** Breaks text into lines of at most so many columns, at spaces where it can; a longer word is cut. */
export function wrap(text: string, columns: number): readonly string[] {
  const room = Math.max(1, columns)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= room) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = cut(word, room)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  lines.push(line)
  return lines
}

function cut(word: string, columns: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let taken = 0
  for (const { segment } of graphemes.segment(word)) {
    const width = widthOfGrapheme(segment)
    if (taken + width > columns && piece !== '') {
      pieces.push(piece)
      piece = ''
      taken = 0
    }
    piece += segment
    taken += width
  }
  pieces.push(piece)
  return pieces
}
