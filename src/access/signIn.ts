import { record } from '../audit/record.ts'
import { LapwingError } from '../domain/errors.ts'
import { microsPerHour } from '../domain/time.ts'
import { eq, sql } from '../store/drizzle.ts'
import { sessions, signInFailures, users } from '../store/tables/access.ts'
import type { Office } from './desk.ts'
import { isPassword } from './passwords.ts'
import { hashOfSecret } from './secrets.ts'
import { openSession, type Session, type SessionLimits } from './sessions.ts'
import { fromBase32, stepOfCode } from './totp.ts'

export const attemptsMax = 5
const attemptsWindow = microsPerHour / 4

export interface Credentials {
  readonly signInName: string
  readonly password: string
  /** Of the authenticator, where the user has one. */
  readonly code?: string | undefined
}

/**
 * Signs a user in by password and code. Every attempt is counted before it is looked at, so that many at once gain nothing, and
 * a name that does not exist is answered as one that does, in the same time.
 *
 * @throws LapwingError `sign-in-refused`, `code-needed`, `attempts-too-many`
 */
export async function signIn(
  { store, clock, random }: Office,
  { signInName, password, code }: Credentials,
  limits: SessionLimits,
): Promise<Session> {
  const now = clock()
  const nameHash = hashOfSecret(signInName)
  const { user, failures } = await store.transaction(async transaction => {
    const isOver = sql`${signInFailures.since} <= ${now - attemptsWindow}`
    const [counted] = await transaction
      .insert(signInFailures)
      .values({ nameHash, failures: 1, since: now })
      .onConflictDoUpdate({
        target: signInFailures.nameHash,
        set: {
          failures: sql`CASE WHEN ${isOver} THEN 1 ELSE ${signInFailures.failures} + 1 END`,
          since: sql`CASE WHEN ${isOver} THEN ${now} ELSE ${signInFailures.since} END`,
        },
      })
      .returning()
    const [user] = await transaction.select().from(users).where(eq(users.signInName, signInName))
    return { user, failures: counted!.failures }
  })
  // Of a name that is unknown nothing is kept: people type their password there.
  const actor = user === undefined ? 'unknown' : `user:${user.userId}`
  const refuse = async (error: LapwingError) => {
    const detail = { reason: error.code }
    await store.transaction(transaction =>
      record(transaction, now, [{ actor, action: 'sign-in.refused', object: 'Sessions:all', detail }]),
    )
    return error
  }
  if (failures > attemptsMax) throw await refuse(tooMany())
  // Outside a transaction: it takes tens of milliseconds.
  const isRight = await isPassword(user?.passwordHash, password)
  if (user === undefined || !isRight || user.disabled) throw await refuse(refused())
  const step = user.totpSecret === null ? null : stepOf(user.totpSecret, code, now, user.totpLastStep)
  if (step === undefined) throw await refuse(code === undefined ? codeNeeded() : refused())
  const session = await store.transaction(async transaction => {
    const [fresh] = await transaction.select().from(users).where(eq(users.userId, user.userId)).for('update')
    // Between the two transactions the code could have been used, or the user changed.
    const isSame = fresh?.version === user.version && fresh.totpLastStep === user.totpLastStep
    if (!isSame) return undefined
    if (step !== null) {
      await transaction.update(users).set({ totpLastStep: step }).where(eq(users.userId, user.userId))
    }
    await transaction.delete(signInFailures).where(eq(signInFailures.nameHash, nameHash))
    return openSession(transaction, user.userId, { now, random, limits })
  })
  if (session === undefined) throw await refuse(refused())
  return session
}

/** Whether anybody was made a user yet. */
export async function hasUsers({ store }: Office): Promise<boolean> {
  const [one] = await store.transaction(transaction =>
    transaction.select({ id: users.userId }).from(users).limit(1),
  )
  return one !== undefined
}

/** Ends one session. Signing out of one that ended already is no error. */
export async function signOut({ store, clock }: Office, token: string): Promise<void> {
  await store.transaction(async transaction => {
    const [ended] = await transaction
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashOfSecret(token)))
      .returning()
    if (ended === undefined) return
    await record(transaction, clock(), [
      { actor: `user:${ended.userId}`, action: 'sign-out', object: 'Sessions:all' },
    ])
  })
}

function stepOf(secret: string, code: string | undefined, now: number, last: number | null) {
  return code === undefined ? undefined : stepOfCode(fromBase32(secret), code, now, last)
}

function refused(): LapwingError {
  return new LapwingError('sign-in-refused', 'Name, password or code is not right.', {
    remedy: 'Try again; an administrator can set a new password.',
  })
}

function codeNeeded(): LapwingError {
  return new LapwingError('code-needed', 'The code of the authenticator is needed as well.', {
    remedy: 'Send it with name and password.',
  })
}

function tooMany(): LapwingError {
  return new LapwingError('attempts-too-many', 'Too many attempts with this name.', {
    remedy: 'Wait a quarter of an hour.',
  })
}
