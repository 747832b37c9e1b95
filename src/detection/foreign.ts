import type { Measure } from '../typology/plan.ts'
import type { BoundProgram, Engine } from './engine.ts'
import { walk } from './lookback.ts'
import { evaluateMeasure } from './measure.ts'
import type { Partition, Stretch } from './partition.ts'
import { isForeign, meaningOf } from './program.ts'
import { bitsFor, makeSparse, type SparseNumbers, setNumbers } from './sparse.ts'

/**
 * Measures whose key begins with another kind of entity than the program's subject (how many people pay this payee, seen from one
 * payer) are evaluated beforehand and over the whole history. They are kept, by their meaning, at the payments at which a card
 * that has them may find its typology: nothing reads them elsewhere.
 */
export type ForeignValues = ReadonlyMap<string, SparseNumbers>

/** Room for the foreign measures of a program; the conditions must have been tested. */
export function roomForForeign(
  { binding, conditions }: Engine,
  { program, plans }: BoundProgram,
): ForeignValues {
  const room = new Map<string, SparseNumbers>()
  for (const [place, measure] of program.measures.entries()) {
    if (!isForeign(program, measure)) continue
    const has = bitsFor(binding.history.paymentCount)
    for (const { gate, places } of plans) {
      if (!places.includes(place)) continue
      const bit = conditions.bitOf(gate)
      const word = conditions.words[Math.floor(bit / 32)]!
      for (let payment = 0; payment < word.length; payment++)
        has[payment >>> 5]! |= ((word[payment]! >>> (bit % 32)) & 1) << (payment & 31)
    }
    room.set(meaningOf(measure), makeSparse(has))
  }
  return room
}

/** Room for the foreign measures of a program at every payment. */
export function roomEverywhere({ binding }: Engine, { program }: BoundProgram): ForeignValues {
  const foreign = program.measures.filter(measure => isForeign(program, measure))
  const everywhere = () => makeSparse(bitsFor(binding.history.paymentCount).fill(-1))
  return new Map(foreign.map(measure => [meaningOf(measure), everywhere()]))
}

/** Evaluates foreign measures of one key over a stretch of a partition by it. */
export function evaluateForeign(
  { binding, conditions }: Engine,
  foreign: ForeignValues,
  measures: readonly Measure[],
  partition: Partition,
  stretch: Stretch,
): void {
  walk(binding, conditions, partition, stretch, block => {
    for (const measure of measures)
      setNumbers(foreign.get(meaningOf(measure))!, block.rows, evaluateMeasure(block, measure))
  })
}
