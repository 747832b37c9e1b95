import { nearestWord } from './nearest.ts'

/** Checks the `{placeholders}` of a sentence for people. */
export function checkPlaceholders(
  says: string,
  valid: readonly string[],
  report: (message: string, offset: number, nearest?: string) => void,
): void {
  for (const match of says.matchAll(/\{([^{}]*)\}|[{}]/g)) {
    const name = match[1]
    if (name === undefined) report('this brace has no partner', match.index)
    else if (!valid.includes(name)) {
      const words = valid.map(word => `{${word}}`).join(', ')
      report(`unknown placeholder "{${name}}": there are ${words}`, match.index, nearestWord(name, valid))
    }
  }
}
