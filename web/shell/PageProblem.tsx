import type { ErrorComponentProps } from '@tanstack/react-router'
import { ProblemNote } from './ProblemNote.tsx'

/** In place of a page that could not be shown; the rest of the workbench goes on. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  return <ProblemNote problem={error} again={reset} />
}
