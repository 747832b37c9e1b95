import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { readCase, readTimeline } from '../api/cases.ts'
import { useMe } from '../session/me.ts'
import { usePurpose } from '../shell/purpose.ts'

/** One case with its history, read for the purpose that this person states; and what this person may do with it. */
export function useCase(id: string) {
  const [purpose] = usePurpose()
  const { may } = useMe()
  const queries = useQueryClient()
  const whole = useQuery({ queryKey: ['case', id, 'whole', purpose], queryFn: () => readCase(id, purpose) })
  const timeline = useTimeline(id)
  const refresh = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: ['case', id] })
    void queries.invalidateQueries({ queryKey: ['cases'] })
  }, [queries, id])
  return {
    whole,
    timeline,
    refresh,
    mayChange: may.includes('case.change'),
    /** Whoever may not know of reports is asked for nothing of them, and shown nothing in its place. */
    mayKnow: may.includes('suspicion.list-due'),
  }
}

/** Everything of the case in order of time; for whoever may know of reports, that too. */
export function useTimeline(id: string) {
  const [purpose] = usePurpose()
  return useQuery({
    queryKey: ['case', id, 'timeline', purpose],
    queryFn: () => readTimeline(id, purpose),
  })
}
