import { createContext, useContext } from 'react'
import type { Greeting, Me } from '../api/session.ts'

export interface Session {
  readonly me: Me
  readonly greeting: Greeting
}

export const SessionContext = createContext<Session | undefined>(undefined)

function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('Shown outside of SessionGate.')
  return session
}

/** Who is signed in. */
export const useMe = (): Me => useSession().me
export const useGreeting = (): Greeting => useSession().greeting
