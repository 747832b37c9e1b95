import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { readBackTest, readOwnCard } from '../api/ownCards.ts'

/** A card with the institution's own texts, and how to read it anew. */
export function useOwnCard(card: string) {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['own-card', card], queryFn: () => readOwnCard(card) })
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['own-card', card] }),
      queries.invalidateQueries({ queryKey: ['typologies', 'own'] }),
      queries.invalidateQueries({ queryKey: ['approvals'] }),
    ])
  return { ...query, refresh }
}

/** Where the card's back-test stands, looked at twice a second while it runs; its result is read when it is there. */
export function useBackTest(card: string, onDone: () => unknown) {
  const query = useQuery({
    queryKey: ['own-card', card, 'back-test'],
    queryFn: () => readBackTest(card),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 500 : false),
  })
  const state = query.data?.state
  const was = useRef(state)
  useEffect(() => {
    if (was.current === 'running' && state === 'done') onDone()
    was.current = state
  }, [state, onDone])
  return query
}
