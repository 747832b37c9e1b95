import { useQuery } from '@tanstack/react-query'
import { readOwnCards } from '../api/ownCards.ts'
import type { Action } from '../api/session.ts'
import { readAlertCounts, readCoverage } from '../api/typologies.ts'
import { useMe } from '../session/me.ts'

/** What stands beside the catalogue for those who may read it, and once it was found; a page is whole without it. */
function useOptional<T>(action: Action, name: string, ask: () => Promise<T>) {
  const may = useMe().may.includes(action)
  const query = useQuery({ queryKey: ['typologies', name], queryFn: ask, enabled: may, retry: false })
  return { ...query, may }
}

export const useAlertCounts = () => useOptional('typology.count-alerts', 'alerts', readAlertCounts)
export const useCoverage = () => useOptional('coverage.read', 'coverage', readCoverage)
export const useOwnCards = () => useOptional('own-card.read', 'own', readOwnCards)
