import type { Outcome } from '../../book/outcomes.ts'

/**
 * What a decision says about a pattern. `confirmed` and `victim` say that it was there, whoever is to blame for it; a
 * `reported` suspicion says so with half the weight, because nobody has confirmed it; `cleared` says that it was not.
 */
export interface Label {
  readonly target: 0 | 1
  readonly weight: number
  /** Microseconds since 1970 UTC: nothing booked from then on may be looked at. */
  readonly decidedAt: number
}

const meanings: Readonly<Record<Outcome['outcome'], { readonly target: 0 | 1; readonly weight: number }>> = {
  confirmed: { target: 1, weight: 1 },
  victim: { target: 1, weight: 1 },
  reported: { target: 1, weight: 0.5 },
  cleared: { target: 0, weight: 1 },
}

/** By typology and subject id: the last decision of those given. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, Label>>

/** The labels that outcomes give; of several about one subject and typology the latest counts. */
export function labelsFrom(outcomes: readonly Outcome[]): Labels {
  const labels = new Map<string, Map<string, Label>>()
  for (const { customerId, decidedAt, typology, outcome } of outcomes) {
    const ofTypology = labels.get(typology) ?? new Map<string, Label>()
    labels.set(typology, ofTypology)
    const known = ofTypology.get(customerId)
    if (known === undefined || known.decidedAt <= decidedAt) {
      ofTypology.set(customerId, { ...meanings[outcome], decidedAt })
    }
  }
  return labels
}
