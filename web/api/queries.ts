import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut, Problem } from './problem.ts'

const listeners = new Set<() => void>()

/** Tells whenever the server says that nobody is signed in. Answers how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** For whoever asked the server by themselves. */
export function tellSignedOut(): void {
  for (const listener of listeners) listener()
}

function notice(error: unknown): void {
  if (isSignedOut(error)) tellSignedOut()
}

/** What was read of the server, kept while pages are open. */
export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: notice }),
  mutationCache: new MutationCache({ onError: notice }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // What the server refused stays refused; what it could not answer may be answered a moment later.
      retry: (failures, error) => failures < 2 && error instanceof Problem && isPassing(error),
    },
  },
})

function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 502 || status === 503 || status === 429
}
