/** Colour only repeats what the words already say, so a screen without it loses nothing. */

const codes = {
  strong: ['\x1b[1m', '\x1b[22m'],
  faint: ['\x1b[2m', '\x1b[22m'],
  evidence: ['\x1b[38;5;173m', '\x1b[39m'],
  against: ['\x1b[38;5;73m', '\x1b[39m'],
  protect: ['\x1b[38;5;69m', '\x1b[39m'],
  good: ['\x1b[32m', '\x1b[39m'],
  bad: ['\x1b[31m', '\x1b[39m'],
} as const

export type Style = keyof typeof codes
export type Paint = (text: string, style: Style | undefined) => string

export const plain: Paint = text => text

export const coloured: Paint = (text, style) => {
  if (style === undefined || text === '') return text
  const [open, close] = codes[style]
  return open + text + close
}

/** By the conventions of no-color.org and force-color.org: FORCE_COLOR, then NO_COLOR, then whether it is a terminal. */
export function wantsColour(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const force = environment.FORCE_COLOR
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false'
  if (environment.NO_COLOR) return false
  return isTerminal && environment.TERM !== 'dumb'
}
