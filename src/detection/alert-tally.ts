import type { Alert } from './alert.ts'
import type { AlertDifference } from './alert-difference.ts'

/** How many alerts fell into a group before and after a change. */
export interface GroupTally {
  readonly group: string
  readonly from: number
  readonly to: number
  readonly gained: number
  readonly lost: number
}

/** Counts a difference by groups, the largest first. */
export function tallyBy(difference: AlertDifference, groupOf: (alert: Alert) => string): GroupTally[] {
  const tallies = new Map<string, { from: number; to: number; gained: number; lost: number }>()
  const add = (alert: Alert, changes: { from?: 1; to?: 1; gained?: 1; lost?: 1 }) => {
    const group = groupOf(alert)
    const { from, to, gained, lost } = tallies.get(group) ?? { from: 0, to: 0, gained: 0, lost: 0 }
    tallies.set(group, {
      from: from + (changes.from ?? 0),
      to: to + (changes.to ?? 0),
      gained: gained + (changes.gained ?? 0),
      lost: lost + (changes.lost ?? 0),
    })
  }
  for (const { from, to } of difference.kept) {
    add(from.alert, { from: 1 })
    add(to.alert, { to: 1 })
  }
  for (const { alert } of difference.lost) add(alert, { from: 1, lost: 1 })
  for (const { alert } of difference.gained) add(alert, { to: 1, gained: 1 })
  return [...tallies]
    .map(([group, tally]) => ({ group, ...tally }))
    .sort((a, b) => b.from + b.to - a.from - a.to || (a.group < b.group ? -1 : 1))
}
