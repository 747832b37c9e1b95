import type { BackTested } from '../../detection/back-test.ts'

/** What is kept of a back-test: what it counted, over which time, for which budget. */
export interface BackTestResult extends BackTested {
  /** Alerts raised from this day on were compared, before the other. */
  readonly since: string
  readonly until: string
  readonly budget_alerts_per_month: number
}
