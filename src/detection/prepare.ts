import type { Prepared } from './engine.ts'
import { roomForForeign } from './foreign.ts'
import { learntFields } from './links.ts'
import { gatedPartition } from './lookback.ts'
import { type Stretch, stretchesOf } from './partition.ts'
import type { Pool } from './pool.ts'
import { isForeign } from './program.ts'

/** Payments whose conditions one task tests. */
const paymentsPerTask = 250_000

/**
 * Makes a program ready to be walked: tests the conditions, evaluates its foreign measures, and finds the subjects on whom
 * anything can be found. What it reads of other programs (evidence on payees) must be there already.
 */
export async function prepare(pool: Pool, index: number): Promise<Prepared> {
  const { binding, conditions, prepared, programs } = pool.engine
  const { history } = binding
  const bound = programs[index]!
  const known = prepared.get(index)
  const readsWhatIsLearnt = learntFields.some(field => conditions.fields.has(field))
  if (known !== undefined && !readsWhatIsLearnt) return known
  if (prepared.size === 0 || readsWhatIsLearnt) {
    await pool.run({ pass: 'conditions' }, evenStretches(history.paymentCount))
  }
  const foreign = roomForForeign(pool.engine, bound)
  const partitionBy = (key: string) => ({ ...gatedPartition(history, key, conditions, bound), foreign })
  const measured = bound.program.measures.filter(measure => isForeign(bound.program, measure))
  for (const [key, measures] of Map.groupBy(measured, measure => measure.key[0]!)) {
    const partition = partitionBy(key)
    await pool.run({ pass: 'foreign', program: index, measures, partition }, stretchesOf(partition))
  }
  const partition = partitionBy(bound.program.subject)
  prepared.set(index, partition)
  return partition
}

function evenStretches(paymentCount: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let from = 0; from < paymentCount; from += paymentsPerTask) {
    stretches.push({ from, to: Math.min(paymentCount, from + paymentsPerTask) })
  }
  return stretches
}
