/** Texts numbered as they come. Code 0 is the unknown text, which is empty. */
export interface Texts {
  codeOf(text: string): number
  textOf(code: number): string
}

export function openTexts(): Texts {
  const texts = ['']
  const codes = new Map([['', 0]])
  return {
    codeOf(text) {
      let code = codes.get(text)
      if (code === undefined) {
        code = texts.push(text) - 1
        codes.set(text, code)
      }
      return code
    },
    textOf: code => texts[code]!,
  }
}
