import type { Moves } from './moves.ts'

/**
 * How a case goes. No state says anything of a report: whether one exists or was considered is kept apart, since others
 * who may read the case must not learn it (tipping off).
 */
export type SuspicionState = 'open' | 'investigating' | 'deciding' | 'closed'
export type SuspicionMove = 'investigate' | 'decide' | 'investigate_further' | 'close' | 'reopen'

export const suspicionMoves: Moves<SuspicionState, SuspicionMove> = {
  investigate: { from: ['open'], to: 'investigating' },
  decide: { from: ['investigating'], to: 'deciding' },
  investigate_further: { from: ['deciding'], to: 'investigating' },
  close: { from: ['open', 'investigating', 'deciding'], to: 'closed' },
  reopen: { from: ['closed'], to: 'investigating' },
}

/** Of somebody who may be harmed: looked after, never suspected. */
export type ProtectionState = 'open' | 'caring' | 'watching' | 'closed'
export type ProtectionMove = 'care' | 'watch' | 'care_again' | 'close' | 'reopen'

export const protectionMoves: Moves<ProtectionState, ProtectionMove> = {
  care: { from: ['open'], to: 'caring' },
  watch: { from: ['caring'], to: 'watching' },
  care_again: { from: ['watching'], to: 'caring' },
  close: { from: ['open', 'caring', 'watching'], to: 'closed' },
  reopen: { from: ['closed'], to: 'caring' },
}

export type CasePath = 'suspicion' | 'protection'
export type CaseState = SuspicionState | ProtectionState
export type CaseMove = SuspicionMove | ProtectionMove

export function movesOf(path: CasePath): Moves<CaseState, CaseMove> {
  return (path === 'suspicion' ? suspicionMoves : protectionMoves) as Moves<CaseState, CaseMove>
}
