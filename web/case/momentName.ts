import { words } from '../words/words.ts'

/** What happened, by the kind of its moment. One that a newer server has and this page does not know is told by its own name. */
export function momentName(kind: string): string {
  const names: Readonly<Record<string, string>> = words.cases.moments
  return names[kind] ?? kind.replaceAll('_', ' ')
}
