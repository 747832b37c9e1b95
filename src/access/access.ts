import type { Caller } from './caller.ts'
import { actAs, type Desk, type Office } from './desk.ts'
import { callerOfServiceToken, tokenPrefix } from './operations/serviceTokens.ts'
import { type RememberedCallers, rememberCallers } from './remembered.ts'
import { callerOfSession, type Session, type SessionLimits, sessionLimitsByDefault } from './sessions.ts'
import { type Credentials, hasUsers, signIn, signOut } from './signIn.ts'
import { signInVouched, type Vouched } from './singleSignOn.ts'

/** The way in, for a server: it identifies callers and opens their desks, and gives out nothing else of the store. */
export interface Access {
  /** A desk for whoever has this session or service token; absent when it is not good, or no longer. */
  deskOf(token: string): Promise<Desk | undefined>
  signIn(credentials: Credentials): Promise<Session>
  signInVouched(vouched: Vouched): Promise<Session>
  signOut(token: string): Promise<void>
  /** Whether there is anybody who could sign in. */
  hasUsers(): Promise<boolean>
  /** Resolves when the store answers. */
  ready(): Promise<void>
}

export function openAccess(office: Office, limits: SessionLimits = sessionLimitsByDefault): Access {
  const { store, clock } = office
  const remembered = rememberCallers(clock)
  const callerOf = (token: string): Promise<Caller | undefined> =>
    token.startsWith(tokenPrefix)
      ? callerOfServiceToken(store, token, clock())
      : callerOfSession(store, token, { now: clock(), limits })
  return {
    async deskOf(token) {
      const caller = await remembered.callerOf(token, () => callerOf(token))
      return caller && forgettingWhatEnds(actAs(caller, office), remembered)
    },
    signIn: credentials => signIn(office, credentials, limits),
    signInVouched: vouched => signInVouched(office, vouched, limits),
    async signOut(token) {
      await signOut(office, token)
      remembered.forget()
    },
    hasUsers: () => hasUsers(office),
    ready: store.ping,
  }
}

/** The same desk; once it ended sessions or tokens, nobody is taken at their earlier word. */
function forgettingWhatEnds(desk: Desk, remembered: RememberedCallers): Desk {
  return {
    ...desk,
    async perform(operation, input, declared) {
      try {
        return await desk.perform(operation, input, declared)
      } finally {
        if (operation.endsCallers) remembered.forget()
      }
    },
  }
}
