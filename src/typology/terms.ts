/**
 * A pattern that finds any of the words of a private term list as a whole word, whatever the case, in any script that
 * parts words. To be run on text in Unicode normal form NFKC, so that full-width and styled letters are found too.
 */
export function termsPattern(words: readonly string[]): RegExp {
  const choices = words.map(word =>
    word
      .normalize('NFKC')
      .trim()
      .split(/\s+/)
      .map(part => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('\\s+'),
  )
  const letter = '[\\p{L}\\p{M}\\p{N}_]'
  return new RegExp(`(?<!${letter})(?:${choices.join('|')})(?!${letter})`, 'iu')
}
