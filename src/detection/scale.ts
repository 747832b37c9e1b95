/**
 * Evidence from several families is not independent, and cards differ in how much of it ordinary life gives. The scale of a
 * card turns evidence into a score that means the same for every card: at `score` bans, ordinary life alone would bring one
 * subject that far for every `10 ** score` customers of the book.
 *
 * Up to the top hundredth of subjects the book itself tells how rare an evidence is. Beyond, the tail is taken to fall off
 * as it does between the top tenth and the top hundredth (an exponential tail: Pickands 1975, Annals of Statistics 3:119, with
 * shape 0). The few subjects that are sought move those two marks little, so they do not hide themselves.
 */
export interface Scale {
  /** Evidence in bans that one subject in ten, and one in a hundred, of those who passed the gate reaches. */
  readonly tenth: number
  readonly hundredth: number
  /** Subjects that passed the gate at all, for each customer of the book. */
  readonly passed: number
}

/** A factor of ten in rarity is worth at least this much evidence, however alike the subjects are. */
const stepMin = 0.5

/** `evidence` is the highest of each subject that passed the gate; `customers` is how many customers the book has. */
export function scaleOf(evidence: readonly number[], customers: number): Scale {
  const sorted = Float64Array.from(evidence).sort().reverse()
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  const tenth = at(0.1)
  return {
    tenth,
    hundredth: Math.max(at(0.01), tenth + stepMin),
    passed: customers === 0 ? 0 : evidence.length / customers,
  }
}

/** The score in bans of an evidence in bans. */
export function scoreOnScale({ tenth, hundredth, passed }: Scale, evidence: number): number {
  return 1 + (evidence - tenth) / (hundredth - tenth) - Math.log10(passed)
}
