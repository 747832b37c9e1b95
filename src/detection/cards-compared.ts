import type { History } from '../book/history.ts'
import type { Plan } from '../typology/plan.ts'
import type { Alert } from './alert.ts'
import { type AlertDifference, compareAlerts } from './alert-difference.ts'
import { type AlertGroups, groupsOfAlerts } from './alert-groups.ts'
import { type GroupTally, tallyBy } from './alert-tally.ts'
import { calibrate } from './calibrate.ts'
import { detect } from './detect.ts'
import { openPool } from './pool.ts'
import type { Period } from './score.ts'

/** What two sets of cards find in the same payments, for the same budget, over the same time. */
export interface CardsCompared {
  readonly payments: number
  readonly customers: number
  readonly difference: AlertDifference
  readonly groupsOf: (alert: Alert) => AlertGroups
  /** Score from which alerts are raised; null where the budget allows none. */
  readonly cuts: { readonly from: number | null; readonly to: number | null }
}

/** What is asked: plans on both sides, and what they are held to alike. */
export interface CardsToCompare {
  /** With the columns that the plans on both sides need, and `groupColumns`. */
  readonly history: History
  readonly from: readonly Plan[]
  readonly to: readonly Plan[]
  /** Alerts a month. */
  readonly budget: number
  /** Alerts raised in it are compared; both sides learn from everything before its end. */
  readonly period: Period
  readonly threads: number
  /** Names of payments by their place in the history: their own, or any that are told apart. */
  readonly paymentIds: (payments: readonly number[]) => Promise<readonly string[]>
}

/** Learns and looks through the history twice. `onStep` hears what is done, and which part of it. */
export async function compareCards(
  { history, from, to, budget, period, threads, paymentIds }: CardsToCompare,
  onStep: (what: string, fraction: number) => void,
): Promise<CardsCompared> {
  const places = new Map<string, number>()
  const look = async (plans: readonly Plan[], name: string) => {
    const pool = openPool(history, plans, threads)
    try {
      const calibration = await calibrate(pool, {
        budget,
        onProgress: fraction => onStep(`Calibrating ${name}`, fraction),
      })
      const alerts = await detect(pool, calibration, {
        raisedIn: period,
        paymentIds: async payments => {
          const ids = await paymentIds(payments)
          for (const [i, id] of ids.entries()) places.set(id, payments[i]!)
          return ids
        },
        onProgress: fraction => onStep(`Detecting ${name}`, fraction),
      })
      return { alerts, cut: calibration.cut_bans }
    } finally {
      await pool.close()
    }
  }
  const before = await look(from, 'with what is')
  const after = await look(to, 'with what is to be')
  return {
    payments: history.paymentCount,
    customers: history.customerCount,
    difference: compareAlerts(before.alerts, after.alerts),
    groupsOf: groupsOfAlerts(history, id => places.get(id)),
    cuts: { from: before.cut, to: after.cut },
  }
}

/** By what alerts are counted, so that a change shows that falls on some people more than on others. */
export const waysToGroup = ['typology', 'age', 'since', 'corridor'] as const
export type WayToGroup = (typeof waysToGroup)[number]

/** How many alerts each group had before and has after. */
export function tallyOf(
  { difference, groupsOf }: Pick<CardsCompared, 'difference' | 'groupsOf'>,
  by: WayToGroup,
): readonly GroupTally[] {
  return tallyBy(difference, alert => (by === 'typology' ? alert.typology : groupsOf(alert)[by]))
}
