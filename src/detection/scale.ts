/**
 * Evidence from several families is not independent, and cards differ in how much of it ordinary life gives. The scale of a
 * card turns evidence into a score that means the same for every card: at `score` bans, ordinary life alone would bring one
 * subject that far for every `10 ** score` customers of the book.
 *
 * The book itself tells how rare an evidence is up to the top thirtieth of subjects. Beyond, the tail is taken to fall off as
 * it does between the top tenth and the top thirtieth (an exponential tail: Pickands 1975, Annals of Statistics 3:119, with
 * shape 0). The subjects that are sought are few even among those who pass the gate, so they move those two marks little and do
 * not hide themselves; of the top hundredth they can be most.
 */
export interface Scale {
  /**
   * Evidence in bans that one subject in ten of those who passed the gate reaches; and that one in a hundred would reach, as the
   * tail falls off.
   */
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
  // A zero with a sign would be another number once written as JSON and read back.
  const tenth = at(0.1) + 0
  const perFactorOfTen = (at(1 / 30) - tenth) / Math.log10(3)
  return {
    tenth,
    hundredth: tenth + Math.max(perFactorOfTen, stepMin),
    passed: customers === 0 ? 0 : evidence.length / customers,
  }
}

/** The score in bans of an evidence in bans. */
export function scoreOnScale({ tenth, hundredth, passed }: Scale, evidence: number): number {
  return 1 + (evidence - tenth) / (hundredth - tenth) - Math.log10(passed)
}
