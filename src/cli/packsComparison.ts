import type { Book } from '../book/book.ts'
import type { Alert } from '../detection/alert.ts'
import { type AlertDifference, compareAlerts } from '../detection/alert-difference.ts'
import { type AlertGroups, groupColumns, groupsOfAlerts } from '../detection/alert-groups.ts'
import { calibrate } from '../detection/calibrate.ts'
import { detect } from '../detection/detect.ts'
import { openPool } from '../detection/pool.ts'
import type { Period } from '../detection/score.ts'
import type { Plan } from '../typology/plan.ts'
import { historyFor, idsOf, threadsFor } from './detection.ts'

/** What two sets of cards find in the same payments, for the same budget, over the same time. */
export interface PacksComparison {
  readonly payments: number
  readonly customers: number
  readonly difference: AlertDifference
  readonly groupsOf: (alert: Alert) => AlertGroups
  /** Score from which alerts are raised; null where the budget allows none. */
  readonly cuts: { readonly from: number | null; readonly to: number | null }
}

/** What is asked: plans on both sides, and what they are held to alike. */
export interface ComparisonWork {
  readonly book: Book
  readonly from: readonly Plan[]
  readonly to: readonly Plan[]
  /** Alerts a month. */
  readonly budget: number
  /** Alerts raised in it are compared; both sides learn from everything before its end. */
  readonly period: Period
  readonly threads: number | undefined
}

/** @throws LapwingError `empty-book`, `nothing-evaluated` */
export async function comparePacks(
  { book, from, to, budget, period, threads }: ComparisonWork,
  onStep: (what: string, fraction: number) => void,
): Promise<PacksComparison> {
  const history = await historyFor(book, [...from, ...to], period.until, groupColumns)
  const places = new Map<string, number>()
  const look = async (plans: readonly Plan[], name: string) => {
    const pool = openPool(history, plans, threadsFor(threads, history))
    try {
      const calibration = await calibrate(pool, {
        budget,
        onProgress: fraction => onStep(`Calibrating ${name}`, fraction),
      })
      const alerts = await detect(pool, calibration, {
        raisedIn: period,
        paymentIds: async payments => {
          const ids = await idsOf(book, history, payments)
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
