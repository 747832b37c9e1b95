import { describeProblem, type Problem } from '../../typology/problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { safe } from '../terminal/width.ts'

/** Notes what is wrong in packs that are used all the same: a card with an error is left out, and that is said. */
export function packProblems(problems: readonly Problem[], terminal: Terminal): void {
  if (problems.length > 0) terminal.note(...problems.map(problem => safe(describeProblem(problem))), '')
}
