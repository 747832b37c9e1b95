import { formatInstant, formatInstantOrNull } from '../../domain/time.ts'
import type { cases } from '../../store/tables/casework.ts'
import { type CasePath, type CaseState, movesOf } from '../states/case-states.ts'
import { legalMoves } from '../states/moves.ts'

export type CaseRow = typeof cases.$inferSelect

/** A case as a list shows it; nothing in it tells whether a report exists. Instants are RFC 3339 in UTC. */
export function shownCase(row: CaseRow) {
  const [path, state] = [row.path as CasePath, row.state as CaseState]
  return {
    case_id: row.caseId,
    path,
    title: row.title,
    state,
    moves: legalMoves(movesOf(path), state),
    lead: row.lead,
    restricted: row.restricted,
    jurisdiction: row.jurisdiction,
    opened_at: formatInstant(row.openedAt),
    opened_by: row.openedBy,
    closed_at: formatInstantOrNull(row.closedAt),
    version: row.version,
  }
}

export type ShownCase = ReturnType<typeof shownCase>
