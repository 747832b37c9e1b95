import type { Lived } from './life.ts'
import type { Subject } from './means.ts'

/** One line of the truth: first and last payment of the conduct at an institution, in seconds since 1970 UTC. */
export interface TruthLine extends Subject {
  readonly institution: number
  readonly firstAt: number
  readonly lastAt: number
}

/** The truth that grows as people live. */
export type Truth = Map<string, TruthLine>

export function remember(truth: Truth, line: TruthLine): void {
  const key = `${line.institution} ${line.kind} ${line.id} ${line.typology}`
  const known = truth.get(key)
  truth.set(key, {
    ...line,
    firstAt: Math.min(known?.firstAt ?? line.firstAt, line.firstAt),
    lastAt: Math.max(known?.lastAt ?? line.lastAt, line.lastAt),
  })
}

export function rememberLived(truth: Truth, lived: Lived): void {
  for (const { institution, subject, bookedAt } of lived.truth)
    remember(truth, { ...subject, institution, firstAt: bookedAt, lastAt: bookedAt })
}

/** By typology, kind, subject and institution. */
export function sortedTruth(truth: Truth): TruthLine[] {
  const order = (line: TruthLine) => `${line.typology} ${line.kind} ${line.id} ${line.institution}`
  return [...truth.values()].sort((one, other) => (order(one) < order(other) ? -1 : 1))
}

/** The same subject seen by several institutions is one line, as for an institution that sees what all of them see. */
export function mergedTruth(lines: readonly TruthLine[]): TruthLine[] {
  const truth: Truth = new Map()
  for (const line of lines) remember(truth, { ...line, institution: 0 })
  return sortedTruth(truth)
}
