import type { Problem } from './problem.ts'
export async function readExamples(_directory: string): Promise<{ problems: Problem[] }> {
  return { problems: [] }
}
