import { visitGated } from '../detection/gated.ts'
import type { Pool } from '../detection/pool.ts'
import type { Plan } from '../typology/plan.ts'
import type { Pair } from './line.ts'

/** A subject that a card looks at, with what the card measures of it. */
export interface Candidate extends Pair {
  readonly plan: Plan
  /** The most extreme value of each indicator of the plan, as calibration takes it; NaN where it never had one. */
  readonly features: Float64Array
}

/** Every subject and card whose gate it passes at some payment. Ranked alike by every detector that is compared. */
export async function candidatesOf(pool: Pool): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  await visitGated(pool, ({ plan, subjectId, times, value }) => {
    const features = Float64Array.from(plan.indicators, ({ unusual }, indicator) => {
      let extreme = Number.NaN
      for (let payment = 0; payment < times.length; payment++) {
        const own = value(indicator, payment)
        const more = unusual === 'high' ? own > extreme : own < extreme
        if (more || Number.isNaN(extreme)) extreme = own
      }
      return extreme
    })
    const { subject: subject_kind, typology } = plan
    candidates.push({ subject_kind, subject_id: subjectId, typology, plan, features })
  })
  return candidates
}
