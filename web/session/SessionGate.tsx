import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { isSignedOut } from '../api/problem.ts'
import { onSignedOut } from '../api/queries.ts'
import { readGreeting, readMe } from '../api/session.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { SessionContext } from './me.ts'
import { NoUsers } from './NoUsers.tsx'
import { SessionEnded } from './SessionEnded.tsx'
import { SignInPage } from './SignInPage.tsx'

/**
 * Shows the workbench to whoever is signed in, and a way in to everybody else. A session that ends is asked for anew over the
 * page that was open, so that nothing on it is lost.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const greeting = useQuery({
    queryKey: ['greeting'],
    queryFn: readGreeting,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const me = useQuery({
    queryKey: ['me'],
    queryFn: readMe,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: greeting.data?.is_signed_in === true,
  })
  const [hasEnded, setHasEnded] = useState(false)
  const isKnown = me.data !== undefined
  useEffect(() => onSignedOut(() => setHasEnded(true)), [])

  const enter = useCallback(async () => {
    const before = queries.getQueryData<{ readonly user_id: string }>(['me'])
    const now = await queries.fetchQuery({ queryKey: ['me'], queryFn: readMe, staleTime: 0 })
    // What somebody else had on the screen is not for this person.
    if (before !== undefined && before.user_id !== now.user_id) location.assign('/')
    setHasEnded(false)
    await queries.invalidateQueries()
  }, [queries])

  if (greeting.isError) return <ProblemNote problem={greeting.error} again={() => greeting.refetch()} />
  if (greeting.data === undefined || me.isLoading) return <PageSkeleton />
  if (!greeting.data.has_users) return <NoUsers />
  if (!isKnown) {
    if (me.isError && !isSignedOut(me.error))
      return <ProblemNote problem={me.error} again={() => me.refetch()} />
    return <SignInPage greeting={greeting.data} onSignedIn={enter} />
  }
  return (
    <SessionContext.Provider value={{ me: me.data, greeting: greeting.data }}>
      {children}
      <SessionEnded opened={hasEnded} me={me.data} onSignedIn={enter} />
    </SessionContext.Provider>
  )
}
