import type { Plan } from '../typology/plan.ts'
import { entitiesOf } from './lookback.ts'
import type { Pool } from './pool.ts'
import { prepare } from './prepare.ts'
import { indicatorValue } from './score.ts'
import { eachSubject } from './tasks.ts'

/** What a card sees of one subject: each payment that passes the card's gate, oldest first. */
export interface Gated {
  readonly plan: Plan
  readonly subjectId: string
  /** Booking times, microseconds since 1970 UTC. */
  readonly times: readonly number[]
  /**
   * The value of an indicator (by its place in the plan) at the n-th of these payments; NaN where it has none. To be asked during
   * the visit only.
   */
  value(indicator: number, payment: number): number
}

/**
 * Visits every subject that passes the gate of a card, with the values of the card's indicators as known at each payment. What is
 * learnt of payees and links is what the pool holds of it: calibrate or detect first where the values should know it.
 */
export async function visitGated(pool: Pool, visit: (gated: Gated) => void): Promise<void> {
  const { binding, programs } = pool.engine
  for (const [index, { program }] of programs.entries()) {
    const partition = await prepare(pool, index)
    const { ids } = entitiesOf(binding.history, program.subject)
    const task = { program: index, partition, from: 0, to: partition.entities.length }
    eachSubject(pool.engine, task, (bound, _, { block, values, gated, entity }) => {
      visit({
        plan: bound.plan,
        subjectId: ids[entity]!,
        times: gated.map(row => block.time[row]!),
        value: (indicator, payment) => indicatorValue(bound, indicator, values, gated[payment]!),
      })
    })
  }
}
