import { record } from '../audit/record.ts'
import { LapwingError } from '../domain/errors.ts'
import { and, eq, isNull } from '../store/drizzle.ts'
import { users } from '../store/tables/access.ts'
import type { Office } from './desk.ts'
import { openSession, type Session, type SessionLimits } from './sessions.ts'

/** Whom the institution's own identity provider vouched for. */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
  /** Only where the provider says that it was verified. */
  readonly email?: string | undefined
}

/**
 * Signs in whom the identity provider vouched for: a user that an administrator made. The first time one is known by the
 * verified address, later by the provider's own name for the person alone, so that an address which passes to someone else
 * opens nothing.
 *
 * @throws LapwingError `no-such-user`: nobody comes in by having an account elsewhere
 */
export async function signInVouched(
  { store, clock, random }: Office,
  { issuer, subject, email }: Vouched,
  limits: SessionLimits,
): Promise<Session> {
  const now = clock()
  const vouchedFor = `${issuer} ${subject}`
  const session = await store.transaction(async transaction => {
    const one = async (condition: ReturnType<typeof eq> | undefined) => {
      const found = await transaction.select().from(users).where(condition).for('update')
      // Two users with one address: neither is meant.
      return found.length === 1 ? found[0] : undefined
    }
    const known = await one(eq(users.singleSignOnSubject, vouchedFor))
    const user =
      known ??
      (email === undefined
        ? undefined
        : await one(and(eq(users.email, email), isNull(users.singleSignOnSubject))))
    const detail = { by: 'single-sign-on' }
    if (user === undefined || user.disabled) {
      const actor = user === undefined ? 'unknown' : `user:${user.userId}`
      await record(transaction, now, [{ actor, action: 'sign-in.refused', object: 'Sessions:all', detail }])
      return undefined
    }
    if (known === undefined) {
      await transaction
        .update(users)
        .set({ singleSignOnSubject: vouchedFor, version: user.version + 1 })
        .where(eq(users.userId, user.userId))
    }
    return openSession(transaction, user.userId, { now, random, limits, detail })
  })
  // Thrown only here, so that the refusal is recorded.
  if (session !== undefined) return session
  throw new LapwingError('no-such-user', 'You are known where you signed in, but are no user here.', {
    remedy: 'An administrator can make a user with your address.',
  })
}
