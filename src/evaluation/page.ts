import type { Evaluation } from './evaluation.ts'
export function evaluationPage(evaluation: Evaluation): string {
  return JSON.stringify(evaluation.about)
}
