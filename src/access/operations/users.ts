import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { asc, eq, gt } from '../../store/drizzle.ts'
import { users } from '../../store/tables/access.ts'
import { defineOperation, type Work } from '../operation.ts'
import { hashPassword } from '../passwords.ts'
import type { Role } from '../roles.ts'
import { newId, newSecret } from '../secrets.ts'
import { endSessionsOf } from '../sessions.ts'
import { requireVersion } from '../version.ts'

/** A user as administrators see one: nothing of a password or code but whether it is there. */
export interface User {
  readonly user_id: string
  readonly sign_in_name: string
  readonly full_name: string
  readonly email: string | null
  readonly roles: readonly Role[]
  readonly disabled: boolean
  readonly has_code: boolean
  readonly created_at: string
  readonly version: number
}

export interface NewUser {
  readonly sign_in_name: string
  readonly full_name: string
  readonly email?: string | undefined
  readonly roles: readonly Role[]
}

/** What is absent stays as it is. */
export interface UserChange {
  readonly user_id: string
  /** The one that was read; another means that someone else changed the user meanwhile. */
  readonly version: number
  readonly full_name?: string | undefined
  readonly email?: string | undefined
  readonly roles?: readonly Role[] | undefined
  readonly disabled?: boolean | undefined
}

export const listUsers = defineOperation({
  action: 'user.list',
  resource: 'Users',
  personal: true,
  changes: false,
  async run(
    { transaction },
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ) {
    const rows = await transaction
      .select()
      .from(users)
      .where(after === undefined ? undefined : gt(users.userId, after))
      .orderBy(asc(users.userId))
      .limit(limit + 1)
    const items = rows.slice(0, limit).map(shown)
    return { items, next: rows.length > limit ? items.at(-1)!.user_id : null }
  },
})

/** Answers a first password, which is told once. @throws LapwingError `name-taken` */
export const createUser = defineOperation({
  action: 'user.create',
  resource: 'Users',
  personal: false,
  changes: true,
  toldOnce: true,
  async run({ transaction, now, random }, given: NewUser) {
    const password = newSecret(random)
    const row = {
      userId: newId(random),
      signInName: given.sign_in_name,
      fullName: given.full_name,
      email: given.email ?? null,
      roles: [...given.roles],
      passwordHash: await hashPassword(password),
      createdAt: now,
    }
    const [created] = await transaction.insert(users).values(row).onConflictDoNothing().returning()
    if (created !== undefined) return { ...shown(created), password }
    throw new LapwingError('name-taken', 'A user with this name exists already.', {
      place: 'sign_in_name',
      remedy: 'Choose another name.',
    })
  },
  detail: ({ roles }, { user_id }) => ({ user_id, roles }),
})

export const readUser = defineOperation({
  action: 'user.read',
  resource: 'User',
  personal: true,
  changes: false,
  find: findUser,
  async run({ transaction }, { user_id }: { readonly user_id: string }) {
    return shown(await one(transaction, user_id))
  },
})

/** @throws LapwingError `changed-meanwhile`, `last-administrator` */
export const changeUser = defineOperation({
  action: 'user.change',
  endsCallers: true,
  resource: 'User',
  personal: false,
  changes: true,
  find: findUser,
  async run({ transaction }, given: UserChange) {
    // All of them, in one order, so that two changes cannot each leave the other's as the last administrator.
    const all = await transaction.select().from(users).orderBy(asc(users.userId)).for('update')
    const old = all.find(each => each.userId === given.user_id)!
    requireVersion(old, given.version)
    const next = {
      fullName: given.full_name ?? old.fullName,
      email: given.email ?? old.email,
      roles: given.roles === undefined ? old.roles : [...given.roles],
      disabled: given.disabled ?? old.disabled,
      version: old.version + 1,
    }
    const isAdministrator = (each: { roles: string[]; disabled: boolean }) =>
      each.roles.includes('administrator') && !each.disabled
    const others = all.filter(each => each !== old)
    if (isAdministrator(old) && !isAdministrator(next) && !others.some(isAdministrator)) {
      throw new LapwingError('last-administrator', 'Nobody would be left to manage users.', {
        remedy: 'Make another user an administrator first.',
      })
    }
    const [changed] = await transaction
      .update(users)
      .set(next)
      .where(eq(users.userId, old.userId))
      .returning()
    if (next.disabled || given.roles !== undefined) await endSessionsOf(transaction, old.userId)
    return shown(changed!)
  },
  detail: ({ roles, disabled }) => ({
    ...(roles === undefined ? {} : { roles }),
    ...(disabled === undefined ? {} : { disabled }),
  }),
})

/** Answers a new password, told once; removes the authenticator and ends all sessions of the user. */
export const resetPassword = defineOperation({
  action: 'user.reset-password',
  endsCallers: true,
  resource: 'User',
  personal: false,
  changes: true,
  toldOnce: true,
  find: findUser,
  async run({ transaction, random }, { user_id }: { readonly user_id: string }) {
    const password = newSecret(random)
    const { version } = await one(transaction, user_id)
    await transaction
      .update(users)
      .set({
        passwordHash: await hashPassword(password),
        totpSecret: null,
        totpLastStep: null,
        version: version + 1,
      })
      .where(eq(users.userId, user_id))
    await endSessionsOf(transaction, user_id)
    return { password }
  },
})

async function findUser({ transaction }: Work, { user_id }: { readonly user_id: string }) {
  const [found] = await transaction.select({ id: users.userId }).from(users).where(eq(users.userId, user_id))
  return found
}

async function one(transaction: Work['transaction'], userId: string) {
  const [row] = await transaction.select().from(users).where(eq(users.userId, userId))
  return row!
}

export function shown(row: typeof users.$inferSelect): User {
  return {
    user_id: row.userId,
    sign_in_name: row.signInName,
    full_name: row.fullName,
    email: row.email,
    roles: row.roles as Role[],
    disabled: row.disabled,
    has_code: row.totpSecret !== null,
    created_at: formatInstant(row.createdAt),
    version: row.version,
  }
}
