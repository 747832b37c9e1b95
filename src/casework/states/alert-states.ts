import type { Moves } from './moves.ts'

/** How an alert is triaged. */
export type AlertState = 'new' | 'claimed' | 'snoozed' | 'dismissed' | 'escalated'
export type AlertMove =
  | 'assign'
  | 'release'
  | 'snooze'
  | 'wake'
  | 'dismiss'
  | 'reopen'
  | 'escalate'
  | 'return'

export const alertMoves: Moves<AlertState, AlertMove> = {
  /** To oneself, or to another. */
  assign: { from: ['new', 'claimed', 'snoozed'], to: 'claimed' },
  release: { from: ['claimed'], to: 'new' },
  snooze: { from: ['new', 'claimed'], to: 'snoozed' },
  /** When its time has come, or new payments strengthened it. */
  wake: { from: ['snoozed'], to: 'new' },
  dismiss: { from: ['new', 'claimed', 'snoozed'], to: 'dismissed' },
  reopen: { from: ['dismissed'], to: 'new' },
  /** Into a case; the case then decides. */
  escalate: { from: ['new', 'claimed', 'snoozed'], to: 'escalated' },
  /** Taken out of its case again. */
  return: { from: ['escalated'], to: 'new' },
}
