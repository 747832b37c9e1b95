import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { LapwingError } from '../domain/errors.ts'
import type { Candidate } from './candidates.ts'
import { pairKey, subjectKey } from './line.ts'
import { type Scored, shuffled } from './ranking.ts'

const script = fileURLToPath(new URL('./boosted_trees.py', import.meta.url))
const foldCount = 5
/** The script's exit code then. */
const packageMissing = 10

/** Gradient-boosted trees, or why there are none. */
export type BoostedTrees =
  | { readonly kind: 'scored'; readonly version: string; readonly scored: readonly Scored[] }
  | { readonly kind: 'absent'; readonly reason: string }

/**
 * Scores each candidate with trees trained on the labels of other subjects: one model a card, in folds by subject, so that a
 * subject is never scored by a model that saw it. The scores are probabilities and stand in one queue.
 *
 * @param python the interpreter that has the package xgboost
 * @throws LapwingError `boosted-trees-failed` when the package is there and fails
 */
export async function boostedTrees(
  candidates: readonly Candidate[],
  isTrue: ReadonlySet<string>,
  options: { readonly python: string; readonly seed: number; readonly random: () => number },
): Promise<BoostedTrees> {
  const { python, seed, random } = options
  const foldOf = foldsOf(candidates, isTrue, random)
  const cards = [...Map.groupBy(candidates, ({ plan }) => plan).values()]
  const asked = {
    seed,
    models: cards.map(ofCard => ({
      // JSON writes NaN as null.
      features: ofCard.map(({ features }) => [...features]),
      labels: ofCard.map(candidate => (isTrue.has(pairKey(candidate)) ? 1 : 0)),
      folds: ofCard.map(candidate => foldOf.get(subjectKey(candidate))!),
    })),
  }
  const ran = await run(python, [script], JSON.stringify(asked)).catch(() => undefined)
  if (ran === undefined) return { kind: 'absent', reason: `${python}, to run xgboost, cannot be started` }
  const { code, out, error } = ran
  if (code === packageMissing) {
    return { kind: 'absent', reason: `${python} has no package xgboost (Debian: python3-xgboost)` }
  }
  if (code !== 0) {
    throw new LapwingError(
      'boosted-trees-failed',
      `xgboost failed: ${error.trim().split('\n').at(-1) ?? ''}`,
      {
        place: script,
        remedy: 'Mend the Python package, or leave it out: the other detectors do not need it.',
      },
    )
  }
  const { version, scores } = JSON.parse(out) as { version: string; scores: number[][] }
  const scored = cards.flatMap((ofCard, card) =>
    ofCard.map((pair, i) => ({ pair, score: scores[card]![i]! })),
  )
  return { kind: 'scored', version, scored }
}

/** Deals the subjects into folds, the true ones first, so that every fold has its part of them. */
export function foldsOf(
  candidates: readonly Candidate[],
  isTrue: ReadonlySet<string>,
  random: () => number,
): Map<string, number> {
  const subjects = [...Map.groupBy(candidates, subjectKey)]
  const isOfTruth = ([, own]: (typeof subjects)[number]) => own.some(each => isTrue.has(pairKey(each)))
  const dealt = [
    ...shuffled(subjects.filter(isOfTruth), random),
    ...shuffled(
      subjects.filter(subject => !isOfTruth(subject)),
      random,
    ),
  ]
  return new Map(dealt.map(([key], i) => [key, i % foldCount]))
}

async function run(python: string, words: readonly string[], input: string) {
  const child = spawn(python, words, { stdio: 'pipe' })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve(code ?? 1))
  })
  // A child that ends before it has read everything is told by its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, out, error }
}
