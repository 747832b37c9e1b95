import { LapwingError } from '../../domain/errors.ts'
import { eq } from '../../store/drizzle.ts'
import { users } from '../../store/tables/access.ts'
import { defineOperation, type Work } from '../operation.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { endSessionsOf } from '../sessions.ts'
import { enrolmentAddress, fromBase32, stepOfCode, toBase32 } from '../totp.ts'
import { shown } from './users.ts'

/** What users do with their own account. */

const own = { resource: 'User', find: async ({ caller }: Work) => ({ id: idOf(caller) }) } as const

export const readMe = defineOperation({
  ...own,
  action: 'me.read',
  personal: false,
  changes: false,
  async run(work: Work, _: Record<never, never>) {
    return shown(await me(work))
  },
})

/** Ends every session, this one too. @throws LapwingError `password-wrong`, `password-weak` */
export const changePassword = defineOperation({
  ...own,
  action: 'me.change-password',
  endsCallers: true,
  personal: false,
  changes: true,
  async run(work: Work, { old_password, new_password }: { old_password: string; new_password: string }) {
    const { userId, passwordHash, version } = await me(work)
    if (!(await isPassword(passwordHash, old_password))) {
      throw new LapwingError('password-wrong', 'The old password is not right.', { place: 'old_password' })
    }
    const next = { passwordHash: await hashPassword(new_password), version: version + 1 }
    await work.transaction.update(users).set(next).where(eq(users.userId, userId))
    await endSessionsOf(work.transaction, userId)
    return { changed: true }
  },
})

/** A secret for an authenticator. It is asked for at sign-in only once a code of it was confirmed. */
export const enrolCode = defineOperation({
  ...own,
  action: 'me.enrol-code',
  personal: false,
  changes: true,
  toldOnce: true,
  async run(work: Work, _: Record<never, never>) {
    const secret = work.random(20)
    const { signInName } = await me(work)
    return { secret: toBase32(secret), address: enrolmentAddress(secret, signInName) }
  },
})

/** @throws LapwingError `code-wrong`, `code-enrolled` */
export const confirmCode = defineOperation({
  ...own,
  action: 'me.confirm-code',
  personal: false,
  changes: true,
  async run(work: Work, { secret, code }: { secret: string; code: string }) {
    const { userId, totpSecret, version } = await me(work)
    if (totpSecret !== null) {
      throw new LapwingError('code-enrolled', 'There is an authenticator already.', {
        remedy: 'Resetting the password by an administrator removes it.',
      })
    }
    const step = stepOfCode(fromBase32(secret), code, work.now, null)
    if (step === undefined) {
      throw new LapwingError('code-wrong', 'The code does not belong to this secret and time.', {
        place: 'code',
        remedy: 'Check the clock of the authenticator, and send the next code.',
      })
    }
    const next = { totpSecret: secret, totpLastStep: step, version: version + 1 }
    await work.transaction.update(users).set(next).where(eq(users.userId, userId))
    return { confirmed: true }
  },
})

function idOf(caller: Work['caller']): string {
  return caller.kind === 'user' ? caller.id : ''
}

async function me({ transaction, caller }: Work) {
  const [row] = await transaction
    .select()
    .from(users)
    .where(eq(users.userId, idOf(caller)))
    .for('update')
  return row!
}
