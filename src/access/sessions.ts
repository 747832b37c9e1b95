import type { AuditEvent } from '../audit/link.ts'
import { record } from '../audit/record.ts'
import { microsPerHour } from '../domain/time.ts'
import type { Transaction } from '../store/connection.ts'
import { eq, lt, or } from '../store/drizzle.ts'
import type { Store } from '../store/store.ts'
import { sessions, users } from '../store/tables/access.ts'
import type { Caller } from './caller.ts'
import type { Random } from './operation.ts'
import type { Role } from './roles.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

/** How long a sign-in lasts, in microseconds: unused, and at most. */
export interface SessionLimits {
  readonly idle: number
  readonly absolute: number
}
export const sessionLimitsByDefault: SessionLimits = { idle: microsPerHour / 2, absolute: 12 * microsPerHour }

/** How far the time of the last use may lag, so that not every read is a write. */
const lag = microsPerHour / 60

export interface Session {
  /** Shown to the browser once; only its hash is kept. */
  readonly token: string
  readonly endsAt: number
}

/** Begins a session and records the sign-in; so it is the last thing that its transaction does. */
export async function openSession(
  transaction: Transaction,
  userId: string,
  {
    now,
    random,
    limits,
    detail,
  }: {
    readonly now: number
    readonly random: Random
    readonly limits: SessionLimits
    /** Of the sign-in, for the audit chain. */
    readonly detail?: AuditEvent['detail']
  },
): Promise<Session> {
  const ended = or(lt(sessions.endsAt, now), lt(sessions.lastSeenAt, now - limits.idle))
  await transaction.delete(sessions).where(ended)
  const token = newSecret(random)
  const endsAt = now + limits.absolute
  const row = { tokenHash: hashOfSecret(token), userId, createdAt: now, lastSeenAt: now, endsAt }
  await transaction.insert(sessions).values(row)
  await record(transaction, now, [
    { actor: `user:${userId}`, action: 'sign-in', object: 'Sessions:all', detail },
  ])
  return { token, endsAt }
}

/** Whose session this is; absent when it ended, or its user may no longer come in. Roles are those of now. */
export async function callerOfSession(
  store: Store,
  token: string,
  { now, limits }: { readonly now: number; readonly limits: SessionLimits },
): Promise<Caller | undefined> {
  return store.transaction(async transaction => {
    const [found] = await transaction
      .select({ session: sessions, roles: users.roles, disabled: users.disabled })
      .from(sessions)
      .innerJoin(users, eq(users.userId, sessions.userId))
      .where(eq(sessions.tokenHash, hashOfSecret(token)))
    if (found === undefined || found.disabled) return undefined
    const { tokenHash, userId, lastSeenAt, endsAt } = found.session
    if (now >= endsAt || now >= lastSeenAt + limits.idle) return undefined
    if (now > lastSeenAt + lag) {
      await transaction.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.tokenHash, tokenHash))
    }
    return { kind: 'user', id: userId, roles: found.roles as readonly Role[] }
  })
}

/** Ends every session of a user, as a new password or a lost role must. */
export async function endSessionsOf(transaction: Transaction, userId: string): Promise<void> {
  await transaction.delete(sessions).where(eq(sessions.userId, userId))
}
