import { compare } from './comparison.ts'
import { delaysOf } from './delay.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { resamplingOf } from './seeded.sample.ts'

/** A small evaluation with everything in it, for tests of how it is shown. */

export const truth = ['a', 'b', 'c'].map(subject_id => ({
  subject_kind: 'customer' as const,
  subject_id,
  typology: 'some-typology',
  first_at: '2025-01-01T00:00:00Z',
  last_at: '2025-02-01T00:00:00Z',
}))
export const alerts = ['a', 'b', 'z'].map((subject_id, i) => ({
  subject_kind: 'customer' as const,
  subject_id,
  typology: 'some-typology',
  score_bans: 5 - i,
  raised_at: `2025-01-0${i + 1}T00:30:00Z`,
}))

export function evaluationSample(): Evaluation {
  const groupOf = new Map(['a', 'b', 'c', 'z', '<y>'].map(id => [id, id < 'b' ? '<first>' : 'second']))
  const grouping = { name: 'letter & more', groups: ['<first>', 'second'], groupOf }
  const population = { subjects: { customer: 5, counterparty: 0 }, groupings: [grouping] }
  const compared = compare(
    ['Lapwing', 'published rules', 'ECOD'].map(detector => ({ detector, pairs: alerts })),
    alerts,
    truth,
    [1, 3],
    resamplingOf(2),
  )
  const lines = evaluate({ alerts, truth, budgets: [1, 3], resampling: resamplingOf(1), population })
  return {
    lines: [...lines, ...compared.lines],
    budgets: [1, 3],
    delays: delaysOf(truth, alerts),
    compared,
    missing: [{ what: 'trees', reason: 'a <reason>', remedy: 'a remedy' }],
    about: { alerts: 3, trueSubjects: 3, customers: 5, seed: 1, resamples: 200 },
  }
}
