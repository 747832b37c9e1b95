/** Something wrong in a pack's or overlay's file. A warning does not keep a card from being used. */
export interface Problem {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** The valid word that was most likely meant. */
  readonly nearest?: string
}

/** `file:line:column: message; did you mean "..."?`, the form that editors and terminals make clickable. */
export function describeProblem(problem: Problem): string {
  const { file, line, column, severity, message, nearest } = problem
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`
  return `${file}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${message}${hint}`
}

/** In the order of files and lines, each once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map(problem => [describeProblem(problem), problem]))
  return [...once.values()].sort(
    (a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column,
  )
}
